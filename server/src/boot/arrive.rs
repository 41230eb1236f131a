//! From settings to a program with its database; or with the page as it was, until that answers.

use super::{Signals, say};
use crate::{
    config::Settings,
    domain::{
        clock::{Asked, Clock},
        link::Signer,
    },
    secret, services,
    snapshot::{Hub, PublicState},
    state::App,
    store::{self, Database, StoreError, migrate},
};
use chrono::{DateTime, Utc};
use std::{
    fs::DirBuilder,
    os::unix::fs::DirBuilderExt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    task::{JoinError, spawn_blocking},
    time::timeout,
};

/// How long a start waits for the database where the page can be shown as it was.
const SOON: Duration = Duration::from_secs(1);
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
    let database = open(&settings.database, &signer).map_err(|error| error.to_string())?;
    with(settings, signer, database, Hub::start)
}

fn open(url: &store::Url, signer: &Signer) -> Result<Database, StoreError> {
    Database::open(url).and_then(|database| arrive(database, signer))
}

fn with(
    settings: Settings,
    signer: Signer,
    database: Database,
    start: fn(&Database, Clock, String) -> Result<Hub, StoreError>,
) -> Result<App, String> {
    let clock = clock(&settings);
    let hub = start(&database, clock.clone(), settings.url("")).map_err(|error| error.to_string())?;
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

/// The program with its database; or with the page as it was, where that does not answer, or not soon: it may hang, or much
/// be brought up to date (bars ). Whether it is the first.
pub(super) async fn begin(settings: Settings) -> Result<(App, bool), String> {
    let signer = signer(&settings)?;
    let (url, key) = (settings.database.clone(), signer.clone());
    // It goes on when nobody waits for it any more: what it brings up to date is found so.
    let mut opening = spawn_blocking(move || open(&url, &key));
    let found = match timeout(SOON, &mut opening).await {
        Ok(found) => Some(found.unwrap_or_else(died)),
        Err(_) => None,
    };
    let away = match &found {
        None => Some("it has not answered yet".to_owned()),
        Some(Err(StoreError::Unreachable(reason))) => Some(reason.clone()),
        Some(_) => None,
    };
    if let Some(reason) = away
        && let Some(app) = recall(settings.clone(), signer.clone())
    {
        tracing::error!(reason, "the database is away; the page shows what it showed before");
        say(&format!("The page:            {}   (as it was: the database is away)\n", app.settings.url("/")));
        return Ok((app, false));
    }
    let found = match found {
        Some(found) => found,
        None => opening.await.unwrap_or_else(died),
    };
    let database = found.map_err(|error| error.to_string())?;
    with(settings, signer, database, Hub::start_of_late).map(|app| (app, true))
}

#[expect(clippy::needless_pass_by_value, reason = "unwrap_or_else hands the error over")]
fn died(error: JoinError) -> Result<Database, StoreError> {
    Err(StoreError::Unreachable(format!("the work died: {error}")))
}

/// The program with what the page showed when it last ran.
fn recall(settings: Settings, signer: Signer) -> Option<App> {
    let state = PublicState::recall(&settings.kept_page())?;
    let state = PublicState { stale_since: Some(state.now), ..state };
    let clock = clock(&settings);
    let hub = Hub::of(state, clock.clone());
    let database = Database::later(&settings.database).ok()?;
    Some(App::new(settings, database, signer, clock, hub))
}

/// Reads the past, while the page shows what is of late: true; or until the program is told to stop: false. A database that
/// does not let it be read is an error.
pub(super) async fn read_the_past(app: &App, signals: &mut Signals) -> Result<bool, String> {
    let read = || {
        let hub = app.clone();
        app.database.off_thread(move |database| hub.hub.refresh(database))
    };
    let mends = |error: &StoreError| matches!(error, StoreError::Unreachable(_) | StoreError::Late | StoreError::Disk(_));
    until_done(read, mends, signals).await
}

/// Looks for the database until it is there: true; or until the program is told to stop: false. What waiting does not mend is
/// an error.
pub(super) async fn wait_for_database(app: &App, signals: &mut Signals) -> Result<bool, String> {
    let look = || {
        let signer = app.signer.clone();
        app.database.off_thread(move |database| arrive(database.clone(), &signer))
    };
    let mends = |error: &StoreError| !matches!(error, StoreError::Foreign | StoreError::Newer(_) | StoreError::Migration(_));
    until_done(look, mends, signals).await
}

/// Tries until it is done: true; or until the program is told to stop: false.
async fn until_done<T>(
    work: impl AsyncFn() -> Result<T, StoreError>,
    mends: fn(&StoreError) -> bool,
    signals: &mut Signals,
) -> Result<bool, String> {
    loop {
        let done = tokio::select! {
            done = work() => done,
            () = signals.stop() => return Ok(false),
        };
        match done {
            Ok(_) => return Ok(true),
            Err(error) if mends(&error) => tracing::warn!(%error, "the database is still away"),
            Err(error) => return Err(error.to_string()),
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            () = signals.stop() => return Ok(false),
        }
    }
}
