//! A PostgreSQL that goes away for a minute, during a publication and during a send.

use crate::{Seen, add_readers};
use allclear_tests::{Browser, Client, Postgres, Settings, Sink, free_port, until};
use serde_json::json;
use std::{
    fs,
    time::{Duration, Instant},
};

const READERS: usize = 3_000;

/// The page is served all along, the publication answers with an error that keeps what was typed, and sending goes on.
#[tokio::test]
async fn for_a_minute_the_page_goes_on_and_nothing_is_lost() {
    let (sink, postgres) = (Sink::start(), Postgres::start(free_port()));
    let settings = Settings::new(Some(postgres.url())).with("ALLCLEAR_SMTP_URL", &sink.url);
    let add = ["person", "add", "--email", "ada@northwind.example", "--role", "owner", "--password-stdin"];
    assert!(settings.run(&["migrate"]).status.success());
    assert!(settings.run_with_input(&add, "correct horse battery\n").status.success());
    settings.has_owner();
    let program = settings.start();
    let (api, reader) = (Client::new(&program.url, Some(settings.token())), Client::new(&program.url, None));
    add_readers(&api, READERS, "customers.example");
    let browser = Browser::start(false).await;
    browser.page.goto(&format!("{}/admin", program.url)).await.unwrap();
    browser.fill("email", "ada@northwind.example").await;
    browser.fill("password", "correct horse battery").await;
    browser.press("form .button").await;
    browser.sees(&["What is open"]).await;
    browser.press(".title .button").await;
    browser.fill("title", "Payments are failing").await;
    browser.press("[name=severity][value=p1]").await;
    browser.fill("body", "Cards fail in many places.").await;
    browser.press(".button[value=preview]").await;
    browser.sees(&["Publish to page and send to 3000 people"]).await;
    let _ = api.call("/api/v3/incidents", &json!({"title": "Down", "severity": "p1", "body": "Down."}));
    let mut seen = Seen::default();
    seen.until(&sink, 500);
    postgres.stop();
    let gone = Instant::now();
    browser.press(".button[value=publish]").await;
    browser.sees(&["What you typed is kept here"]).await;
    let (status, problem) = api.attempt("/api/v3/incidents", &json!({"title": "More", "severity": "p1", "body": "More."}));
    assert_eq!(status, 503, "{problem}");
    assert!(problem.contains("database"), "{problem}");
    while gone.elapsed() < Duration::from_mins(1) {
        let (status, page) = reader.get("/");
        assert!(status == 200 && page.contains("Down"), "{status} {page}");
    }
    assert_eq!(reader.get("/readyz").0, 503);
    postgres.go_on();
    until("it is there again", || reader.get("/readyz").0 == 200);
    // Sent again, by the button of the page that kept it.
    browser.press("form .button").await;
    browser.sees(&["Payments are failing", "Post an update"]).await;
    seen.until(&sink, READERS);
    let waiting = "select count(*) from deliveries where state = 'queued'";
    until("nothing waits", || settings.ledger(waiting) == "0" && settings.ledger("select count(*) from deliveries") == "6000");
    assert_eq!(settings.ledger("select count(*) from deliveries where state = 'sent'"), "6000");
    assert_eq!(settings.ledger("select count(*) from incidents where title = 'Payments are failing'"), "1");
    browser.page.close().await.unwrap();
}

/// A PostgreSQL that hangs instead of refusing: the page is served, a publication answers with an error in time, a start shows
/// the page as it was, and all is well again without another one.
#[test]
fn while_the_database_hangs_the_page_goes_on_and_nobody_waits_for_ever() {
    let postgres = Postgres::start(free_port());
    let settings = Settings::new(Some(postgres.url()));
    assert!(settings.run(&["migrate"]).status.success());
    settings.has_owner();
    let program = settings.start();
    let (api, reader) = (Client::new(&program.url, Some(settings.token())), Client::new(&program.url, None));
    let news = json!({"title": "Down", "severity": "p1", "body": "Down."});
    let _ = api.call("/api/v3/incidents", &news);
    let kept = settings.folder.path().join("allclear-data/page.json");
    let is_kept = || fs::read_to_string(&kept).is_ok_and(|page| page.contains("Down"));
    until("it is shown and kept for the next start", || reader.get("/").1.contains("Down") && is_kept());
    postgres.freeze();
    let (status, problem) = api.attempt("/api/v3/incidents", &news);
    assert_eq!(status, 503, "{problem}");
    for path in ["/", "/history", "/feed.rss", "/feed.atom", "/api/v2/summary.json"] {
        let (status, page) = reader.get(path);
        assert!(status == 200 && page.contains("Down"), "{path}: {status} {page}");
    }
    assert_eq!(reader.get("/readyz").0, 503);
    drop(program);
    let program = settings.start();
    let reader = Client::new(&program.url, None);
    assert!(reader.get("/").1.contains("Down"), "as it was");
    assert_eq!(reader.get("/readyz").0, 503);
    postgres.thaw();
    until("it is there again", || reader.get("/readyz").0 == 200);
    assert_eq!(Client::new(&program.url, Some(settings.token())).attempt("/api/v3/incidents", &news).0, 201);
}
