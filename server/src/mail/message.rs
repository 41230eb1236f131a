//! One message (RFC 5322): headers for threads and lists, a text part and an HTML part, both encoded.
//!
//! Every body is quoted-printable with CRLF line ends: what goes over the line holds no bare line end, before which a
//! dot would go unstuffed (RUSTSEC-2026-0561).

use chrono::{DateTime, Utc};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

/// What a message says and to whom.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    /// The sender.
    pub from: Mailbox,
    /// Where it comes back to; the sender when none.
    pub returns_to: Option<Address>,
    /// The one recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// Its id, without brackets; the same at every try.
    pub id: String,
    /// When it is sent.
    pub date: DateTime<Utc>,
    /// The language it is in, as a tag (BCP 47).
    pub language: &'static str,
    /// A calendar that comes with it: its method (RFC 5546) and its text.
    pub calendar: Option<(&'static str, String)>,
    /// What makes it part of a list.
    pub list: Option<List>,
}

/// The headers of a message that many get.
#[derive(Clone, Debug)]
pub(crate) struct List {
    /// The list's own name, a host (RFC 2919).
    pub host: String,
    /// The title of the page, for people.
    pub title: String,
    /// Where one click unsubscribes (RFC 8058).
    pub unsubscribe: String,
    /// The kind of news, for the feedback id.
    pub kind: String,
    /// Ids of the thread's messages, oldest first; the first is the root.
    pub references: Vec<String>,
    /// What it is about, for the rules of mail programs: further headers.
    pub tags: Vec<(&'static str, String)>,
}

/// A subject in which nothing reads like an encoded word (RFC 2047, 5): a joiner that nobody sees breaks it, and has the whole
/// word encoded.
fn plain(subject: &str) -> String {
    subject.replace("=?", "=\u{2060}?")
}

/// Builds the message; fails only for an address that is none.
pub(crate) fn build(letter: &Letter) -> Result<Message, String> {
    let to: Mailbox = letter.to.parse().map_err(|error| format!("the address is not usable: {error}"))?;
    let returns_to = letter.returns_to.clone().unwrap_or_else(|| letter.from.email.clone());
    let envelope =
        Envelope::new(Some(returns_to), vec![to.email.clone()]).map_err(|error| format!("it has no envelope: {error}"))?;
    let mut builder = Message::builder()
        .envelope(envelope)
        .from(letter.from.clone())
        .to(to)
        .subject(plain(&letter.subject))
        .date(letter.date.into())
        .message_id(Some(format!("<{}>", letter.id)));
    if let Some(last) = letter.list.as_ref().and_then(|list| list.references.last()) {
        builder = builder.in_reply_to(format!("<{last}>"));
    }
    let mut headers = vec![
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Auto-Response-Suppress", "All".to_owned()),
        ("Content-Language", letter.language.to_owned()),
    ];
    if let Some(list) = &letter.list {
        builder = builder.references(bracketed(&list.references));
        headers.extend(list_headers(list));
        headers.extend(list.tags.iter().cloned());
    }
    let body = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.html));
    let body = match &letter.calendar {
        Some((method, text)) => MultiPart::mixed().multipart(body).singlepart(calendar(method, text)?),
        None => body,
    };
    let mut message = builder.multipart(body).map_err(|error| format!("the message could not be built: {error}"))?;
    for (name, value) in headers {
        message.headers_mut().insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    Ok(message)
}

fn list_headers(list: &List) -> [(&'static str, String); 4] {
    // A List-Id's phrase is plain text (RFC 2919); what is not plain is left out of it.
    let phrase: String = list.title.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    [
        ("List-Id", format!("{} <{}>", phrase.trim(), list.host).trim().to_owned()),
        ("List-Unsubscribe", format!("<{}>", list.unsubscribe)),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ("Feedback-ID", format!("news:{}:{}:allclear", list.kind, list.host)),
    ]
}

/// A window for the reader's calendar, as a file (RFC 6047, 2.4).
fn calendar(method: &str, text: &str) -> Result<SinglePart, String> {
    let kind = ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}"));
    let kind = kind.map_err(|error| format!("the calendar has no type: {error}"))?;
    let file = ContentDisposition::attachment("maintenance.ics");
    Ok(SinglePart::builder().header(kind).header(file).header(ContentTransferEncoding::Base64).body(text.to_owned()))
}

fn bracketed(ids: &[String]) -> String {
    ids.iter().map(|id| format!("<{id}>")).collect::<Vec<_>>().join(" ")
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
    SinglePart::builder().header(kind).header(ContentTransferEncoding::QuotedPrintable).body(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn letter() -> Letter {
        Letter {
            from: "Northwind Status <status@northwind.example>".parse().unwrap(),
            returns_to: None,
            to: "reader@customers.example".to_owned(),
            subject: "[Service Alert] Zahlungen schlagen fehl".to_owned(),
            text: "Payments fail.\n.\nNext update by 10:00.".to_owned(),
            html: "<p>Payments fail.</p>".to_owned(),
            id: "n1.s1@status.northwind.example".to_owned(),
            date: "2026-03-01T09:00:00Z".parse().unwrap(),
            language: "en",
            calendar: None,
            list: Some(List {
                host: "status.northwind.example".to_owned(),
                title: "Northwind".to_owned(),
                unsubscribe: "https://status.northwind.example/unsubscribe/s1.x".to_owned(),
                kind: "opened".to_owned(),
                references: vec!["incident-1.s1@status.northwind.example".to_owned()],
                tags: vec![("X-Allclear-Severity", "P1".to_owned()), ("X-Allclear-Region", "Süd, West".to_owned())],
            }),
        }
    }

    fn wire(letter: &Letter) -> String {
        String::from_utf8(build(letter).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_message_has_all_its_headers() {
        let text = wire(&letter());
        let boundary =
            text.lines().find_map(|line| line.trim().strip_prefix("boundary=\"")).unwrap().trim_end_matches('"').to_owned();
        insta::assert_snapshot!(text.replace(&boundary, "BOUNDARY").replace('\r', ""));
    }

    #[test]
    fn a_subject_holds_no_encoded_word_of_its_own() {
        for subject in ["=?utf-8?Q?fake?= fails", "Über a=?utf-8?Q?fake?="] {
            let text = wire(&Letter { subject: subject.to_owned(), ..letter() });
            assert!(text.contains("Subject: =?utf-8?b?") && !text.contains("?Q?fake"), "{text}");
        }
    }

    #[test]
    fn a_letter_to_one_person_is_no_list() {
        let text = wire(&Letter { list: None, ..letter() });
        assert!(!text.contains("List-") && !text.contains("References"));
    }

    proptest! {
        #[test]
        fn whatever_people_type_stays_one_message(subject in hostile(), text in hostile(), title in hostile()) {
            let tags = vec![("X-Allclear-Region", title.clone())];
            let list = Some(List { title, tags, ..letter().list.unwrap() });
            let wire = wire(&Letter { subject, text: text.clone(), list, ..letter() });
            prop_assert!(!wire.replace("\r\n", "").contains(['\r', '\n']), "a bare line end in {wire:?}");
            prop_assert!(wire.split("\r\n").all(|line| line.len() <= 998));
            let head = wire.split("\r\n\r\n").next().unwrap();
            let begun = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).filter_map(|line| line.split(':').next());
            let mut names: Vec<&str> = begun.collect();
            names.sort_unstable();
            prop_assert_eq!(names, HEADERS);
            let read = mail_parser::MessageParser::default().parse(wire.as_bytes()).unwrap();
            prop_assert_eq!((read.text_body_count(), read.html_body_count(), read.attachment_count()), (1, 1, 0));
            let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(lines(&read.body_text(0).unwrap()), lines(&text));
        }
    }

    const HEADERS: [&str; 17] = [
        "Auto-Submitted",
        "Content-Language",
        "Content-Type",
        "Date",
        "Feedback-ID",
        "From",
        "In-Reply-To",
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "MIME-Version",
        "Message-ID",
        "References",
        "Subject",
        "To",
        "X-Allclear-Region",
        "X-Auto-Response-Suppress",
    ];

    /// Texts made of what may break a message (bar S-15).
    fn hostile() -> impl Strategy<Value = String> {
        let pieces = [
            "\r",
            "\n",
            "\r\n",
            "\n.\n",
            "\r.\r",
            "\r\n.\r\n",
            "\r\n\r\n",
            "\0",
            "\u{85}",
            "\u{2028}",
            "\u{2029}",
            "\u{202e}",
            "=?utf-8?q?x?=",
            "=?",
            "Bcc: eve@x.example",
            "--",
            "=",
            "a",
            "é",
            "💳",
            " ",
            "\t",
            "<",
            ">",
            "\"",
            ",",
        ];
        let long = "long ".repeat(240);
        let pieces: Vec<String> = pieces.iter().map(|piece| (*piece).to_owned()).chain([long]).collect();
        prop::collection::vec(prop::sample::select(pieces), 0..20).prop_map(|pieces| pieces.concat())
    }
}
