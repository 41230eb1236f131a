//! The webhooks of Mailgun (docs: Securing Webhooks).

use super::{Unreadable, words};
use crate::domain::feedback::{Feedback, Means, by_words, delivery_of};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

/// Mailgun tries for eight hours.
const LONGEST: TimeDelta = TimeDelta::hours(12);

#[derive(Deserialize)]
struct Request {
    #[serde(rename = "signature")]
    signed: Signed,
    #[serde(rename = "event-data")]
    event: Event,
}

#[derive(Deserialize)]
struct Signed {
    timestamp: String,
    token: String,
    signature: String,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "event")]
    name: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    reason: String,
    recipient: String,
    #[serde(default, rename = "delivery-status")]
    status: Status,
    #[serde(default)]
    message: Message,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Status {
    code: Option<i64>,
    #[serde(rename = "enhanced-code")]
    enhanced: Option<String>,
    message: Option<String>,
    description: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Message {
    headers: Headers,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Headers {
    #[serde(rename = "message-id")]
    message_id: String,
}

/// Reads a request that the webhook signing key `key` must have signed. The signature says nothing of the event: the token
/// that comes with it, which is good for one request, is for whoever calls to check.
/// What is older than half a day is refused, since tokens are remembered for a day.
pub(crate) fn read(key: &str, now: DateTime<Utc>, body: &[u8]) -> Result<(String, Vec<Feedback>), Unreadable> {
    let request: Request = serde_json::from_slice(body)?;
    let Signed { timestamp, token, signature } = request.signed;
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).map_err(|_| Unreadable::Forged("there is no key"))?;
    mac.update(timestamp.as_bytes());
    mac.update(token.as_bytes());
    let signature = hexadecimal(&signature).ok_or(Unreadable::Forged("it is not in hexadecimal"))?;
    mac.verify_slice(&signature).map_err(|_| Unreadable::Forged("another key made it"))?;
    let said_at = timestamp.parse().ok().and_then(DateTime::from_timestamp_secs);
    if said_at.is_none_or(|said_at| (now - said_at).abs() >= LONGEST) {
        return Err(Unreadable::Forged("it is of another time"));
    }
    Ok((token, feedback(request.event).into_iter().collect()))
}

fn feedback(event: Event) -> Option<Feedback> {
    let Status { code, enhanced, message, description } = event.status;
    let code = code.map(|code| code.to_string()).unwrap_or_default();
    let said = [message.as_deref(), description.as_deref()].into_iter().flatten().find(|text| !text.is_empty());
    let words = words([enhanced.as_deref().unwrap_or_default(), &code, said.unwrap_or(&event.reason)]);
    let means = match (event.name.as_str(), event.severity.as_str(), event.reason.as_str()) {
        ("failed", "permanent", "suppress-bounce") => Means::Gone,
        ("failed", "permanent", "suppress-complaint" | "suppress-unsubscribe") | ("complained" | "unsubscribed", ..) => {
            Means::Unwanted
        }
        ("failed", "permanent", _) => by_words(&words),
        _ => return None,
    };
    let delivery = delivery_of(&event.message.headers.message_id);
    // Of another product's mail it says nothing of ours.
    let is_foreign = delivery.is_none() && !event.message.headers.message_id.is_empty();
    (means != Means::Unwanted || !is_foreign).then_some(Feedback { delivery, address: Some(event.recipient), means, words })
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp_secs(1_700_000_000).unwrap()
    }

    fn body(event: &str) -> String {
        format!(
            r#"{{"signature":{{"timestamp":"1700000000","token":"0123456789abcdef0123456789abcdef0123456789abcdef01",
            "signature":"d12a9631605b7595e95eb21db32163983082901e6d68fcffe1f0294f834f6619"}},"event-data":{event}}}"#
        )
    }

    fn means(event: &str) -> Option<Means> {
        read("key-test-signing-key", now(), body(event).as_bytes()).unwrap().1.first().map(|feedback| feedback.means)
    }

    #[test]
    fn what_mailgun_signed_is_read_and_nothing_else() {
        let event = r#"{"event":"failed","severity":"permanent","reason":"bounce","recipient":"a@b.example",
            "delivery-status":{"code":550,"enhanced-code":"5.1.1","message":"no such user"},
            "message":{"headers":{"message-id":"N1.S1@status.example"}}}"#;
        let (token, read_it) = read("key-test-signing-key", now(), body(event).as_bytes()).unwrap();
        assert!(token.starts_with("0123"));
        let expected = Feedback {
            delivery: Some("N1.S1".to_owned()),
            address: Some("a@b.example".to_owned()),
            means: Means::Gone,
            words: "5.1.1 550 no such user".to_owned(),
        };
        assert_eq!(read_it, [expected]);
        assert!(matches!(read("another", now(), body(event).as_bytes()), Err(Unreadable::Forged(_))));
        let late = now() + TimeDelta::hours(13);
        assert!(matches!(read("key-test-signing-key", late, body(event).as_bytes()), Err(Unreadable::Forged(_))));
        assert!(matches!(read("", now(), b"{}"), Err(Unreadable::Malformed(_))));
    }

    #[test]
    fn what_each_event_means() {
        let failed = |severity: &str, reason: &str| {
            means(&format!(
                r#"{{"event":"failed","severity":"{severity}","reason":"{reason}","recipient":"a@b.example","delivery-status":{{"code":552}}}}"#
            ))
        };
        assert_eq!(failed("permanent", "bounce"), Some(Means::Refused));
        assert_eq!(failed("permanent", "suppress-bounce"), Some(Means::Gone));
        assert_eq!(failed("permanent", "suppress-complaint"), Some(Means::Unwanted));
        assert_eq!(failed("temporary", "generic"), None);
        assert_eq!(means(r#"{"event":"complained","recipient":"a@b.example"}"#), Some(Means::Unwanted));
        assert_eq!(means(r#"{"event":"delivered","recipient":"a@b.example"}"#), None);
    }
}
