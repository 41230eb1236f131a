//! What is kept of people: `allclear export …` and `allclear erase`.

use crate::{
    boot::say,
    domain::{
        address,
        channel::Channel,
        phone::{self, Countries},
    },
    services::{erasure, roll},
    state::App,
    store::{
        Database,
        subscribers::{self, Search, Subscriber},
    },
};
use std::{fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

/// Writes every subscriber into a new file that nobody else can read.
pub(super) fn all(app: &App, file: &Path) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", file.display());
    let bytes = app.database.read(|conn| roll::csv(conn, &app.signer, Search::default())).map_err(|error| error.to_string())?;
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(told)?;
    made.write_all(&bytes).and_then(|()| made.sync_all()).map_err(told)?;
    say(&format!("The subscribers are in {}. Addresses of people are in it.\n", file.display()));
    Ok(())
}

/// Prints all that is kept of a mail address or telephone number, as JSON.
pub(super) fn one(app: &App, of: &str) -> Result<(), String> {
    let row = find(&app.database, of)?;
    let known = app.database.read(|conn| erasure::export(conn, &app.signer, &row.id)).map_err(|error| error.to_string())?;
    say(&format!("{known:#}\n"));
    Ok(())
}

/// Erases it.
pub(super) fn erase(app: &App, of: &str) -> Result<(), String> {
    let row = find(&app.database, of)?;
    let mut act = app.act("command");
    app.database.write(|conn| erasure::erase(conn, &mut act, &app.signer, &row.id)).map_err(|error| error.to_string())?;
    say("It is erased. That something was sent stays in the ledger, and to nobody.\n");
    Ok(())
}

fn find(database: &Database, of: &str) -> Result<Subscriber, String> {
    let (channel, key) = match of.trim() {
        number if number.starts_with('+') => {
            let number = phone::parse("address", number, &Countries::default()).map_err(|fault| fault.to_string())?;
            (Channel::Sms, number)
        }
        mail => (Channel::Email, address::key(mail)),
    };
    let found = database.read(|conn| subscribers::by_key(conn, channel, &key)).map_err(|error| error.to_string())?;
    found.ok_or_else(|| "nothing is kept of this address here".to_owned())
}
