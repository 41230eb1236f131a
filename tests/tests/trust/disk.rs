//! SQLite on a disk that is full, and on one that fails.

use crate::{Seen, add_readers};
use allclear_tests::{Client, Disk, Settings, Sink, until};
use serde_json::json;

fn incident(title: &str) -> serde_json::Value {
    json!({"title": title, "severity": "p1", "body": "Down."})
}

/// Publishes before, fails while the disk does, and goes on after; nothing that was acknowledged is lost.
fn through(fail: impl Fn(&Disk), told: &str) {
    let sink = Sink::start();
    let (disk, settings) = Disk::under(Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url));
    let program = settings.start();
    settings.has_owner();
    let api = Client::new(&program.url, Some(settings.token()));
    add_readers(&api, 200, "customers.example");
    let before = api.call("/api/v3/incidents", &incident("Before"));
    fail(&disk);
    let (status, problem) = api.attempt("/api/v3/incidents", &incident("Meanwhile"));
    assert_eq!(status, 503, "{problem}");
    assert!(problem.contains(told), "{problem}");
    let page = Client::new(&program.url, None).get("/");
    assert!(page.0 == 200 && page.1.contains("Before") && !page.1.contains("Meanwhile"), "{}", page.1);
    disk.mend();
    let after = api.call("/api/v3/incidents", &incident("After"));
    let mut seen = Seen::default();
    // Two pieces of news for each; no id is like another.
    while seen.count() < 400 {
        seen.take(&sink);
    }
    until("nothing waits", || settings.ledger("select count(*) from deliveries where state = 'queued'") == "0");
    let titles = settings.ledger("select group_concat(title, ' ') from (select title from incidents order by id)");
    assert_eq!(titles, "Before After");
    assert_ne!(before["id"], after["id"]);
    assert_eq!(settings.ledger("pragma integrity_check"), "ok");
    drop(program);
    let again = settings.start();
    let page = Client::new(&again.url, None).get("/").1;
    assert!(page.contains("Before") && page.contains("After"), "{page}");
}

#[test]
fn a_full_disk_is_told_and_survived() {
    through(Disk::fill, "The disk under the database is full");
}

#[test]
fn a_disk_that_fails_is_told_and_survived() {
    through(Disk::break_down, "The disk under the database fails");
}
