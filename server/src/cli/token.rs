//! `allclear token …`

use crate::{
    boot::say,
    domain::person::Role,
    services::tokens::{self, Wanted},
    state::App,
    store,
};
use chrono::{DateTime, Utc};
use clap::Subcommand;

#[derive(Subcommand)]
pub(super) enum TokenCommand {
    /// Make a token and print it once
    Create {
        /// What the token is for
        #[arg(long)]
        name: String,
        /// viewer, responder, manager, owner, or admin for the same as owner
        #[arg(long)]
        scope: String,
        /// The address of the person it acts for; without it is a program, and never a second pair of eyes
        #[arg(long)]
        person: Option<String>,
        /// Days that it is good; without, until it is revoked
        #[arg(long)]
        days: Option<u16>,
    },
    /// List the tokens: name, scope, and what has become of them
    List,
    /// Make a token good for nothing, at once and on every server
    Revoke {
        /// Its name
        name: String,
    },
}

pub(super) fn run(app: &App, command: &TokenCommand) -> Result<(), String> {
    match command {
        TokenCommand::Create { name, scope, person, days } => {
            let scope: Role = if scope == "admin" { Role::Owner } else { scope.parse()? };
            create(app, &Wanted { name, scope, person: person.as_deref(), days: *days })
        }
        TokenCommand::List => list(app),
        TokenCommand::Revoke { name } => revoke(app, name),
    }
}

fn create(app: &App, wanted: &Wanted<'_>) -> Result<(), String> {
    let mut act = app.act("command");
    let secret = app.database.write(|conn| tokens::create(conn, &mut act, wanted)).map_err(|error| error.to_string())?;
    say(&format!("{secret}\n"));
    Ok(())
}

fn list(app: &App) -> Result<(), String> {
    let rows = app.database.read(store::tokens::list).map_err(|error| error.to_string())?;
    let day = |time: DateTime<Utc>| time.format("%F").to_string();
    for row in rows {
        let stands = match (row.revoked_at, row.expires_at) {
            (Some(at), _) => format!("revoked {}", day(at)),
            (None, Some(until)) => format!("until {}", day(until)),
            (None, None) => "until it is revoked".to_owned(),
        };
        let used = row.used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {}", at.format("%F %H:00 UTC")));
        say(&format!("{}\t{}\tmade {}\t{stands}\t{used}\n", row.name, row.scope, day(row.created_at)));
    }
    Ok(())
}

fn revoke(app: &App, name: &str) -> Result<(), String> {
    let mut act = app.act("command");
    app.database.write(|conn| tokens::revoke(conn, &mut act, name)).map_err(|error| error.to_string())?;
    say(&format!("{name} is good for nothing any more.\n"));
    Ok(())
}
