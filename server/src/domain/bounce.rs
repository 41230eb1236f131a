//! What a refusal says of the address, and when an address is given up (bar M-6).

use super::channel::Channel;
use chrono::TimeDelta;

/// What a mail server means by refusing for good (RFC 3463).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// There is no such mailbox, now or ever: the address is given up at once.
    NoMailbox,
    /// The sender, the text or the rate is not wanted: says nothing of the address.
    Policy,
    /// Another refusal by the server: a strike.
    Refusal,
    /// No server's words, but our own: says nothing of the address either.
    Ours,
}

/// So many strikes…
pub(crate) const STRIKES: usize = 3;
/// …within so long give an address up.
pub(crate) const WITHIN: TimeDelta = TimeDelta::days(7);
/// An address that requests go to is given up after as many, and when it has taken nothing for so long (bar R-15): it may be in
/// the middle of being mended.
pub(crate) const TAKES_NOTHING_FOR: TimeDelta = TimeDelta::days(3);

/// Status codes of a mailbox that is not there (RFC 3463, 3.2 and 3.3; 5.1.10 by RFC 7505).
const NO_MAILBOX: [&str; 6] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

/// The meaning of a failure on a channel.
pub(crate) fn meaning_on(channel: Channel, reply: &str) -> Meaning {
    match (channel, reply.get(..3)) {
        (Channel::Email, _) => meaning(reply),
        // Of no telephone, not a mobile, or its holder said STOP (twilio.com/docs/api/errors).
        (Channel::Sms, _) if ["21211", "21214", "21217", "21610", "21614"].iter().any(|code| reply.contains(code)) => {
            Meaning::NoMailbox
        }
        (Channel::Sms, _) if ["21408", "21612"].iter().any(|code| reply.contains(code)) => Meaning::Refusal,
        (Channel::Sms, _) => Meaning::Ours,
        // What is gone says so; chat services say it in other ways, too (reference of each: errors of webhooks).
        (_, Some("410")) => Meaning::NoMailbox,
        (Channel::Webhook, _) => Meaning::Refusal,
        (_, Some("401" | "403" | "404")) => Meaning::NoMailbox,
        // A post that is not understood is our fault.
        (_, Some("400" | "413" | "422")) => Meaning::Ours,
        _ => Meaning::Refusal,
    }
}

/// The meaning of a mail server's reply such as `550 5.1.1 no such user`.
pub(crate) fn meaning(reply: &str) -> Meaning {
    match status(reply) {
        Some(code) if NO_MAILBOX.contains(&code) => Meaning::NoMailbox,
        Some(code) if code.starts_with("5.7.") => Meaning::Policy,
        // A report may tell the status alone.
        Some(_) => Meaning::Refusal,
        None if is_refusal(reply) => Meaning::Refusal,
        None => Meaning::Ours,
    }
}

/// Whether a server refused for good: a reply of 5xx, also as `permanent error (550): …`.
pub(crate) fn is_refusal(reply: &str) -> bool {
    let code = reply.strip_prefix("permanent error (").unwrap_or(reply).as_bytes();
    matches!(code, [b'5', b'0'..=b'9', b'0'..=b'9', ..])
}

/// Whether a server refused for good without a word of why: it may mean the reader, or us.
pub(crate) fn is_vague(reply: &str) -> bool {
    is_refusal(reply) && status(reply).is_none()
}

/// The enhanced status code in a reply: three numbers with dots between, the first of them 5.
pub(crate) fn status(reply: &str) -> Option<&str> {
    statuses(reply).next()
}

/// The one of them that says most exactly why: a zero says nothing.
pub(crate) fn exact(reply: &str) -> Option<&str> {
    statuses(reply).find(|code| !code.ends_with(".0")).or_else(|| statuses(reply).find(|code| *code != "5.0.0"))
}

/// Whether a server says that its disk is full, or that it takes nothing at all, whoever is to read it (RFC 3463, 3.4).
pub(crate) fn is_without_room(reply: &str) -> bool {
    words(reply).any(|word| matches!(word, "4.3.1" | "4.3.2"))
}

fn words(reply: &str) -> impl Iterator<Item = &str> {
    reply
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | ',' | '#' | '-' | '[' | ']' | '<' | '>' | '\'' | '"'))
}

fn statuses(reply: &str) -> impl Iterator<Item = &str> {
    words(reply).filter(|word| {
        let parts: Vec<&str> = word.splitn(4, '.').collect();
        let number = |part: &&str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() == 3 && parts.first() == Some(&"5") && parts.iter().all(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_code_is_found_among_general_ones() {
        assert_eq!(exact("5.1.0 - Unknown address error 550-'5.1.1 no such user'"), Some("5.1.1"));
        assert_eq!(exact("550 5.1.0 Address rejected"), Some("5.1.0"));
        assert_eq!(exact("550 5.0.0 no"), None);
        assert_eq!(exact("550 no thanks, 10.5.7.1 is not welcome"), None);
    }

    #[test]
    fn a_server_without_room_says_so() {
        assert!(is_without_room("transient error (452): 4.3.1 Insufficient system storage"));
        assert!(is_without_room("421-4.3.2 Service shutting down"));
        assert!(!is_without_room("450 4.7.1 Client host rejected: cannot find your hostname, [84.3.1.9], 4.3.10"));
    }

    #[test]
    fn replies_of_well_known_servers() {
        for (reply, wanted) in [
            ("550 5.1.1 <a@b.example>: Recipient address rejected: User unknown in local recipient table", Meaning::NoMailbox),
            ("550-5.1.1 The email account that you tried to reach does not exist.", Meaning::NoMailbox),
            ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", Meaning::NoMailbox),
            ("permanent error (550): 5.1.1 User unknown", Meaning::NoMailbox),
            ("554 5.7.1 Service unavailable; Client host blocked", Meaning::Policy),
            ("550 5.7.515 Access denied, sending domain does not meet the required authentication level", Meaning::Policy),
            ("550 5.7.26 This mail has been blocked because the sender is unauthenticated.", Meaning::Policy),
            ("552 5.2.2 The email account that you tried to reach is over quota.", Meaning::Refusal),
            ("550 no thanks, 10.5.7.1 is not welcome", Meaning::Refusal),
            ("554 delivery error: dd This user doesn't have an account", Meaning::Refusal),
            ("the message is no mail", Meaning::Ours),
            ("", Meaning::Ours),
        ] {
            assert_eq!(meaning(reply), wanted, "{reply}");
        }
    }
}
