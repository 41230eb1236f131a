//! Handing one message over (RFC 5321, 3.3), in as few round trips as the server allows, and what its answers mean.

use crate::domain::{
    bounce::{Meaning, is_vague, is_without_room, meaning, status},
    delivery::Outcome,
};
use lettre::{
    Message,
    transport::smtp::{
        Error,
        client::AsyncSmtpConnection,
        commands::{Data, Mail, Rcpt},
        extension::{Extension, MailParameter},
        response::Response,
    },
};

/// How far a message had got when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Who sends.
    Sender,
    /// Who is to read it.
    Recipient,
    /// The message itself.
    Message,
}

/// Hands a message over. Where the server takes commands together (RFC 2920), the envelope is one flight: two round trips a
/// message in place of four.
pub(super) async fn converse(
    connection: &mut AsyncSmtpConnection,
    together: bool,
    message: &Message,
    bytes: &[u8],
) -> Result<Response, (Stage, Error)> {
    let (sender, recipient) = envelope(connection, message);
    if together {
        fly(connection, &format!("{sender}{recipient}{Data}")).await?;
    } else {
        connection.command(sender).await.map_err(|error| (Stage::Sender, error))?;
        connection.command(recipient).await.map_err(|error| (Stage::Recipient, error))?;
        connection.command(Data).await.map_err(|error| (Stage::Message, error))?;
    }
    connection.message(bytes).await.map_err(|error| (Stage::Message, error))
}

/// Sends three commands at once and reads three answers; the first refusal is the one that counts.
async fn fly(connection: &mut AsyncSmtpConnection, commands: &str) -> Result<(), (Stage, Error)> {
    let sender = connection.command(commands).await;
    if sender.as_ref().is_err_and(|error| !has_spoken(error) || says(error, "421")) {
        // Nobody is left to answer the rest.
        return sender.map(drop).map_err(|error| (Stage::Sender, error));
    }
    let recipient = connection.read_response().await;
    let data = connection.read_response().await;
    let refusal = match (sender, recipient) {
        (Err(error), _) => (Stage::Sender, error),
        (_, Err(error)) => (Stage::Recipient, error),
        _ => return data.map(drop).map_err(|error| (Stage::Message, error)),
    };
    if data.is_ok() {
        // It waits for a message that has no reader: an empty one, which it must refuse (RFC 2920, 3.1).
        let _ = connection.message(b"").await;
    }
    Err(refusal)
}

/// Who sends and who reads. Bodies are plain ASCII; only addresses may need more (RFC 6531), and a server without it refuses
/// them by itself.
fn envelope(connection: &AsyncSmtpConnection, message: &Message) -> (Mail, String) {
    let envelope = message.envelope();
    let is_plain = envelope.to().iter().chain(envelope.from()).all(|address| address.to_string().is_ascii());
    let wide = !is_plain && connection.server_info().supports_feature(Extension::SmtpUtfEight);
    let options = if wide { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
    // Every message has one recipient.
    let recipients = envelope.to().iter().map(|to| Rcpt::new(to.clone(), Vec::new()).to_string());
    (Mail::new(envelope.from().cloned(), options), recipients.collect())
}

/// Whether the server said no, in place of falling silent.
pub(super) fn has_spoken(error: &Error) -> bool {
    error.is_permanent() || error.is_transient()
}

/// Whether the server answered with this code.
pub(super) fn says(error: &Error, code: &str) -> bool {
    error.status().is_some_and(|said| said.to_string() == code)
}

/// What the server said, on one line.
pub(super) fn spoken<'a>(code: String, lines: impl Iterator<Item = &'a str>) -> String {
    let text = lines.fold(code, |all, line| all + " " + line);
    text.chars().filter(|c| !c.is_control()).take(500).collect()
}

/// What an error says: of this recipient, of this moment; or, as an error, of the account.
pub(super) fn outcome(stage: Stage, error: &Error) -> Result<Outcome, String> {
    let reply: String = error.to_string().chars().filter(|c| !c.is_control()).take(500).collect();
    let code = error.status().map(|code| code.to_string());
    match code.as_deref() {
        Some("421" | "530" | "534" | "535" | "538") => Err(reply),
        Some(code) if stage == Stage::Sender && code.starts_with(['4', '5']) => Err(reply),
        Some(code) if code.starts_with('4') && is_without_room(&reply) => Err(reply),
        // What is refused by policy is refused to us, not to the reader.
        Some(code) if code.starts_with('5') && is_to_us(stage, &reply) => Ok(Outcome::Later(reply)),
        Some(code) if code.starts_with('5') => Ok(Outcome::Gone(reply)),
        // Our own side cannot put this message on the line, now or later.
        None if error.is_client() => Ok(Outcome::Gone(reply)),
        _ => Ok(Outcome::Later(reply)),
    }
}

/// Whether a refusal for good is one of the sender, and not of who is to read it: by its code; because it will not relay, which
/// Exim says without one; or because the reader had been taken, and the message was refused without a word of the mailbox
/// (RFC 3463, 3.2 and 3.3), as Amazon SES does while an account may not write to everybody.
fn is_to_us(stage: Stage, reply: &str) -> bool {
    let is_of_mailbox = || status(reply).is_some_and(|code| code.starts_with("5.1.") || code.starts_with("5.2."));
    let is_no_relay = || is_vague(reply) && reply.to_lowercase().contains("relay");
    meaning(reply) == Meaning::Policy || is_no_relay() || (stage == Stage::Message && !is_of_mailbox())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_refused_says_nothing_of_its_reader() {
        for (stage, reply, wanted) in [
            (Stage::Message, "554 Message rejected: Email address is not verified.", true),
            (Stage::Message, "552 5.3.4 message size exceeds limit", true),
            (Stage::Message, "550 5.1.1 no such user", false),
            (Stage::Message, "552 5.2.2 mailbox full", false),
            (Stage::Recipient, "554 no thanks", false),
            (Stage::Recipient, "permanent error (550): relay not permitted", true),
            (Stage::Recipient, "550 Relaying denied", true),
            (Stage::Recipient, "550 5.1.1 no such user in relay table", false),
            (Stage::Recipient, "554 5.7.1 Relay access denied", true),
        ] {
            assert_eq!(is_to_us(stage, reply), wanted, "{reply}");
        }
    }
}
