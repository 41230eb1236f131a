//! Reports of mail servers: what could not be delivered (RFC 3464, in the frame of RFC 6522), and complaints (RFC 5965).
//!
//! Anybody can write one. So an address in it is not believed: it speaks of the delivery whose message it brings back, or to
//! whose return path it comes, by an id that only its readers and the servers on its way have seen.

use super::{Unreadable, words};
use crate::domain::{
    bounce,
    feedback::{Feedback, Means, by_words, delivery_at, delivery_of},
};
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// The parts that say in a form of their own what came of a mail.
const REPORTS: [&str; 3] = [STATUS, GLOBAL_STATUS, COMPLAINT];
const STATUS: &str = "message/delivery-status";
const GLOBAL_STATUS: &str = "message/global-delivery-status";
const COMPLAINT: &str = "message/feedback-report";

/// Reads one mail. What is no report brings nothing: an answer of somebody who is away, a letter.
pub(crate) fn read(mail: &[u8]) -> Result<Vec<Feedback>, Unreadable> {
    let mail = MessageParser::default().parse(mail).ok_or_else(|| Unreadable::Malformed("it is no mail".to_owned()))?;
    let (brought, came) = (mail.parts.iter().find_map(returned), came_to(&mail));
    let told = mail.parts.iter().filter_map(|part| match kind(part).as_str() {
        STATUS | GLOBAL_STATUS => Some(failures(&text(part))),
        COMPLAINT => Some(complaint(&text(part)).into_iter().collect()),
        _ => None,
    });
    let mut told: Vec<(Means, String)> = told.flatten().collect();
    let has_form = mail.parts.iter().any(|part| REPORTS.contains(&kind(part).as_str()));
    if !has_form && came.is_some() {
        told.extend(in_words(&mail));
    }
    let delivery = came.or(brought);
    if delivery.is_none() && !told.is_empty() {
        return Err(Unreadable::Malformed("it does not bring back the message that it speaks of".to_owned()));
    }
    Ok(told.into_iter().map(|(means, words)| Feedback { delivery: delivery.clone(), address: None, means, words }).collect())
}

fn kind(part: &MessagePart<'_>) -> String {
    let kind = part.content_type();
    kind.map(|kind| format!("{}/{}", kind.c_type, kind.c_subtype.as_deref().unwrap_or_default()).to_lowercase())
        .unwrap_or_default()
}

fn text(part: &MessagePart<'_>) -> String {
    String::from_utf8_lossy(part.contents()).replace("\r\n", "\n")
}

/// The delivery whose message a part brings back, whole or only its head.
fn returned(part: &MessagePart<'_>) -> Option<String> {
    match (&part.body, kind(part).as_str()) {
        (PartType::Message(message), _) => delivery(message),
        (_, "text/rfc822-headers" | "message/rfc822-headers" | "message/global-headers") => {
            let head = format!("{}\n\n", text(part).trim_end());
            delivery(&MessageParser::default().parse(head.as_bytes())?)
        }
        _ => None,
    }
}

fn delivery(message: &Message<'_>) -> Option<String> {
    delivery_of(message.message_id()?)
}

/// The delivery to whose return path it comes.
fn came_to(mail: &Message<'_>) -> Option<String> {
    let heads = ["To", "Delivered-To", "X-Original-To", "Envelope-To"].into_iter().filter_map(|name| mail.header_raw(name));
    let mut words = heads.flat_map(|head| head.split(|c: char| c.is_whitespace() || "<>,;\"".contains(c)));
    words.find_map(delivery_at)
}

/// What bounces say that have no form: those of qmail begin with the same words (cr.yp.to/proto/qsbmf.txt), and Exim names
/// who was not reached in a header.
fn in_words(mail: &Message<'_>) -> Option<(Means, String)> {
    let text = mail.body_text(0)?;
    let names_who = text.lines().any(|line| line.starts_with('<') && line.trim_end().ends_with(">:"));
    let is_qmail = text.trim_start().starts_with("Hi. This is the") && names_who;
    let is_bounce = is_qmail || mail.header_raw("X-Failed-Recipients").is_some();
    let first = |says: fn(&str) -> bool| text.lines().map(str::trim).find(|line| says(line));
    let words = words(first(is_with_status).or_else(|| first(is_refusal)));
    is_bounce.then(|| (by_words(&words), words))
}

/// Whether a line has an enhanced status code of a refusal.
fn is_with_status(line: &str) -> bool {
    bounce::status(line).is_some()
}

/// Whether a line is a server's reply that refuses for good.
fn is_refusal(line: &str) -> bool {
    let code = line.split_whitespace().next().unwrap_or_default();
    code.len() == 3 && code.starts_with('5') && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// What failed for good, one recipient a group of fields. What is only late says nothing yet.
fn failures(report: &str) -> Vec<(Means, String)> {
    let groups = report.split("\n\n").map(fields);
    let failed = groups.filter_map(|fields| {
        let value = |name: &str| fields.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let status = value("status")?;
        let failed = value("action").is_some_and(|action| action.eq_ignore_ascii_case("failed"));
        let diagnosis = value("diagnostic-code").unwrap_or_default();
        let diagnosis = diagnosis.split_once(';').map_or(diagnosis, |(_, text)| text);
        let words = words([status, diagnosis]);
        // Given up after days of trying: the mailbox may be there.
        let means = if status.starts_with('4') { Means::Refused } else { by_words(&words) };
        failed.then_some((means, words))
    });
    failed.collect()
}

fn complaint(report: &str) -> Option<(Means, String)> {
    let fields = fields(report);
    let kind = fields.iter().find(|(name, _)| name == "feedback-type").map(|(_, value)| value.to_lowercase())?;
    (kind != "not-spam").then(|| (Means::Unwanted, words(["complaint:", kind.as_str()])))
}

/// Names in small letters and values, unfolded.
fn fields(group: &str) -> Vec<(String, String)> {
    let unfolded = group.replace("\n ", " ").replace("\n\t", " ");
    let pairs = unfolded.lines().filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELIVERY: &str = "01KB0000000000000000000001.01KB0000000000000000000002";

    fn means(mail: &str) -> Vec<Means> {
        let told = read(mail.as_bytes()).unwrap();
        assert!(told.iter().all(|one| one.delivery.as_deref() == Some(DELIVERY) && one.address.is_none()));
        told.into_iter().map(|one| one.means).collect()
    }

    #[test]
    fn each_form_is_read_for_what_it_says() {
        assert_eq!(means(include_str!("samples/postfix.eml")), [Means::Gone]);
        assert_eq!(means(include_str!("samples/exchange.eml")), [Means::Refused]);
        assert_eq!(means(include_str!("samples/complaint.eml")), [Means::Unwanted]);
        assert_eq!(means(include_str!("samples/delayed.eml")), []);
        assert_eq!(means(include_str!("samples/vacation.eml")), []);
    }

    #[test]
    fn the_words_are_the_server_s() {
        let told = read(include_bytes!("samples/postfix.eml")).unwrap();
        assert_eq!(told[0].words, "5.1.1 550 5.1.1 <reader@customers.example>: Recipient address rejected: User unknown");
    }

    #[test]
    fn what_comes_to_a_return_path_needs_to_bring_nothing_back() {
        assert_eq!(means(include_str!("samples/qmail.eml")), [Means::Gone]);
        assert_eq!(means(include_str!("samples/exim.eml")), [Means::Refused]);
        let headless = include_str!("samples/postfix.eml").replace("01KB0000000000000000000001.", "");
        let to_path = "To: bounces+01kb0000000000000000000001.01kb0000000000000000000002@status.example";
        assert_eq!(means(&headless.replace("To: status@status.example", to_path)), [Means::Gone]);
        let late = include_str!("samples/delayed.eml").replace("To: status@status.example", to_path);
        assert!(late.contains("bounces+") && means(&format!("X-Failed-Recipients: reader@customers.example\n{late}")).is_empty());
        let away = include_str!("samples/vacation.eml").replace("To: status@status.example", to_path);
        assert!(away.contains("bounces+") && means(&away).is_empty());
        let (head, _) = away.split_once("\n\n").unwrap();
        assert!(means(&format!("{head}\n\nHi. This is the automatic reply of Jane: I am away.\n")).is_empty());
    }

    #[test]
    fn a_report_of_another_s_message_stops_nobody() {
        let other = include_str!("samples/postfix.eml").replace("01KB0000000000000000000001.", "");
        assert!(read(other.as_bytes()).is_err());
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(mail in "\\PC{0,400}", cut in 0usize..2_000) {
            let _ = read(mail.as_bytes());
            let whole = include_bytes!("samples/postfix.eml");
            let _ = read(&whole[..cut.min(whole.len())]);
        }
    }
}
