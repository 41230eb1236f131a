//! From settings to a running program, and from a signal to its end.

use crate::{
    config::Settings,
    domain::{
        clock::{Asked, Clock},
        link::Signer,
    },
    http::{guard::Guard, routes},
    secret, services, shutdown, site,
    snapshot::{Hub, PublicState},
    state::App,
    store::{self, Database, StoreError, migrate},
    workers,
};
use actix_web::{App as Site, HttpServer, dev::Server, web};
use chrono::{DateTime, Utc};
use std::{
    fs::DirBuilder,
    net::TcpListener,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    signal::unix::{SignalKind, signal},
    task::JoinSet,
    time::timeout,
};

/// Longest time that requests in hand get to finish, in seconds.
const GRACE: u64 = 25;
/// Longest time that workers get to finish, and what they have done to be written down.
const LONGEST: Duration = Duration::from_secs(28);
/// Longest time for the head of a request, and for a connection without one.
const HEAD: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(15);
/// How often a database that is away is looked for.
const AGAIN: Duration = Duration::from_secs(2);

/// Prepares an instance that is there already, with its key. Whoever is in the wrong folder shall not find a new one made.
pub(crate) fn join(settings: Settings) -> Result<App, String> {
    if !settings.secret_file.exists() {
        let told = "no instance is here: set ALLCLEAR_DATA to its folder, begin in that of its allclear.toml, or make one by \
                    “allclear migrate”; further servers get a copy of this file";
        return Err(format!("{} is not there; {told}", settings.secret_file.display()));
    }
    prepare(settings)
}

/// Prepares data folder, key and database, and makes what is missing.
pub(crate) fn prepare(settings: Settings) -> Result<App, String> {
    let signer = signer(&settings)?;
    let database = Database::open(&settings.database).map_err(|error| error.to_string())?;
    with(settings, signer, database)
}

fn with(settings: Settings, signer: Signer, database: Database) -> Result<App, String> {
    let database = arrive(database, &signer).map_err(|error| error.to_string())?;
    let clock = clock(&settings);
    let hub = Hub::start(&database, clock.clone(), settings.url("")).map_err(|error| error.to_string())?;
    Ok(App::new(settings, database, signer, clock, hub))
}

/// The machine's clock; or, for tests alone, the time that a file says, as long as it says one. Time never goes back.
fn clock(settings: &Settings) -> Clock {
    let Some(path) = settings.test_clock.clone() else { return Clock::System };
    tracing::warn!(path = %path.display(), "ALLCLEAR_TEST_CLOCK is set: the time comes from a file, which is for tests alone");
    let last = Mutex::new(DateTime::<Utc>::UNIX_EPOCH);
    Clock::Asked(Asked(Arc::new(move || {
        let said = std::fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok());
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = said.unwrap_or(*last).max(*last);
        *last
    })))
}

/// Makes the data folder and reads or makes the key in it.
fn signer(settings: &Settings) -> Result<Signer, String> {
    // A key that signs no mail stops the start.
    crate::mail::dkim::Signer::load(settings.mail.as_ref().and_then(|mail| mail.dkim.as_ref()))?;
    let told = |path: &Path| format!("{} cannot be made", path.display());
    // Addresses of people are in it.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&settings.data)
        .map_err(|error| format!("{}: {error}", told(&settings.data)))?;
    let mut act = services::Act::new(Clock::System.now(), "system");
    secret::signer(&settings.secret_file, &mut act.rng)
}

/// Brings the database up to date, gives the page its name, and looks whether the key is its own.
fn arrive(database: Database, signer: &Signer) -> Result<Database, StoreError> {
    // Before anything is changed of what may be another's.
    look(&database, Some(signer))?;
    let ran = migrate(&database)?;
    if !ran.is_empty() {
        tracing::info!(migrations = ran.len(), "the database was brought up to date");
    }
    let mut act = services::Act::new(Clock::System.now(), "system");
    let is_ours = database.write(|conn| {
        services::page::name(conn, &mut act)?;
        services::page::knows(conn, &signer.mark())
    })?;
    if is_ours { Ok(database) } else { Err(StoreError::Foreign) }
}

/// Looks whether the database answers, is not from the future and, where there is a key, not of another instance; changes
/// nothing.
pub(crate) fn look(database: &Database, signer: Option<&Signer>) -> Result<(), StoreError> {
    let is_empty = !store::check(database)?;
    let Some(signer) = signer.filter(|_| !is_empty) else { return Ok(()) };
    let is_foreign = database.read(|conn| services::page::is_foreign(conn, &signer.mark()))?;
    if is_foreign { Err(StoreError::Foreign) } else { Ok(()) }
}

/// The program with what the page showed when it last ran, where the database is away (bar R-6).
fn recall(settings: Settings, signer: Signer) -> Option<App> {
    let state = PublicState::recall(&settings.kept_page())?;
    let state = PublicState { stale_since: Some(state.now), ..state };
    let clock = clock(&settings);
    let hub = Hub::of(state, clock.clone());
    let database = Database::later(&settings.database).ok()?;
    Some(App::new(settings, database, signer, clock, hub))
}

/// Serves until it is told to stop, then finishes what is in hand.
pub(crate) async fn serve(settings: Settings) -> Result<(), String> {
    let listener =
        TcpListener::bind(settings.listen).map_err(|error| format!("cannot listen on {}: {error}", settings.listen))?;
    let signer = signer(&settings)?;
    let (app, is_there) = match Database::open(&settings.database) {
        Ok(database) => (with(settings, signer, database)?, true),
        Err(StoreError::Unreachable(reason)) => {
            let app = recall(settings, signer).ok_or_else(|| StoreError::Unreachable(reason.clone()).to_string())?;
            tracing::error!(reason, "the database is away; the page shows what it showed before");
            say(&format!("The page:            {}   (as it was: the database is away)\n", app.settings.url("/")));
            (app, false)
        }
        Err(error) => return Err(error.to_string()),
    };
    let (stop, shutdown) = shutdown::switch();
    let server = server(app.clone(), listener)?;
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    let mut workers = JoinSet::new();
    if is_there || wait_for_database(&app).await? {
        greet(&app).await?;
        workers = workers::start(&app, &shutdown);
        told_to_stop().await?;
    }
    // Open pages are let go first: their streams never end by themselves.
    app.hub.close();
    // Both at once: what is under way here and there has the same time.
    stop.stop();
    tokio::join!(handle.stop(true), wind_up(workers));
    serving.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

/// Sends and does what is due until it is told to stop, and serves nothing.
pub(crate) async fn work(app: App) -> Result<(), String> {
    let (stop, shutdown) = shutdown::switch();
    let workers = workers::start(&app, &shutdown);
    say("Working: sending and doing what is due, serving nothing.\n");
    told_to_stop().await?;
    stop.stop();
    wind_up(workers).await;
    Ok(())
}

/// Waits until every worker has finished what is in hand, and no longer than anybody waits for a program to end (bar R-19).
async fn wind_up(mut workers: JoinSet<()>) {
    let ends = async { while workers.join_next().await.is_some() {} };
    if timeout(LONGEST, ends).await.is_ok() {
        tracing::info!("stopped");
    } else {
        tracing::error!("stopped before all was written down; some messages may be sent again under the same id");
    }
}

/// Looks for the database until it is there: true; or until the program is told to stop: false. One of another instance is
/// an error.
async fn wait_for_database(app: &App) -> Result<bool, String> {
    let mut stop = pin!(told_to_stop());
    loop {
        let signer = app.signer.clone();
        let found = app.database.off_thread(move |database| arrive(database.clone(), &signer)).await;
        match found {
            Ok(_) => return Ok(true),
            Err(error @ StoreError::Foreign) => return Err(error.to_string()),
            Err(error) => tracing::debug!(%error, "the database is still away"),
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            _ = &mut stop => return Ok(false),
        }
    }
}

/// Waits for the signals with which systems and people end a program.
async fn told_to_stop() -> Result<(), String> {
    let listen = |kind| signal(kind).map_err(|error| format!("cannot listen for signals: {error}"));
    let (mut term, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn server(app: App, listener: TcpListener) -> Result<Server, String> {
    let data = web::Data::new(app.clone());
    let site = move || Site::new().app_data(data.clone()).wrap(Guard(app.clone())).configure(routes::set_up);
    let server = HttpServer::new(site)
        .client_request_timeout(HEAD)
        .keep_alive(IDLE)
        .shutdown_timeout(GRACE)
        .disable_signals()
        .listen(listener)
        .map_err(|error| error.to_string())?;
    Ok(server.run())
}

/// Writes the public site into a folder: serves it on a port of its own and walks through it.
pub(crate) async fn write_site(app: App, folder: PathBuf) -> Result<(), String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("cannot listen: {error}"))?;
    let base = listener.local_addr().map(|address| format!("http://{address}")).map_err(|error| error.to_string())?;
    let server = server(app.clone(), listener)?;
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    let (url, target) = (app.settings.url(""), folder.clone());
    let walked = tokio::task::spawn_blocking(move || site::walk(&base, &url, &target)).await;
    handle.stop(true).await;
    serving.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    let written = walked.map_err(|error| error.to_string())??;
    say(&format!("{} files in {}; {} of them new or changed.\n", written.files, folder.display(), written.changed));
    Ok(())
}

/// Says where the page is, and how to make the first owner as long as there is nobody.
async fn greet(app: &App) -> Result<(), String> {
    let secret = app.write("system", services::people::setup_secret).await.map_err(|error| error.to_string())?;
    say(&format!("The page:            {}\n", app.settings.url("/")));
    if let Some(secret) = secret {
        let link = app.settings.url(&format!("/setup/{secret}"));
        say(&format!("Make the first owner: {link}   (works once, for 30 minutes)\n"));
    }
    let servers = app.settings.mail.iter().flat_map(|mail| &mail.accounts);
    let servers: Vec<String> = servers.map(|smtp| format!("{}:{}", smtp.host, smtp.port)).collect();
    tracing::info!(listen = %app.settings.listen, mail = servers.join(", "), "started");
    Ok(())
}

/// Prints for the person at the terminal.
pub(crate) fn say(text: &str) {
    use std::io::Write;
    // A closed terminal is no reason to stop serving.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
