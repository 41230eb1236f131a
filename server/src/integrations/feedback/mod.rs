//! What mail providers and mail servers send back, one file each of the same form: a pure `read` from what came to
//! [`Feedback`](crate::domain::feedback::Feedback).

pub(crate) mod mailgun;
pub(crate) mod report;
pub(crate) mod sendgrid;
pub(crate) mod ses;

/// Why what came is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    /// It is not signed by whom it says it is from.
    #[error("the signature is not right: {0}")]
    Forged(&'static str),
    /// It is signed, and not of the form that is agreed.
    #[error("it cannot be read: {0}")]
    Malformed(String),
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// Words on one line, and not too many of them.
fn words<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<&str> = parts.into_iter().flat_map(str::split_whitespace).collect();
    all.join(" ").chars().take(500).collect()
}
