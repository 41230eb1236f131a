//! A request to a program: the body of Statuspage's webhooks, signed as Standard Webhooks 1.0 has it.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// A secret as its holder writes it down.
pub(crate) fn written(secret: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

/// What says which message it is, when it is sent and, by each secret, that it is ours.
pub(crate) fn headers(id: &str, now: DateTime<Utc>, body: &str, secrets: &[[u8; 32]]) -> Vec<(&'static str, String)> {
    let seconds = now.timestamp();
    let signatures: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let mut mac = <Hmac<Sha256> as KeyInit>::new(&padded(secret).into());
            mac.update(format!("{id}.{seconds}.{body}").as_bytes());
            format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
        })
        .collect();
    vec![("webhook-id", id.to_owned()), ("webhook-timestamp", seconds.to_string()), ("webhook-signature", signatures.join(" "))]
}

/// A key shorter than a block of the hash is filled with nulls (RFC 2104).
fn padded(secret: &[u8; 32]) -> [u8; 64] {
    let mut block = [0; 64];
    block.iter_mut().zip(secret).for_each(|(place, byte)| *place = *byte);
    block
}

/// What is told, with where it is stopped.
pub(crate) fn told(body: Value, unsubscribe: &str, documentation: &str, now: DateTime<Utc>) -> Value {
    let mut body = body;
    if let Value::Object(fields) = &mut body {
        fields.insert("meta".to_owned(), meta(Some(unsubscribe), documentation, now));
    }
    body
}

fn meta(unsubscribe: Option<&str>, documentation: &str, now: DateTime<Utc>) -> Value {
    let now = now.to_rfc3339_opts(SecondsFormat::Millis, true);
    json!({"unsubscribe": unsubscribe, "documentation": documentation, "generated_at": now})
}

/// A request that is no news: one to confirm the subscription, or one that only shows that it arrives.
pub(crate) fn letter(word: &'static str, link: &str, documentation: &str, now: DateTime<Utc>) -> Value {
    // Nothing is to be unsubscribed from by this link: it confirms, or leads to the preferences.
    json!({"meta": meta(None, documentation, now), "subscription": {"event": word, "url": link}})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_standards_own_example() {
        // The key of the example has 24 bytes; what is behind them is filled with nulls either way.
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let mut secret = [0; 32];
        secret[..key.len()].copy_from_slice(&key);
        let now = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
        let headers = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", now, r#"{"test": 2432232314}"#, &[secret, [1; 32]]);
        let signatures: Vec<&str> = headers[2].1.split(' ').collect();
        assert_eq!(signatures[0], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(signatures.len(), 2);
        assert_eq!(written(&key), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }
}
