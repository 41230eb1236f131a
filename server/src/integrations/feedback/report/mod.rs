//! Reports of mail servers: what could not be delivered (RFC 3464, in the frame of RFC 6522), and complaints (RFC 5965).
//!
//! Anybody can write one. So an address in it is not believed: it speaks of the delivery whose message it brings back, or to
//! whose return path it comes, by an id that only its readers and the servers on its way have seen.

mod prose;
mod status;

use super::{Unreadable, words};
use crate::domain::feedback::{Feedback, Means, delivery_at, delivery_of};
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// The parts that say in a form of their own what came of a mail.
const REPORTS: [&str; 3] = [STATUS, GLOBAL_STATUS, COMPLAINT];
const STATUS: &str = "message/delivery-status";
const GLOBAL_STATUS: &str = "message/global-delivery-status";
const COMPLAINT: &str = "message/feedback-report";

/// What one recipient's server said, and what it means.
type Told = (Means, String);

/// Reads one mail. What is no report brings nothing: an answer of somebody who is away, a letter.
pub(crate) fn read(mail: &[u8]) -> Result<Vec<Feedback>, Unreadable> {
    let mail = MessageParser::default().parse(mail).ok_or_else(|| Unreadable::Malformed("it is no mail".to_owned()))?;
    let has_form = mail.parts.iter().any(|part| REPORTS.contains(&kind(part).as_str()));
    let told: Vec<Told> = if has_form {
        let prose = prose::before_the_copy(&mail);
        let of = |part: &MessagePart<'_>| match kind(part).as_str() {
            STATUS | GLOBAL_STATUS => status::failures(&text(part), &prose),
            COMPLAINT => complaint(&text(part)).into_iter().collect(),
            _ => Vec::new(),
        };
        mail.parts.iter().flat_map(of).collect()
    } else {
        prose::failures(&mail)
    };
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let delivery = came_to(&mail).or_else(|| mail.parts.iter().find_map(returned)).or_else(|| prose::copied(&mail));
    if delivery.is_none() {
        // Without a form it may be anything.
        let told = || Unreadable::Malformed("it does not bring back the message that it speaks of".to_owned());
        return if has_form { Err(told()) } else { Ok(Vec::new()) };
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
        (
            _,
            "message/rfc822" | "message/global" | "text/rfc822-headers" | "message/rfc822-headers" | "message/global-headers",
        ) => {
            let head = format!("{}\n\n", text(part).trim_end());
            delivery(&MessageParser::default().parse(head.as_bytes())?)
        }
        _ => None,
    }
}

fn delivery(message: &Message<'_>) -> Option<String> {
    delivery_of(message.message_id()?)
}

/// The delivery to whose return path it comes. Each server on the way may have added a field.
fn came_to(mail: &Message<'_>) -> Option<String> {
    let fields = ["To", "Delivered-To", "X-Original-To", "Envelope-To"].into_iter().flat_map(|field| {
        let are_it = move |(name, _): &(&str, &str)| field.eq_ignore_ascii_case(name);
        mail.headers_raw().filter(are_it).collect::<Vec<_>>()
    });
    let mut words = fields.flat_map(|(_, value)| value.split(|c: char| c.is_whitespace() || "<>,;\"".contains(c)));
    words.find_map(delivery_at)
}

/// The types of a complaint by a reader (RFC 5965, 7.3). Others tell of other things: a failed signature (RFC 6591), or that
/// a mail is no spam (RFC 6430).
const COMPLAINTS: [&str; 6] = ["abuse", "fraud", "virus", "other", "opt-out", "opt-out-list"];

fn complaint(report: &str) -> Option<Told> {
    let groups = status::groups(report);
    let kind = groups.iter().find_map(|group| group.get("feedback-type"))?.to_lowercase();
    COMPLAINTS.contains(&kind.as_str()).then(|| (Means::Unwanted, words(["complaint:", kind.as_str()])))
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
        assert_eq!(means(include_str!("../samples/postfix.eml")), [Means::Gone]);
        assert_eq!(means(include_str!("../samples/exchange.eml")), [Means::Refused]);
        assert_eq!(means(include_str!("../samples/complaint.eml")), [Means::Unwanted]);
        assert_eq!(means(include_str!("../samples/delayed.eml")), []);
        assert_eq!(means(include_str!("../samples/vacation.eml")), []);
    }

    /// What is read of a mail, in the words of `expected.txt`.
    fn reads(mail: &[u8]) -> String {
        let told = match read(mail) {
            Ok(told) => told,
            Err(why) => return why.to_string(),
        };
        let word = |one: &Feedback| match one.means {
            _ if one.delivery.as_deref() != Some(DELIVERY) => "of another",
            Means::Gone => "gone",
            Means::Refused => "refused",
            Means::Unwanted => "unwanted",
        };
        if told.is_empty() { "nothing".to_owned() } else { told.iter().map(word).collect::<Vec<_>>().join(",") }
    }

    /// Bar M-6: what real servers wrote, and what others are known to write, is read right in 95 of 100 cases. By its codes:
    /// 5.1.1 gives an address up at once, and “no such user” without a code is a strike.
    #[test]
    fn bounces_of_many_servers_are_read_right() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/integrations/feedback/samples/bounces");
        let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
        let lines: Vec<(&str, &str)> = expected.lines().filter_map(|line| line.split_once('\t')).collect();
        assert!(lines.len() >= 150, "{}", lines.len());
        let read = lines.iter().map(|(name, wanted)| (name, wanted, reads(&std::fs::read(folder.join(name)).unwrap())));
        let wrong: Vec<_> = read.filter(|(_, wanted, read)| read != *wanted).collect();
        assert!(wrong.len() * 20 <= lines.len(), "{} of {}: {wrong:#?}", wrong.len(), lines.len());
        // Nobody may be given up who was not refused.
        let is_worse = |(_, wanted, read): &&(&&str, &&str, String)| **wanted == "nothing" && read != "nothing";
        assert_eq!(wrong.iter().filter(is_worse).count(), 0, "{wrong:#?}");
    }

    #[test]
    fn the_words_are_the_server_s() {
        let told = read(include_bytes!("../samples/postfix.eml")).unwrap();
        assert_eq!(told[0].words, "5.1.1 550 5.1.1 <reader@customers.example>: Recipient address rejected: User unknown");
    }

    #[test]
    fn the_exact_code_of_who_refused_is_told() {
        let told = |report: &str| status::failures(report, "a@b.example: 552 5.2.2 over quota\n").remove(0);
        let blocked = "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 no";
        assert_eq!(told(blocked), (Means::Refused, "5.7.1 550 5.7.1 no".to_owned()));
        let general = "Action: failed (gave up)\nFinal-Recipient: rfc822;a@b.example\nStatus: 5.0.0";
        assert_eq!(told(general), (Means::Refused, "5.2.2 552 5.2.2 over quota".to_owned()));
        let late =
            "Final-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 450 4.1.1 User unknown";
        assert_eq!(told(late), (Means::Refused, "4.0.0 450 4.1.1 User unknown".to_owned()));
    }

    #[test]
    fn what_comes_to_a_return_path_needs_to_bring_nothing_back() {
        assert_eq!(means(include_str!("../samples/qmail.eml")), [Means::Gone]);
        assert_eq!(means(include_str!("../samples/exim.eml")), [Means::Refused]);
        let headless = include_str!("../samples/postfix.eml").replace("01KB0000000000000000000001.", "");
        let to_path = "To: bounces+01kb0000000000000000000001.01kb0000000000000000000002@status.example";
        assert_eq!(means(&headless.replace("To: status@status.example", to_path)), [Means::Gone]);
        let late = include_str!("../samples/delayed.eml").replace("To: status@status.example", to_path);
        assert!(late.contains("bounces+") && means(&format!("X-Failed-Recipients: reader@customers.example\n{late}")).is_empty());
        let away = include_str!("../samples/vacation.eml").replace("To: status@status.example", to_path);
        assert!(away.contains("bounces+") && means(&away).is_empty());
        let (head, _) = away.split_once("\n\n").unwrap();
        assert!(means(&format!("{head}\n\nHi. This is the automatic reply of Jane: I am away.\n")).is_empty());
    }

    /// Addresses such as postmaster@ belong to people, too.
    #[test]
    fn what_a_mailbox_answers_by_itself_is_no_bounce() {
        let answer = |head: &str, text: &str| {
            let to = "To: bounces+01kb0000000000000000000001.01kb0000000000000000000002@status.example";
            reads(format!("From: postmaster@customers.example\n{to}\n{head}Subject: Re: Down\n\n{text}\n").as_bytes())
        };
        assert_eq!(answer("", "550 5.1.1 no such user"), "gone", "a server that calls itself so");
        assert_eq!(answer("Auto-Submitted: auto-replied (vacation)\n", "550 5.1.1 no such user"), "nothing");
        for text in
            ["Call (512) 555-0100.", "555-0100 is my number", "> the API returns\n> 503 errors", "We have 500 seats.", "503"]
        {
            assert_eq!(answer("", text), "nothing", "{text}");
        }
        let given_up = "X-Failed-Recipients: a@b.example\n";
        assert_eq!(answer(given_up, "  a@b.example\n    retry time exceeded: 452 4.2.2 over quota"), "nothing");
        assert_eq!(answer(given_up, "  a@b.example\n    retry time exceeded"), "refused");
    }

    #[test]
    fn a_report_of_another_s_message_stops_nobody() {
        let other = include_str!("../samples/postfix.eml").replace("01KB0000000000000000000001.", "");
        assert!(read(other.as_bytes()).is_err());
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(mail in "\\PC{0,400}", cut in 0usize..2_000) {
            let _ = read(mail.as_bytes());
            let whole = include_bytes!("../samples/postfix.eml");
            let _ = read(&whole[..cut.min(whole.len())]);
        }
    }
}
