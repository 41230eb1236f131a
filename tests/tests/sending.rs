//! Sending through refusals, stops and crashes: nobody is missed, and nobody is told twice without need.
#![cfg(feature = "machine")]

use allclear_tests::{Client, Program, Reply, Settings, Sink, empty_database, until};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

fn add_readers(api: &Client, names: impl Iterator<Item = String>) {
    let readers: Vec<Value> = names.map(|name| json!({"email": format!("{name}@customers.example")})).collect();
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": readers}));
}

fn publish(api: &Client) {
    let _ = api.call("/api/v3/incidents", &json!({"title": "Down", "severity": "p1", "body": "Down."}));
}

fn begin(sink: &Sink, database: Option<String>) -> (Settings, Program, Client) {
    let settings = Settings::new(database).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_SMTP_CONNECTIONS", "4");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    (settings, program, api)
}

#[test]
fn every_refusal_is_told_in_the_ledger_and_only_the_refused_suffer() {
    let sink = Sink::with(|to, earlier| match (to.split('@').next().unwrap_or_default(), earlier) {
        ("busy", 0) => Reply::Refuse("450 4.2.0 busy"),
        ("nobody", _) => Reply::Refuse("550 5.1.1 nobody here"),
        ("broken", 0) => Reply::Drop,
        _ => Reply::Take,
    });
    let (settings, _program, api) = begin(&sink, None);
    add_readers(&api, ["busy", "nobody", "broken", "well"].map(str::to_owned).into_iter());
    publish(&api);
    assert_eq!(sink.next().to, "well@customers.example");
    until("three failures", || settings.ledger("select count(*) from attempts where outcome in ('later', 'gone')") == "3");
    assert_eq!(settings.ledger("select state, reply like '%nobody here%' from deliveries where state = 'failed'"), "failed|1");
    assert_eq!(settings.ledger("select address from subscribers where state = 'bounced'"), "nobody@customers.example");
    // The two that failed for the moment come again after half a minute.
    let mut late = [sink.next().to, sink.next().to];
    late.sort();
    assert_eq!(late, ["broken@customers.example", "busy@customers.example"]);
    until("all is written down", || settings.ledger("select count(*) from deliveries where state = 'sent'") == "3");
    assert_eq!(settings.ledger("select sum(attempts) from deliveries"), "6");
}

/// The key of RFC 8463, appendix A.
const KEY: &str =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

#[test]
fn what_is_refused_to_us_stops_nobody_and_what_leaves_is_signed() {
    let sink = Sink::with(|to, earlier| match earlier {
        0 if to < "r3" => Reply::Refuse("550 5.7.1 sender not wanted today"),
        0 => Reply::Reject("554 Message rejected: sender not wanted, as it is not verified"),
        _ => Reply::Take,
    });
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_SMTP_CONNECTIONS", "2");
    let key = settings.folder.path().join("dkim.pem");
    std::fs::write(&key, KEY).expect("a key");
    let settings = settings.with("ALLCLEAR_DKIM_KEY_FILE", &key.display().to_string()).with("ALLCLEAR_DKIM_DOMAIN", "x.example");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    add_readers(&api, (0..6).map(|number| format!("r{number}")));
    publish(&api);
    let refused = "select count(*) from deliveries where state = 'queued' and reply like '%sender not wanted%'";
    until("all are refused", || settings.ledger(refused) == "6");
    assert_eq!(settings.ledger("select count(*) from subscribers where state = 'active'"), "6");
    for _ in 0..6 {
        let text = sink.next().text;
        assert!(text.starts_with("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=x.example; s=allclear;"), "{text}");
    }
}

#[test]
fn a_relay_that_takes_nothing_from_us_costs_no_reader_their_place() {
    let open = Arc::new(AtomicBool::new(false));
    let is_open = Arc::clone(&open);
    let sink =
        Sink::with(move |_, _| if is_open.load(Ordering::SeqCst) { Reply::Take } else { Reply::Refuse("550 not from you") });
    let (settings, _program, api) = begin(&sink, None);
    let readers: Vec<Value> = (0..60).map(|number| json!({"email": format!("ada@c{number}.example")})).collect();
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": readers}));
    publish(&api);
    let refused = "select count(*) from deliveries where state = 'queued' and reply like '%not from you'";
    until("it is left alone", || settings.ledger(refused) != "0");
    until("nine were refused before that was seen", || {
        settings.ledger("select count(*) from deliveries where state = 'failed'") == "9"
    });
    assert_eq!(settings.ledger("select count(*) from subscribers where state = 'active'"), "60");
    open.store(true, Ordering::SeqCst);
    (9..60).for_each(|_| drop(sink.next()));
}

#[test]
fn a_mail_server_without_room_is_a_fault_of_ours() {
    let sink = Sink::with(|_, _| Reply::Refuse("452 4.3.1 insufficient system storage"));
    let (settings, _program, api) = begin(&sink, None);
    add_readers(&api, ["one"].map(str::to_owned).into_iter());
    publish(&api);
    until("it is no fault of the reader's", || settings.ledger("select max(outcome) from attempts") == "blocked");
}

#[test]
fn a_mail_server_that_is_not_there_loses_nothing() {
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", "smtp://127.0.0.1:9").with("ALLCLEAR_SMTP_CONNECTIONS", "4");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    add_readers(&api, (0..20).map(|number| format!("reader{number}")));
    publish(&api);
    until("it was tried", || settings.ledger("select count(*) > 0 from attempts where outcome = 'blocked'") == "1");
    assert_eq!(settings.ledger("select count(*) from deliveries where state = 'queued'"), "20");
    program.stop();
}

#[test]
fn a_low_rate_is_kept_and_nobody_waits_out_a_lease() {
    let sink = Sink::start();
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_SMTP_RATE", "4");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    add_readers(&api, (0..80).map(|number| format!("reader{number}")));
    publish(&api);
    for _ in 0..80 {
        // A quarter of a second apart; a lease lasts a minute.
        assert!(sink.try_next(Duration::from_secs(10)).is_some(), "the next mail comes in its turn");
    }
    assert_eq!(api.get("/readyz").0, 200, "what moves does not stand still");
}

/// Two servers on one PostgreSQL that have seen each other, with a setting; `MAILS` are sent by them.
fn by_two(name: &str, sink: &Sink, (key, value): (&str, &str)) -> (Settings, [Program; 2]) {
    let database = empty_database(name);
    let server = || Settings::new(Some(database.clone())).with("ALLCLEAR_SMTP_URL", &sink.url).with(key, value);
    let (one, other) = (server(), server());
    let first = one.start();
    one.has_owner();
    other.has_owner();
    other.joins(&one);
    let second = other.start();
    until("both are there", || said(&one).len() == 2);
    both_look_again(&one);
    let api = Client::new(&second.url, Some(one.token()));
    add_readers(&api, (0..MAILS).map(|number| format!("reader{number}")));
    publish(&api);
    (one, [first, second])
}

/// When each server last said that it sends.
fn said(settings: &Settings) -> Vec<String> {
    let said = settings.ledger("select until from senders order by server");
    said.lines().map(str::to_owned).collect()
}

/// When both have said so once more, each has seen the other.
fn both_look_again(settings: &Settings) {
    let before = said(settings);
    let is_new = |now: &[String]| now.len() == 2 && now.iter().zip(&before).all(|(now, before)| now != before);
    until("both have looked again", || is_new(&said(settings)));
}

const MAILS: u32 = 100;

/// A rate is that of the account, whichever server sends (bar R-14).
#[test]
fn two_servers_share_a_rate() {
    let sink = Sink::start();
    let (settings, [first, second]) = by_two("rate", &sink, ("ALLCLEAR_SMTP_RATE", "20"));
    let _ = sink.next();
    let begun = Instant::now();
    (1..MAILS).for_each(|_| drop(sink.next()));
    // At twenty a second these are five seconds; two that know nothing of each other need half of that.
    assert!(begun.elapsed() > Duration::from_millis(4_500), "{:?}", begun.elapsed());
    second.stop();
    assert_eq!(settings.ledger("select count(*) from senders"), "1", "who stops says so");
    first.stop();
}

/// So are its connections (bar R-14); and who is killed and comes back is not taken for one more.
#[test]
fn two_servers_share_connections() {
    // Long enough that every connection has work.
    let sink = Sink::with(|_, _| Reply::Wait(Duration::from_millis(50)));
    let (settings, [first, second]) = by_two("connections", &sink, ("ALLCLEAR_SMTP_CONNECTIONS", "3"));
    (0..MAILS).for_each(|_| drop(sink.next()));
    assert_eq!(sink.most_connections(), 3);
    first.kill();
    let first = settings.start();
    both_look_again(&settings);
    first.stop();
    second.stop();
}

#[test]
fn a_stop_finishes_the_message_in_hand_and_a_start_goes_on() {
    let sink = Sink::start();
    let (settings, program, api) = begin(&sink, None);
    add_readers(&api, (0..400).map(|number| format!("reader{number}")));
    publish(&api);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..20 {
        *seen.entry(sink.next().to).or_default() += 1;
    }
    program.stop();
    let _again = settings.start();
    while seen.len() < 400 {
        *seen.entry(sink.next().to).or_default() += 1;
    }
    assert!(sink.try_next(Duration::from_secs(2)).is_none(), "nothing comes twice");
    assert!(seen.values().all(|count| *count == 1));
    assert!(sink.most_connections() <= 8, "four connections a run at most");
}

#[test]
fn all_mails_of_an_incident_may_have_one_subject() {
    let sink = Sink::start();
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_MAIL_SUBJECTS", "one");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    add_readers(&api, std::iter::once("reader".to_owned()));
    let body = json!({"title": "Payments fail", "severity": "p1", "body": "Down."});
    let id = api.call("/api/v3/incidents", &body)["id"].as_str().unwrap().to_owned();
    let subject = |text: &str| text.lines().find_map(|line| line.strip_prefix("Subject: ")).map(str::to_owned);
    let first = subject(&sink.next().text);
    assert!(first.as_deref().is_some_and(|first| first.ends_with(": Payments fail")), "{first:?}");
    let _ = api.call(&format!("/api/v3/incidents/{id}/updates"), &json!({"phase": "resolved", "body": "Over."}));
    assert_eq!(subject(&sink.next().text), first);
}
