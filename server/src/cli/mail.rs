//! `allclear mail test` and `allclear bounce`.

use crate::{
    boot::{self, say},
    config::Settings,
    domain::{address, delivery::Outcome},
    integrations::feedback::report,
    mail::{
        dkim::Signer,
        message::{self, Letter},
        smtp::Line,
    },
    services::{Refusal, bounces},
    store,
};
use std::{io::Read, sync::Arc};

/// Largest mail that is read, in bytes; the rest of a larger one says nothing more.
const LARGEST_MAIL: u64 = 1024 * 1024;

/// Sends a mail by each of the servers.
pub(super) async fn test(settings: Settings, to: &str) -> Result<(), String> {
    let to = address::email("ADDRESS", to).map_err(|fault| fault.to_string())?;
    let mail = settings.mail.clone().ok_or("ALLCLEAR_SMTP_URL is not set; there is no mail server to try")?;
    let now = crate::domain::clock::Clock::System.now();
    let text = "This mail was sent to try the settings of Allclear. They work.".to_owned();
    let message = message::build(&Letter {
        from: settings.mail_from.clone(),
        returns_to: mail.bounces.clone(),
        to,
        subject: "Allclear can send mail".to_owned(),
        html: format!("<!DOCTYPE html><html lang=\"en\"><title>Allclear can send mail</title><p>{text}</p></html>"),
        text,
        id: format!("test-{}@{}", now.timestamp_micros(), settings.host()),
        date: now,
        language: "en",
        calendar: None,
        list: None,
    })?;
    let dkim = Signer::load(mail.dkim.as_ref())?.map(Arc::new);
    let mut failures = Vec::new();
    for smtp in &mail.accounts {
        let mut line = Line::new(Arc::clone(smtp), dkim.clone(), settings.host());
        let sent = line.send(&message).await;
        line.close().await;
        match sent {
            Ok(Outcome::Sent(reply)) => say(&format!("Sent by {smtp:?}. The server said: {reply}\n")),
            Ok(Outcome::Later(reply) | Outcome::Gone(reply) | Outcome::Blocked(reply)) => {
                failures.push(format!("not sent by {smtp:?}; the server said: {reply}"));
            }
            Err(error) => failures.push(format!("not sent by {smtp:?}: {error}")),
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// Asks the mail server to keep the mail that it pipes in, because of an error.
pub(super) fn later(error: String) -> String {
    say("4.3.0 this cannot be read right now; keep the mail\n");
    error
}

/// Reads a mail that came back. What is of no use is taken, so that nobody bounces a bounce; while the database is away, or
/// the settings are not right, the mail server is asked to keep it (RFC 3463, 3.4: 4.3.0 is how Postfix reads that of a pipe).
pub(super) fn take_bounce(settings: Settings) -> Result<(), String> {
    let mut mail = Vec::new();
    let read = std::io::stdin().take(LARGEST_MAIL).read_to_end(&mut mail);
    read.map_err(|error| later(format!("the mail could not be read: {error}")))?;
    let told = match report::read(&mail) {
        Ok(told) => told,
        Err(why) => {
            say(&format!("Nothing is done: {why}.\n"));
            return Ok(());
        }
    };
    let app = boot::join(settings).map_err(later)?;
    let mut act = app.act("mail server");
    let each = |conn: &mut store::Conn| {
        told.iter().try_fold(0, |known, one| Ok(known + usize::from(bounces::came_back(conn, &mut act, &app.signer, one)?)))
    };
    let known = app.database.write(each).map_err(|error: Refusal| later(error.to_string()))?;
    say(&format!("{known} of {} reports are of deliveries of this instance.\n", told.len()));
    Ok(())
}
