//! Requests to addresses that strangers gave us: never to anything inside (bar S-13).
//!
//! A name is resolved once and all that it leads to is checked; the connection goes to what was checked, so that a second
//! answer of the name server changes nothing. Redirects are not followed, no proxy is used, and there is an end to time and
//! size.

mod guard;

use crate::domain::endpoint::Allowed;
use chrono::{DateTime, TimeDelta};
use guard::Guard;
use std::time::Duration;
use ureq::unversioned::transport::DefaultConnector;

/// Longest that a request may take, with looking up the name and reading the answer.
pub(crate) const LONGEST: Duration = Duration::from_secs(10);
/// Longest that it may take to connect (bar R-15).
const CONNECT: Duration = Duration::from_secs(5);
/// Most of an answer that is read, in bytes.
const LARGEST: u64 = 16 * 1024;
/// Letters of an answer that are kept for the ledger.
const KEPT: usize = 300;

/// Sends requests.
#[derive(Clone, Debug)]
pub(crate) struct Client(ureq::Agent);

/// Largest document that is read, in bytes.
const DOCUMENT: u64 = 64 * 1024;

/// What the other side said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The status.
    pub status: u16,
    /// After what time it wants to be asked again, where it says so.
    pub retry_after: Option<TimeDelta>,
    /// The beginning of its text, on one line.
    pub text: String,
}

impl Client {
    /// A client that reaches the world, and inside only what is allowed.
    #[expect(clippy::disallowed_methods, reason = "the one home of the client for strangers' addresses")]
    pub(crate) fn new(allowed: Allowed) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("Allclear/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(LONGEST))
            .timeout_connect(Some(CONNECT))
            .max_response_header_size(16 * 1024)
            .build();
        Self(ureq::Agent::with_parts(config, DefaultConnector::default(), Guard::new(allowed)))
    }

    /// Reads a document, or says why it cannot be had. Blocks.
    pub(crate) fn get(&self, address: &str) -> Result<String, String> {
        let mut answer = self.0.get(address).call().map_err(|error| error.to_string())?;
        if answer.status() != 200 {
            return Err(format!("{address} answers {}", answer.status()));
        }
        answer.body_mut().with_config().limit(DOCUMENT).read_to_string().map_err(|error| error.to_string())
    }

    /// Posts a body of a type and gives the answer, or why there is none. Blocks.
    pub(crate) fn post(
        &self,
        address: &str,
        kind: &str,
        headers: &[(&'static str, String)],
        body: &str,
    ) -> Result<Answer, String> {
        let request = self.0.post(address).header("content-type", kind);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        let mut answer = request.send(body).map_err(|error| error.to_string())?;
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        let retry_after = header("retry-after").and_then(|text| pause(text, header("date")));
        // The status says what came of it; words that cannot be read change nothing.
        let text = answer.body_mut().with_config().limit(LARGEST).lossy_utf8(true).read_to_string().unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // No database keeps a NUL, and nobody reads the others.
        let text = text.chars().filter(|letter| !letter.is_control()).take(KEPT).collect();
        Ok(Answer { status: answer.status().as_u16(), retry_after, text })
    }
}

/// How long the other side wants to be left alone: seconds, or a date, which is held against its own clock (RFC 9110, 10.2.3).
fn pause(text: &str, its_now: Option<&str>) -> Option<TimeDelta> {
    if let Ok(seconds) = text.trim().parse() {
        return TimeDelta::try_seconds(seconds);
    }
    let at = |text: &str| DateTime::parse_from_rfc2822(text.trim()).ok();
    Some((at(text)? - at(its_now?)?).max(TimeDelta::zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_told_in_seconds_or_until_a_date() {
        let now = Some("Fri, 27 Nov 2026 08:00:00 GMT");
        assert_eq!(pause(" 90 ", None), Some(TimeDelta::seconds(90)));
        assert_eq!(pause("Fri, 27 Nov 2026 08:02:00 GMT", now), Some(TimeDelta::minutes(2)));
        assert_eq!(pause("Fri, 27 Nov 2026 07:00:00 GMT", now), Some(TimeDelta::zero()));
        assert_eq!(pause("Fri, 27 Nov 2026 08:02:00 GMT", None), None);
        assert_eq!(pause("soon", now), None);
    }
}
