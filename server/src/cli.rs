//! The commands.

use crate::{
    boot::{self, say},
    config::{self, Settings},
    domain::{address, delivery::Outcome, person::Role, region::RegionDraft},
    integrations::{
        feedback::report,
        import::{fetch, statuspage},
    },
    mail::{
        dkim::Signer,
        message::{self, Letter},
        smtp::Line,
    },
    services::{bounces, demo, history, people, tokens},
    state::App,
    store,
};
use clap::{Args, Parser, Subcommand};
use std::{
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Largest mail that is read, in bytes; the rest of a larger one says nothing more.
const LARGEST_MAIL: u64 = 1024 * 1024;

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
    Token(TokenCommand),
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
enum TokenCommand {
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
    },
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
    let settings = config::load().map_err(|faults| told(&faults))?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => boot::serve(settings).await,
        Command::Work => boot::work(boot::prepare(settings)?).await,
        Command::Backup { file } => back_up(&settings, &file),
        Command::Check => check(&settings),
        Command::Migrate => boot::prepare(settings).map(|_| say("The database is up to date.\n")),
        Command::Demo => fill(&boot::prepare(settings)?),
        Command::Person(PersonCommand::Add(add)) => add_person(&boot::prepare(settings)?, &add),
        Command::Token(TokenCommand::Create { name, scope, person }) => {
            create_token(&boot::prepare(settings)?, &name, &scope, person.as_deref())
        }
        Command::Mail(MailCommand::Test { address }) => try_mail(settings, &address).await,
        Command::Bounce => take_bounce(settings),
        Command::Site { folder } => boot::write_site(boot::prepare(settings)?, folder).await,
        Command::Import(ImportCommand::Statuspage { source, region }) => import(&boot::prepare(settings)?, &source, &region),
    }
}

fn told(faults: &[config::Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
    format!("the settings are not right:\n{}", lines.join("\n"))
}

fn check(settings: &Settings) -> Result<(), String> {
    Signer::load(settings.mail.as_ref().and_then(|mail| mail.dkim.as_ref()))?;
    let database = store::Database::open(&settings.database).map_err(|error| error.to_string())?;
    store::check(&database).map_err(|error| error.to_string())?;
    say("The settings are right and the database answers.\n");
    Ok(())
}

fn back_up(settings: &Settings, file: &Path) -> Result<(), String> {
    if let store::Url::Postgres(_) = settings.database {
        let tool = "pg_dump --format=custom --file=FILE \"$ALLCLEAR_DATABASE_URL\"";
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

fn create_token(app: &App, name: &str, scope: &str, person: Option<&str>) -> Result<(), String> {
    let scope: Role = if scope == "admin" { Role::Owner } else { scope.parse()? };
    let mut act = app.act("command");
    let secret =
        app.database.write(|conn| tokens::create(conn, &mut act, name, scope, person)).map_err(|error| error.to_string())?;
    say(&format!("{secret}\n"));
    Ok(())
}

async fn try_mail(settings: Settings, to: &str) -> Result<(), String> {
    let to = address::email("ADDRESS", to).map_err(|fault| fault.to_string())?;
    let mail = settings.mail.clone().ok_or("ALLCLEAR_SMTP_URL is not set; there is no mail server to try")?;
    let now = crate::domain::clock::Clock::System.now();
    let text = "This mail was sent to try the settings of Allclear. They work.".to_owned();
    let message = message::build(&Letter {
        from: settings.mail_from.clone(),
        to,
        subject: "Allclear can send mail".to_owned(),
        html: format!("<p>{text}</p>"),
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

/// Reads a mail that came back. What is of no use is taken, so that nobody bounces a bounce; while the database is away the
/// mail server is asked to keep it (RFC 3463, 3.4: 4.3.0 is how Postfix reads that of a pipe).
fn take_bounce(settings: Settings) -> Result<(), String> {
    let mut mail = Vec::new();
    std::io::stdin().take(LARGEST_MAIL).read_to_end(&mut mail).map_err(|error| format!("the mail could not be read: {error}"))?;
    let told = match report::read(&mail) {
        Ok(told) => told,
        Err(why) => {
            say(&format!("Nothing is done: {why}.\n"));
            return Ok(());
        }
    };
    let later = |error: String| {
        say("4.3.0 the database does not answer; keep the mail\n");
        error
    };
    let app = boot::prepare(settings).map_err(later)?;
    let mut act = app.act("mail server");
    let each = |conn: &mut store::Conn| {
        told.iter().try_fold(0, |known, one| Ok(known + usize::from(bounces::came_back(conn, &mut act, one)?)))
    };
    let known = app.database.write(each).map_err(|error: store::StoreError| later(error.to_string()))?;
    say(&format!("{known} of {} reports are of deliveries of this instance.\n", told.len()));
    Ok(())
}

fn import(app: &App, source: &str, region: &str) -> Result<(), String> {
    let name: String = region.chars().take(1).flat_map(char::to_uppercase).chain(region.chars().skip(1)).collect();
    let region = RegionDraft::parse(region, &name, "UTC").map_err(|faults| format!("--region {faults}"))?;
    let [components, incidents, maintenances] = statuspage::NAMES;
    let documents = statuspage::Documents {
        components: fetch::document(source, components)?,
        incidents: fetch::document(source, incidents)?,
        maintenances: fetch::document(source, maintenances)?,
    };
    let past = statuspage::read(&documents, &region)?;
    let mut act = app.act("import");
    let written = app.database.write(|conn| history::write(conn, &mut act, &past)).map_err(|error| error.to_string())?;
    say(&format!(
        "Loaded {} components, {} incidents with {} updates, and {} maintenances; the rest was here already.\n",
        written.components, written.incidents, written.updates, written.maintenances
    ));
    Ok(())
}
