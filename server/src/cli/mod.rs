//! The commands.

mod check;
mod import;
mod mail;
mod person_data;
mod token;

use crate::{
    boot::{self, say},
    config::{self, Settings},
    domain::{clock::Clock, person::Role},
    secret,
    services::{Act, demo, notices, people},
    state::App,
    store, telemetry,
};
use clap::{Args, Parser, Subcommand};
use std::{
    io::Read,
    path::{Path, PathBuf},
};

/// A self-hosted public status page.
#[derive(Parser)]
#[command(name = "allclear", version, about)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page and send (the default)
    Serve,
    /// Send and do what is due, serving nothing; any number of these may share one PostgreSQL
    Work,
    /// Write a consistent copy of the SQLite database into a new file while everything goes on
    Backup {
        /// The file, which must not be there yet
        file: PathBuf,
    },
    /// Hold all that waits to be told, until staff let it go on: before the first start of a restored copy
    Hold,
    /// Check the settings and the database, changing nothing
    Check,
    /// Bring the database up to date
    Migrate,
    /// Fill an empty instance with a believable company
    Demo,
    /// Manage staff
    #[command(subcommand)]
    Person(PersonCommand),
    /// Manage API tokens
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Manage the keys of the instance
    #[command(subcommand)]
    Secret(SecretCommand),
    /// Try the mail servers
    #[command(subcommand)]
    Mail(MailCommand),
    /// Read a mail that came back from standard input: for the pipe of a mail server
    Bounce,
    /// Write the whole public site as files for a bucket or a CDN; run again, it writes only what changed
    Site {
        /// The folder
        folder: PathBuf,
    },
    /// Load the history of another status page
    #[command(subcommand)]
    Import(ImportCommand),
    /// Save what is kept of subscribers
    #[command(subcommand)]
    Export(ExportCommand),
    /// Erase all that is kept of a subscriber: a mail address, or a telephone number that begins with +
    Erase {
        /// The address
        address: String,
    },
}

#[derive(Subcommand)]
enum ExportCommand {
    /// All of them, as a CSV file
    Subscribers {
        /// The file, which must not be there yet
        file: PathBuf,
    },
    /// All that is kept of one of them, printed as JSON
    Person {
        /// A mail address, or a telephone number that begins with +
        address: String,
    },
}

#[derive(Subcommand)]
enum PersonCommand {
    /// Add a member of staff
    Add(PersonAdd),
}

#[derive(Args)]
struct PersonAdd {
    /// Their mail address
    #[arg(long)]
    email: String,
    /// viewer, responder, manager or owner
    #[arg(long)]
    role: Role,
    /// Read the password from standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Subcommand)]
enum SecretCommand {
    /// Sign links in mails with a new key from the next start on. Links of the key before stay good until this is done once
    /// more; to unsubscribe, all of them stay good
    Rotate,
}

#[derive(Subcommand)]
enum MailCommand {
    /// Send one mail to an address and tell what the server said
    Test {
        /// The address
        address: String,
    },
}

#[derive(Subcommand)]
enum ImportCommand {
    /// Add subscribers from a CSV file, each with a proof of consent; the columns are on the page of staff
    Subscribers {
        /// The file
        file: PathBuf,
        /// Only say what would come of it
        #[arg(long)]
        dry_run: bool,
    },
    /// Atlassian Statuspage: a folder, or a base URL such as <https://www.example.com/api/v2>
    Statuspage {
        /// Where components.json, incidents.json and scheduled-maintenances.json are
        source: String,
        /// Code of the region the components land in; made when missing
        #[arg(long, default_value = "global")]
        region: String,
    },
}

/// Reads the settings and does what was asked.
pub(crate) async fn run(cli: Cli) -> Result<(), String> {
    let command = cli.command.unwrap_or(Command::Serve);
    let settings = config::load().map_err(|faults| match command {
        Command::Bounce => mail::later(told(&faults)),
        _ => told(&faults),
    })?;
    telemetry::start(settings.log.clone());
    // The check tells it in its own words.
    for name in config::strangers().iter().filter(|_| !matches!(command, Command::Check)) {
        tracing::warn!(name, "there is no such setting; it has no effect");
    }
    match command {
        Command::Serve => boot::serve(settings).await,
        Command::Work => boot::work(boot::join(settings)?).await,
        Command::Backup { file } => back_up(&settings, &file),
        Command::Check => check::run(&settings),
        Command::Migrate => boot::prepare(settings).map(|_| say("The database is up to date.\n")),
        Command::Demo => fill(&boot::prepare(settings)?),
        Command::Person(PersonCommand::Add(add)) => add_person(&boot::join(settings)?, &add),
        Command::Token(command) => token::run(&boot::join(settings)?, &command),
        Command::Secret(SecretCommand::Rotate) => rotate(&settings),
        Command::Hold => hold(&boot::join(settings)?),
        Command::Mail(MailCommand::Test { address }) => mail::test(settings, &address).await,
        Command::Bounce => mail::take_bounce(settings),
        Command::Site { folder } => boot::write_site(boot::join(settings)?, folder).await,
        Command::Import(ImportCommand::Subscribers { file, dry_run }) => {
            import::subscribers(&boot::join(settings)?, &file, dry_run)
        }
        Command::Export(ExportCommand::Subscribers { file }) => person_data::all(&boot::join(settings)?, &file),
        Command::Export(ExportCommand::Person { address }) => person_data::one(&boot::join(settings)?, &address),
        Command::Erase { address } => person_data::erase(&boot::join(settings)?, &address),
        Command::Import(ImportCommand::Statuspage { source, region }) => {
            import::statuspage(&boot::prepare(settings)?, &source, &region)
        }
    }
}

fn told(faults: &[config::Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
    format!("the settings are not right:\n{}", lines.join("\n"))
}

fn back_up(settings: &Settings, file: &Path) -> Result<(), String> {
    if let store::Url::Postgres(_) = settings.database {
        let tool = "pg_dump --format=custom --file=FILE URL";
        return Err(format!("PostgreSQL is copied by its own tool, while everything goes on: {tool}"));
    }
    if file.exists() {
        return Err(format!("{} is there already; name a file that is not", file.display()));
    }
    let database = store::Database::open(&settings.database).map_err(|error| error.to_string())?;
    store::back_up(&database, file).map_err(|error| error.to_string())?;
    let secret = settings.secret_file.display();
    say(&format!("The database is in {}. Keep {secret} with it: links in mails are signed with it.\n", file.display()));
    Ok(())
}

fn rotate(settings: &Settings) -> Result<(), String> {
    let mut act = Act::new(Clock::System.now(), "command");
    secret::rotate(&settings.secret_file, &mut act.rng)?;
    let file = settings.secret_file.display();
    say(&format!("{file} has a new key. Stop every server of this instance, copy the file to each, and start them again.\n"));
    Ok(())
}

fn hold(app: &App) -> Result<(), String> {
    let mut act = app.act("command");
    // Where nothing waits there is nothing to hold.
    notices::finish(&app.database, act.now).map_err(|error| error.to_string())?;
    let count = app.database.write(|conn| notices::hold_all(conn, &mut act)).map_err(|error| error.to_string())?;
    let found = app.settings.url("/admin/deliveries");
    say(&format!("{count} notices are held. Let them go on, or call them off, from {found}.\n"));
    Ok(())
}

fn fill(app: &App) -> Result<(), String> {
    let mut act = app.act("demo");
    let written = app.database.write(|conn| demo::fill(conn, &mut act, &app.signer)).map_err(|error| error.to_string())?;
    say(&format!(
        "Filled with {} components, {} incidents and {} maintenances.\n",
        written.components, written.incidents, written.maintenances
    ));
    Ok(())
}

fn add_person(app: &App, add: &PersonAdd) -> Result<(), String> {
    let mut password = String::new();
    std::io::stdin()
        .take(1_024)
        .read_to_string(&mut password)
        .map_err(|error| format!("the password could not be read: {error}"))?;
    let mut act = app.act("command");
    people::add(&app.database, &mut act, &add.email, add.role, password.trim_end_matches(['\r', '\n']))
        .map_err(|error| error.to_string())?;
    say(&format!("{} may sign in at {}.\n", add.email, app.settings.url("/admin")));
    Ok(())
}
