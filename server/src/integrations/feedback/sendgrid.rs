//! The event webhook of SendGrid (docs: Getting started with the Event Webhook Security Features).

use super::{Unreadable, words};
use crate::domain::feedback::{Feedback, Means, by_words, delivery_of};
use base64::{Engine, engine::general_purpose::STANDARD};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde::Deserialize;

/// What signs a request: the headers `X-Twilio-Email-Event-Webhook-Signature` and `…-Timestamp`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signed<'a> {
    /// In base64.
    pub signature: &'a str,
    /// Seconds since 1970, as text.
    pub timestamp: &'a str,
}

/// Bytes of an uncompressed point, which end the key (RFC 5480, 2.2).
const POINT: usize = 65;

#[derive(Deserialize)]
struct Event {
    email: String,
    #[serde(rename = "event")]
    name: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    status: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default, rename = "smtp-id")]
    message_id: String,
}

/// Whether a text is a public key that requests can be checked with.
pub(crate) fn is_key(key: &str) -> bool {
    point(key).is_some()
}

fn point(key: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(key.trim()).ok()?;
    let start = bytes.len().checked_sub(POINT)?;
    bytes.get(start..).filter(|point| point.first() == Some(&4)).map(<[u8]>::to_vec)
}

/// Reads a request that `key`, a public key in base64, must have signed.
pub(crate) fn read(key: &str, signed: Signed<'_>, body: &[u8]) -> Result<Vec<Feedback>, Unreadable> {
    let key = point(key).ok_or(Unreadable::Forged("the key of this instance is none"))?;
    let signature = STANDARD.decode(signed.signature).map_err(|_| Unreadable::Forged("it is not in base64"))?;
    let said = [signed.timestamp.as_bytes(), body].concat();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key)
        .verify(&said, &signature)
        .map_err(|_| Unreadable::Forged("another key made it"))?;
    let events: Vec<Event> = serde_json::from_slice(body)?;
    Ok(events.into_iter().filter_map(feedback).collect())
}

fn feedback(event: Event) -> Option<Feedback> {
    let words = words([event.status.as_str(), event.reason.as_str()]);
    let means = match (event.name.as_str(), event.kind.as_str()) {
        ("bounce", "blocked") => Means::Refused,
        // Other hard bounces than of a missing mailbox are counted.
        ("bounce", _) => by_words(&words),
        ("dropped", _) if event.reason.starts_with("Bounced") || event.reason.starts_with("Invalid") => Means::Gone,
        ("dropped", _) if event.reason.contains("Spam") || event.reason.starts_with("Unsubscribed") => Means::Unwanted,
        ("spamreport" | "unsubscribe" | "group_unsubscribe", _) => Means::Unwanted,
        _ => return None,
    };
    let delivery = delivery_of(&event.message_id);
    // Of another product's mail it says nothing of ours; leaving a list of theirs tells not even of which mail.
    let is_foreign = delivery.is_none() && (!event.message_id.is_empty() || event.name.ends_with("unsubscribe"));
    (means != Means::Unwanted || !is_foreign).then_some(Feedback { delivery, address: Some(event.email), means, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    // The vector of SendGrid's own client (sendgrid-python, test_eventwebhook).
    const KEY: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    const SIGNED: Signed<'_> = Signed {
        signature: "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
        timestamp: "1600112502",
    };
    const BODY: &str = "[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":\"Bounced Address\",\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\",\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\",\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\",\"timestamp\":1600112492}]\r\n";

    #[test]
    fn what_sendgrid_signed_is_read_and_nothing_else() {
        let read_it = read(KEY, SIGNED, BODY.as_bytes()).unwrap();
        let expected = Feedback {
            delivery: None,
            address: Some("hello@world.com".to_owned()),
            means: Means::Gone,
            words: "Bounced Address".to_owned(),
        };
        assert_eq!(read_it, [expected]);
        let other = BODY.replace("hello@", "other@");
        assert!(matches!(read(KEY, SIGNED, other.as_bytes()), Err(Unreadable::Forged(_))));
        assert!(matches!(read(KEY, Signed { timestamp: "1600112503", ..SIGNED }, BODY.as_bytes()), Err(Unreadable::Forged(_))));
        assert!(matches!(read("nonsense", SIGNED, BODY.as_bytes()), Err(Unreadable::Forged(_))));
    }

    #[test]
    fn what_each_event_means() {
        let of = |text: &str| feedback(serde_json::from_str(text).unwrap()).map(|feedback| feedback.means);
        let bounce = |kind: &str, status: &str| {
            of(&format!(r#"{{"email":"a@b.example","event":"bounce","type":"{kind}","status":"{status}","reason":"550 no"}}"#))
        };
        assert_eq!(bounce("bounce", "5.1.1"), Some(Means::Gone));
        assert_eq!(bounce("bounce", "5.2.2"), Some(Means::Refused));
        assert_eq!(bounce("blocked", "5.1.1"), Some(Means::Refused));
        assert_eq!(of(r#"{"email":"a@b.example","event":"spamreport"}"#), Some(Means::Unwanted));
        for quiet in ["processed", "delivered", "deferred", "open", "click"] {
            assert_eq!(of(&format!(r#"{{"email":"a@b.example","event":"{quiet}"}}"#)), None);
        }
    }
}
