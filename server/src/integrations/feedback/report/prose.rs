//! Bounces that have no form, in the words of their servers. Only a server's own is believed, and only what holds a code: what
//! people write, and what answers by itself, may quote anything.

use super::Told;
use crate::{
    domain::{
        bounce,
        feedback::{by_words, delivery_of},
    },
    integrations::feedback::words,
};
use mail_parser::Message;

/// What failed for good.
pub(super) fn failures(mail: &Message<'_>) -> Vec<Told> {
    let names_recipients = mail.header_raw("X-Failed-Recipients").is_some();
    let text = before_the_copy(mail);
    if !(is_by_a_server(mail) || names_recipients) || is_late(mail, &text) {
        return Vec::new();
    }
    let paragraphs = of_recipients(&text);
    if !paragraphs.is_empty() {
        return paragraphs.iter().map(|text| judge(text)).collect();
    }
    let has_code = text.lines().any(|line| bounce::status(line).is_some() || has_refusal(line));
    if has_code || names_recipients { vec![judge(&text)] } else { Vec::new() }
}

/// The delivery whose message is copied into the text.
pub(super) fn copied(mail: &Message<'_>) -> Option<String> {
    let texts = mail.text_bodies().chain(mail.attachments()).filter_map(|part| part.text_contents());
    let lines = texts.flat_map(str::lines);
    let ids = lines.filter_map(|line| line.split_once(':')).filter(|(name, _)| name.trim().eq_ignore_ascii_case("message-id"));
    ids.map(|(_, id)| id).find_map(delivery_of)
}

/// The text for people, until the message that it brings back begins.
pub(super) fn before_the_copy(mail: &Message<'_>) -> String {
    let text = mail.body_text(0).unwrap_or_default();
    let is_copy = |line: &&str| {
        let is_rule = line.starts_with("--") && line.chars().any(char::is_alphabetic);
        is_rule || ["Received:", "Return-Path:", "Message-ID:", "Message headers"].iter().any(|start| line.starts_with(start))
    };
    text.lines().take_while(|line| !is_copy(line)).fold(String::new(), |text, line| text + line + "\n")
}

/// Whether it comes from a mail server.
fn is_by_a_server(mail: &Message<'_>) -> bool {
    let from = mail.header_raw("From").unwrap_or_default().to_lowercase();
    ["mailer-daemon", "mail-daemon", "maildaemon", "mdaemon@", "postmaster@"].iter().any(|name| from.contains(name))
}

/// Whether it only says that it takes long.
fn is_late(mail: &Message<'_>, text: &str) -> bool {
    let subject = mail.subject().unwrap_or_default().to_lowercase();
    let says = ["delayed", "warning"].iter().any(|word| subject.contains(word));
    says || ["not yet been delivered", "will be retried", "will keep trying"].iter().any(|words| text.contains(words))
}

/// The paragraphs that begin with a recipient, as those of qmail do (cr.yp.to/proto/qsbmf.txt).
fn of_recipients(text: &str) -> Vec<&str> {
    let is_one = |paragraph: &&str| {
        let first = paragraph.lines().next().unwrap_or_default().trim_end();
        first.starts_with('<') && first.ends_with(">:")
    };
    text.split("\n\n").map(str::trim_start).filter(is_one).collect()
}

fn judge(text: &str) -> Told {
    let first = |says: &dyn Fn(&str) -> bool| text.lines().map(str::trim).find(|line| says(line));
    let line = first(&|line| bounce::status(line).is_some()).or_else(|| first(&has_refusal));
    let words = words(line);
    (by_words(&words), words)
}

/// Whether a server's reply stands in a line that refuses for good.
fn has_refusal(line: &str) -> bool {
    line.split_inclusive([' ', ':', '(', '-', '#']).any(is_code)
}

/// Three digits that begin with a five, as a word.
fn is_code(word: &str) -> bool {
    let word = word.trim_end_matches([' ', ':', '-', ')']);
    word.len() == 3 && word.starts_with('5') && word.bytes().all(|byte| byte.is_ascii_digit())
}
