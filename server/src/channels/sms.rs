//! A text message, by Twilio (twilio.com/docs/messaging/api/message-resource).

use super::post::{Post, cut};
use crate::domain::delivery::Outcome;
use url::form_urlencoded::Serializer;

/// Characters of the page's name and of what is said: with a link, two messages in plain letters (GSM 03.38), or one where
/// the link is short.
const BRAND: usize = 20;
const SAID: usize = 100;

/// News in one or two short sentences; the link says the rest. Whoever answers STOP gets no more: the carriers see to that.
pub(crate) fn text(post: &Post) -> String {
    // What the news is titled with, in one line.
    format!("{}: {} {}", cut(&post.brand, BRAND), cut(&post.heading, SAID), post.action.1)
}

/// The body of the request.
pub(crate) fn form(sender: (&str, &str), to: &str, text: &str) -> String {
    Serializer::new(String::new()).extend_pairs([("To", to), sender, ("Body", text), ("SmartEncoded", "true")]).finish()
}

/// What is read of an answer.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Answer {
    code: Option<i64>,
    message: String,
    sid: String,
}

/// What came of a request, by its status and the text of its answer.
pub(crate) fn outcome(status: u16, text: &str) -> Outcome {
    // What is no answer of Twilio's is told by its status alone.
    let Answer { code, message, sid } = serde_json::from_str(text).unwrap_or_default();
    let words = code.map_or(sid, |code| format!("{code} {message}"));
    let reply = format!("{status} {words}").trim_end().to_owned();
    match (status, code) {
        (200..=299, _) => Outcome::Sent(reply),
        // Too many at once, or their queue is full.
        (408 | 429 | 500.., _) | (_, Some(20_429 | 21_611)) => Outcome::Later(reply),
        // The account, its sender or its balance: the fault is ours, and may be mended.
        (401..=403, _) | (_, Some(20_003 | 21_212 | 21_606 | 21_659)) => Outcome::Blocked(reply),
        _ => Outcome::Gone(reply),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channels::post::tests::sample;

    #[test]
    fn news_is_short() {
        insta::assert_snapshot!(text(&sample()), @"Northwind: Investigating: Payments <!channel> & @everyone fail https://status.example/incidents/i1?lang=en");
        let long = Post { heading: "x".repeat(400), brand: "y".repeat(400), ..sample() };
        assert!(text(&long).chars().count() <= 180);
    }

    #[test]
    fn a_request_names_sender_and_reader() {
        let form = form(("From", "+15550100"), "+49301234567", "Down: see https://x.example");
        assert_eq!(form, "To=%2B49301234567&From=%2B15550100&Body=Down%3A+see+https%3A%2F%2Fx.example&SmartEncoded=true");
    }

    #[test]
    fn what_an_answer_means() {
        assert_eq!(outcome(201, r#"{"sid":"SM1","status":"queued"}"#), Outcome::Sent("201 SM1".to_owned()));
        let stopped = r#"{"code":21610,"message":"Attempt to send to unsubscribed recipient","status":400}"#;
        assert_eq!(outcome(400, stopped), Outcome::Gone("400 21610 Attempt to send to unsubscribed recipient".to_owned()));
        assert!(matches!(outcome(401, r#"{"code":20003,"message":"Authenticate"}"#), Outcome::Blocked(_)));
        assert!(matches!(outcome(400, r#"{"code":21212,"message":"Invalid From"}"#), Outcome::Blocked(_)));
        assert!(matches!(outcome(429, ""), Outcome::Later(_)));
        assert!(matches!(outcome(503, "gone fishing"), Outcome::Later(_)));
    }
}
