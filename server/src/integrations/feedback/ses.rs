//! Notifications of Amazon SES by Amazon SNS (docs: Verifying the signatures of Amazon SNS messages; SES notification
//! contents).

use super::{Unreadable, words};
use crate::domain::feedback::{Feedback, Means, by_words, delivery_of};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio_rustls::rustls::pki_types::{CertificateDer, pem::PemObject};
use url::Url;
use webpki::{EndEntityCert, ring::RSA_PKCS1_2048_8192_SHA256};

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// To be believed only with the certificate at this address, which is not at hand yet.
    Certificate(String),
    /// To say yes to the topic, by reading this address.
    Confirm(String),
    /// To hear what came back.
    Feedback(Vec<Feedback>),
}

/// Reads a request of the topic `topic` (its ARN). `certificate` gives the PEM of an address where it is at hand.
pub(crate) fn read(topic: &str, certificate: impl Fn(&str) -> Option<String>, body: &[u8]) -> Result<Request, Unreadable> {
    let message: Map<String, Value> = serde_json::from_slice(body)?;
    let text = |key: &str| message.get(key).and_then(Value::as_str);
    if text("TopicArn") != Some(topic) {
        return Err(Unreadable::Forged("it is of another topic than ALLCLEAR_SES_TOPIC"));
    }
    if text("SignatureVersion") != Some("2") {
        return Err(Unreadable::Forged("it is made with SHA-1; set SignatureVersion to 2 on the topic"));
    }
    let region = topic.split(':').nth(3).unwrap_or_default();
    let source = text("SigningCertURL")
        .filter(|url| is_amazon(region, url) && !url.contains('?'))
        .ok_or(Unreadable::Forged("its key is not Amazon's"))?;
    let Some(pem) = certificate(source) else { return Ok(Request::Certificate(source.to_owned())) };
    verify(&message, &pem)?;
    match text("Type") {
        Some("Notification") => Ok(Request::Feedback(feedback(text("Message").unwrap_or_default())?)),
        Some("SubscriptionConfirmation") => {
            let address =
                text("SubscribeURL").filter(|url| is_amazon(region, url)).ok_or(Unreadable::Forged("it leads elsewhere"))?;
            Ok(Request::Confirm(address.to_owned()))
        }
        _ => Ok(Request::Feedback(Vec::new())),
    }
}

/// Whether an address is one of SNS itself in the region of the topic, and nothing more than that.
fn is_amazon(region: &str, text: &str) -> bool {
    let Ok(url) = text.parse::<Url>() else { return false };
    let own = [format!("sns.{region}.amazonaws.com"), format!("sns.{region}.amazonaws.com.cn")];
    let host = url.host_str().unwrap_or_default();
    let is_plain = url.port().is_none() && url.username().is_empty() && url.password().is_none();
    url.scheme() == "https" && is_plain && own.iter().any(|name| name == host)
}

fn verify(message: &Map<String, Value>, pem: &str) -> Result<(), Unreadable> {
    let keys: &[&str] = if message.get("Type").and_then(Value::as_str) == Some("Notification") {
        &["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    } else {
        &["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    };
    let signed: String = keys
        .iter()
        .filter_map(|key| message.get(*key).and_then(Value::as_str).map(|value| format!("{key}\n{value}\n")))
        .collect();
    let signature = message.get("Signature").and_then(Value::as_str).and_then(|text| STANDARD.decode(text).ok());
    let signature = signature.ok_or(Unreadable::Forged("it is not in base64"))?;
    let certificate =
        CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| Unreadable::Forged("its certificate is none"))?;
    let certificate = EndEntityCert::try_from(&certificate).map_err(|_| Unreadable::Forged("its certificate is none"))?;
    certificate
        .verify_signature(RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature)
        .map_err(|_| Unreadable::Forged("another key made it"))
}

#[derive(Deserialize)]
struct Notification {
    // Notifications of an identity say the one, events of a configuration set the other.
    #[serde(alias = "eventType", rename = "notificationType")]
    kind: String,
    mail: Mail,
    #[serde(default)]
    bounce: Bounce,
    #[serde(default)]
    complaint: Complaint,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    #[serde(default)]
    headers: Vec<Header>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Bounce {
    #[serde(rename = "bounceType")]
    kind: String,
    #[serde(rename = "bounceSubType")]
    reason: String,
    bounced_recipients: Vec<Recipient>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Complaint {
    complaint_feedback_type: Option<String>,
    complained_recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    diagnostic_code: String,
}

fn feedback(text: &str) -> Result<Vec<Feedback>, Unreadable> {
    // The first thing that a new destination sends is a sentence.
    if !text.trim_start().starts_with('{') {
        return Ok(Vec::new());
    }
    let Notification { kind, mail, bounce, complaint } = serde_json::from_str(text)?;
    // SES gives messages ids of its own, and tells ours among the headers.
    let id = mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case("Message-ID"));
    let delivery = id.and_then(|header| delivery_of(&header.value));
    let each = |recipients: Vec<Recipient>, means: &dyn Fn(&str) -> Means, begin: &str| {
        let told = recipients.into_iter().map(|one| {
            let diagnosis = one.diagnostic_code.split_once(';').map_or(one.diagnostic_code.as_str(), |(_, text)| text);
            let words = words([one.status.as_str(), diagnosis, begin]);
            Feedback { delivery: delivery.clone(), means: means(&words), address: Some(one.email_address), words }
        });
        told.collect()
    };
    Ok(match (kind.as_str(), bounce.kind.as_str()) {
        ("Bounce", "Permanent") if matches!(bounce.reason.as_str(), "NoEmail" | "Suppressed" | "OnAccountSuppressionList") => {
            each(bounce.bounced_recipients, &|_| Means::Gone, &bounce.reason)
        }
        ("Bounce", "Permanent") => each(bounce.bounced_recipients, &by_words, &bounce.reason),
        ("Bounce", "Undetermined") => each(bounce.bounced_recipients, &|_| Means::Refused, &bounce.reason),
        ("Complaint", _) if complaint.complaint_feedback_type.as_deref() != Some("not-spam") => {
            each(complaint.complained_recipients, &|_| Means::Unwanted, "complaint")
        }
        _ => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:bounces";
    const BOUNCE: &str = include_str!("samples/ses-bounce.json");

    // Of a key made for this test.
    fn certificate(address: &str) -> Option<String> {
        address.starts_with("https:").then(|| include_str!("samples/ses.pem").to_owned())
    }

    #[test]
    fn what_the_topic_signed_is_read_and_nothing_else() {
        let expected = Feedback {
            delivery: Some("N1.S1".to_owned()),
            address: Some("a@b.example".to_owned()),
            means: Means::Gone,
            words: "5.1.1 550 5.1.1 no such user General".to_owned(),
        };
        assert_eq!(read(TOPIC, certificate, BOUNCE.as_bytes()), Ok(Request::Feedback(vec![expected])));
        let forged = |body: &str| matches!(read(TOPIC, certificate, body.as_bytes()), Err(Unreadable::Forged(_)));
        assert!(forged(&BOUNCE.replace("a@b.example", "c@b.example")));
        assert!(forged(
            &BOUNCE.replace("https://sns.eu-west-1.amazonaws.com", "https://sns.eu-west-1.amazonaws.com.evil.example")
        ));
        assert!(forged(&BOUNCE.replace("\"2\"", "\"1\"")));
        assert!(matches!(read("arn:aws:sns:eu-west-1:1:other", certificate, BOUNCE.as_bytes()), Err(Unreadable::Forged(_))));
    }

    #[test]
    fn a_certificate_that_is_not_at_hand_is_asked_for() {
        let address = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem".to_owned();
        assert_eq!(read(TOPIC, |_| None, BOUNCE.as_bytes()), Ok(Request::Certificate(address)));
    }

    #[test]
    fn a_new_topic_is_confirmed() {
        let asked = read(TOPIC, certificate, include_bytes!("samples/ses-confirm.json"));
        assert!(matches!(asked, Ok(Request::Confirm(address)) if address.contains("ConfirmSubscription")));
    }

    #[test]
    fn only_addresses_of_amazon_are_read() {
        let own = |address: &str| is_amazon("us-east-1", address);
        assert!(own("https://sns.us-east-1.amazonaws.com/a.pem") && own("https://sns.us-east-1.amazonaws.com.cn/a.pem"));
        for bad in [
            "http://sns.us-east-1.amazonaws.com/a.pem",
            "https://sns.us-east-1.amazonaws.com:8443/a.pem",
            "https://u@sns.us-east-1.amazonaws.com/a.pem",
            "https://sns.s3-us-east-1.amazonaws.com/a.pem",
            "https://sns.eu-west-1.amazonaws.com/a.pem",
            "https://s3.amazonaws.com/sns.us-east-1.amazonaws.com/a.pem",
        ] {
            assert!(!own(bad), "{bad}");
        }
    }

    #[test]
    fn what_each_notification_means() {
        let of = |text: &str| feedback(text).unwrap().into_iter().map(|one| one.means).collect::<Vec<_>>();
        let bounce = |kind: &str, sub: &str, status: &str| {
            of(&format!(
                r#"{{"eventType":"Bounce","mail":{{}},"bounce":{{"bounceType":"{kind}","bounceSubType":"{sub}",
                "bouncedRecipients":[{{"emailAddress":"a@b.example","status":"{status}"}}]}}}}"#
            ))
        };
        assert_eq!(bounce("Permanent", "NoEmail", ""), [Means::Gone]);
        assert_eq!(bounce("Permanent", "General", "5.2.2"), [Means::Refused]);
        assert_eq!(bounce("Transient", "MailboxFull", ""), []);
        assert_eq!(bounce("Undetermined", "Undetermined", ""), [Means::Refused]);
        let complaint = |kind: &str| {
            of(&format!(
                r#"{{"notificationType":"Complaint","mail":{{}},"complaint":{{"complaintFeedbackType":"{kind}",
                "complainedRecipients":[{{"emailAddress":"a@b.example"}}]}}}}"#
            ))
        };
        assert_eq!((complaint("abuse"), complaint("not-spam")), (vec![Means::Unwanted], vec![]));
        assert_eq!(of("Successfully validated SNS topic for Amazon SES event publishing."), []);
    }
}
