//! Killed at random moments, again and again.

use crate::{Chance, Seen, add_readers, publish};
use allclear_tests::{Client, Disk, Settings, Sink, empty_database, until};
use serde_json::{Value, json};
use std::{
    process::Stdio,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

const READERS: usize = 10_000;
const CONNECTIONS: usize = 8;
const KILLS: usize = 50;
/// Kills among publications on each database (bar R-1), and losses of power; `ALLCLEAR_TEST_KILLS` sets more of both,
/// such as 1000 before a release.
const ROUNDS: usize = 100;
const LOSSES: usize = 200;
/// Kills while the tables are made, on each database.
const STARTS: usize = 50;

#[expect(clippy::disallowed_methods, reason = "tests are told by their environment how long to go on")]
fn rounds(usual: usize) -> usize {
    std::env::var("ALLCLEAR_TEST_KILLS").map_or(usual, |number| number.parse().expect("a number of kills"))
}

fn fifty_kills(database: Option<String>) {
    let sink = Sink::start();
    let settings =
        Settings::new(database).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_SMTP_CONNECTIONS", &CONNECTIONS.to_string());
    let mut program = settings.start();
    settings.has_owner();
    let api = Client::new(&program.url, Some(settings.token()));
    add_readers(&api, READERS, "customers.example");
    publish(&api);
    let (mut seen, mut chance) = (Seen::default(), Chance::new());
    for _ in 0..KILLS {
        // After a number of mails, which may be none, and then somewhere within the next few.
        for _ in 0..chance.below(250) {
            seen.take(&sink);
        }
        thread::park_timeout(Duration::from_micros(chance.below(20_000)));
        program.kill();
        program = settings.start();
    }
    seen.rest(&sink);
    assert!(seen.0.len() < READERS, "every kill was in the middle of it");
    seen.until(&sink, READERS);
    let waiting = "select count(*) from deliveries where state = 'queued'";
    until("nothing waits", || settings.ledger(waiting) == "0");
    seen.rest(&sink);
    let repeated = seen.repeated();
    assert!(repeated <= KILLS * CONNECTIONS, "{repeated} repeated");
    println!("{repeated} of {READERS} came again in {KILLS} kills");
    // The ledger says what the mail server says: everybody, once.
    let all = READERS.to_string();
    assert_eq!(settings.ledger("select count(*) from deliveries where state = 'sent'"), all);
    drop(program);
}

#[test]
fn fifty_kills_and_nobody_is_missed_on_sqlite() {
    fifty_kills(None);
}

#[test]
fn fifty_kills_and_nobody_is_missed_on_postgres() {
    fifty_kills(Some(empty_database("kills")));
}

/// Whatever a publisher was told is published is there after a kill, with its notice; and nothing is there by halves.
/// `after` does more harm after each kill.
fn acknowledged(settings: &Settings, rounds: usize, after: impl Fn()) {
    let mut program = settings.start();
    settings.has_owner();
    let (token, acknowledged) = (settings.token(), Mutex::new(Vec::new()));
    let mut chance = Chance::new();
    for round in 0..rounds {
        let url = program.url.clone();
        thread::scope(|scope| {
            for writer in 0..2 {
                let (api, acknowledged) = (Client::new(&url, Some(token.clone())), &acknowledged);
                scope.spawn(move || {
                    for number in 0.. {
                        let title = format!("{round}-{writer}-{number}");
                        let body = json!({"title": title, "severity": "p3", "body": "Slow."});
                        let Some(made) = api.try_once("/api/v3/incidents", &body, &title) else { break };
                        acknowledged.lock().unwrap_or_else(PoisonError::into_inner).push(id(&made));
                    }
                });
            }
            let before = acknowledged.lock().unwrap_or_else(PoisonError::into_inner).len();
            until("one is acknowledged", || acknowledged.lock().unwrap_or_else(PoisonError::into_inner).len() > before);
            thread::park_timeout(Duration::from_micros(chance.below(60_000)));
            program.kill();
        });
        after();
        program = settings.start();
        is_whole(settings);
    }
    let acknowledged = acknowledged.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(acknowledged.len() > rounds, "{} were acknowledged", acknowledged.len());
    let there = settings.ledger("select id from incidents");
    let there: std::collections::BTreeSet<&str> = there.lines().collect();
    let lost: Vec<&String> = acknowledged.iter().filter(|id| !there.contains(id.as_str())).collect();
    assert!(lost.is_empty(), "{lost:?} were acknowledged and are not there");
    for (what, question) in [
        (
            "incidents without news",
            "select count(*) from incidents i where not exists (select 1 from notices n where n.incident_id = i.id)",
        ),
        (
            "news without a subject",
            "select count(*) from notices n where n.incident_id is not null and not exists (select 1 from updates u where u.incident_id = n.incident_id)",
        ),
    ] {
        assert_eq!(settings.ledger(question), "0", "{what}");
    }
}

/// PostgreSQL looks after itself; of SQLite's file nothing is broken.
pub(crate) fn is_whole(settings: &Settings) {
    if !settings.variables.iter().any(|(name, _)| name == "ALLCLEAR_DATABASE_URL") {
        assert_eq!(settings.ledger("pragma integrity_check"), "ok");
        assert_eq!(settings.ledger("pragma foreign_key_check"), "");
    }
}

fn id(made: &Value) -> String {
    made["id"].as_str().expect("an id").to_owned()
}

#[test]
fn what_was_acknowledged_is_never_lost_on_sqlite() {
    acknowledged(&Settings::new(None), rounds(ROUNDS), || ());
}

#[test]
fn what_was_acknowledged_is_never_lost_on_postgres() {
    acknowledged(&Settings::new(Some(empty_database("acknowledged"))), rounds(ROUNDS), || ());
}

/// The same when the power fails, too: what was not synced is gone.
#[test]
fn what_was_acknowledged_survives_a_loss_of_power() {
    let (disk, settings) = Disk::under(Settings::new(None));
    acknowledged(&settings, rounds(LOSSES), || disk.lose_power(&settings));
}

/// Killed while the tables are made: the next start finds all of them or none, and goes on (bar R-18).
fn killed_while_the_tables_are_made(database: impl Fn(usize) -> Option<String>) {
    const MADE: &str = "select count(*) from __diesel_schema_migrations";
    let begun = Instant::now();
    let first = Settings::new(database(0));
    assert!(first.run(&["migrate"]).status.success());
    let (whole, time) = (first.ledger(MADE), u64::try_from(begun.elapsed().as_micros()).expect("a short time"));
    let (mut chance, mut cut) = (Chance::new(), 0);
    for round in 1..=STARTS {
        let settings = Settings::new(database(round));
        let mut migrate = settings.command(&["migrate"]).stdout(Stdio::null()).spawn().expect("the program runs");
        thread::park_timeout(Duration::from_micros(chance.below(time)));
        migrate.kill().expect("it can be killed");
        cut += usize::from(!migrate.wait().expect("it ends").success());
        let found = settings.ledger(MADE);
        assert!(found == whole || found == "0" || found.is_empty(), "{found} of {whole}");
        assert!(settings.run(&["migrate"]).status.success());
        assert_eq!(settings.ledger(MADE), whole);
        is_whole(&settings);
    }
    println!("{cut} of {STARTS} were cut short");
    assert!(cut > 0);
}

#[test]
fn a_kill_while_the_tables_are_made_leaves_none_on_sqlite() {
    killed_while_the_tables_are_made(|_| None);
}

#[test]
fn a_kill_while_the_tables_are_made_leaves_none_on_postgres() {
    killed_while_the_tables_are_made(|round| Some(empty_database(&format!("made{round}"))));
}
