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

/// Recipients that are told of at most: one mail of ours has one, which may stand for several.
pub(super) const MOST: usize = 16;

/// What failed for good.
pub(super) fn failures(mail: &Message<'_>) -> Vec<Told> {
    let names_recipients = mail.header_raw("X-Failed-Recipients").is_some();
    let text = before_the_copy(mail);
    if !(is_by_a_server(mail) || names_recipients) || is_automatic(mail) || is_late(mail, &text) {
        return Vec::new();
    }
    let paragraphs = of_recipients(&text);
    if !paragraphs.is_empty() {
        return paragraphs.into_iter().map(|text| judge(refusal(text))).collect();
    }
    let refusal = refusal(&text);
    // With a code of 4xx alone it was given up after days of trying: the mailbox may be there.
    let is_wordless = || names_recipients && !text.lines().any(|line| has_reply(line, '4'));
    if refusal.is_some() || is_wordless() { vec![judge(refusal)] } else { Vec::new() }
}

/// Whether a person's mailbox answers by itself, though its name is that of a server.
fn is_automatic(mail: &Message<'_>) -> bool {
    let says = |name: &str, words: &[&str]| {
        let value = mail.header_raw(name).unwrap_or_default().to_lowercase();
        words.iter().any(|word| value.contains(word))
    };
    says("Auto-Submitted", &["vacation", "notified"]) || says("Precedence", &["bulk", "junk"]) || says("X-Autoreply", &["yes"])
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
    // What is quoted is nobody's answer.
    let said = text.lines().take_while(|line| !is_copy(line)).filter(|line| !line.starts_with('>'));
    said.fold(String::new(), |text, line| text + line + "\n")
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
    text.split("\n\n").map(str::trim_start).filter(is_one).take(MOST).collect()
}

/// The line that says best why: one with an enhanced code, or else with a code.
fn refusal(text: &str) -> Option<&str> {
    let first = |says: &dyn Fn(&str) -> bool| text.lines().map(str::trim).find(|line| says(line));
    first(&|line| bounce::status(line).is_some()).or_else(|| first(&|line| has_reply(line, '5')))
}

fn judge(refusal: Option<&str>) -> Told {
    let words = words(refusal);
    (by_words(&words), words)
}

/// Whether a line tells a reply whose code begins with this digit: three digits where a line or a sentence begins, and words
/// or an enhanced code behind them. Numbers of telephones and of errors stand elsewhere.
fn has_reply(line: &str, digit: char) -> bool {
    let line = line.trim().trim_start_matches("<<< ");
    let starts = std::iter::once(line).chain([": ", "("].iter().filter_map(|mark| line.split_once(mark)).map(|(_, rest)| rest));
    let mut replies = starts.filter_map(|text| text.split_at_checked(3));
    replies.any(|(code, rest)| {
        let is_code = code.starts_with(digit) && code.bytes().all(|byte| byte.is_ascii_digit());
        let mut rest = rest.chars();
        let is_apart = matches!(rest.next(), Some(' ' | '-'));
        let is_told = rest.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '<' | '#' | '(' | '4' | '5'));
        is_code && is_apart && is_told
    })
}
