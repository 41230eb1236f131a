//! Several servers on one PostgreSQL, of which one dies, one freezes, and the database is restarted once.

use crate::{Seen, add_readers, publish};
use allclear_tests::{Client, Postgres, Settings, Sink, free_port, until};
use std::time::{Duration, Instant};

const READERS: usize = 6_000;
const CONNECTIONS: usize = 4;
/// How long a claim lasts; a server that is frozen for longer has lost what it held.
const LEASE: Duration = Duration::from_mins(1);

#[test]
fn one_is_killed_one_is_frozen_the_database_restarts_and_nobody_is_missed() {
    let (sink, postgres) = (Sink::start(), Postgres::start(free_port()));
    let settings: Vec<Settings> = (0..3)
        .map(|_| {
            Settings::new(Some(postgres.url()))
                .with("ALLCLEAR_SMTP_URL", &sink.url)
                .with("ALLCLEAR_SMTP_CONNECTIONS", &CONNECTIONS.to_string())
        })
        .collect();
    let first = settings[0].start();
    settings.iter().for_each(Settings::has_owner);
    settings[1..].iter().for_each(|other| other.joins(&settings[0]));
    let (second, third) = (settings[1].start(), settings[2].start());
    let api = Client::new(&first.url, Some(settings[0].token()));
    add_readers(&api, READERS, "customers.example");
    let published = Instant::now();
    publish(&api);
    let shown = |url: &str| Client::new(url, None).get("/").1.contains("Down");
    assert!(shown(&first.url));
    until("the others show it", || shown(&second.url) && shown(&third.url));
    assert!(published.elapsed() < Duration::from_secs(10), "{:?}", published.elapsed());
    let mut seen = Seen::default();
    seen.until(&sink, 1_000);
    first.kill();
    seen.until(&sink, 2_000);
    second.freeze();
    let frozen = Instant::now();
    seen.until(&sink, 3_000);
    postgres.stop();
    let page = Client::new(&third.url, None).get("/");
    assert!(page.0 == 200 && page.1.contains("Down"), "the page goes on: {}", page.1);
    postgres.go_on();
    // What the dead and the frozen one held comes back when their claims have ended.
    seen.until(&sink, READERS);
    until("the frozen one has lost its claims", || frozen.elapsed() > LEASE);
    second.thaw();
    let waiting = "select count(*) from deliveries where state = 'queued'";
    until("nothing waits", || settings[2].ledger(waiting) == "0");
    second.stop();
    third.stop();
    seen.rest(&sink);
    let repeated = seen.repeated();
    // A kill, a freeze, and the database's restart for each of the two that had it.
    assert!(repeated <= 4 * CONNECTIONS, "{repeated} repeated");
    assert_eq!(settings[2].ledger("select count(*) from deliveries where state = 'sent'"), READERS.to_string());
}
