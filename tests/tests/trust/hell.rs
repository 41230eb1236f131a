//! A mail server that does everything wrong.

use crate::{Seen, add_readers, publish};
use allclear_tests::{Client, Reply, Settings, Sink, until};
use std::{
    net::TcpListener,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

#[test]
fn all_are_delivered_or_correctly_stopped() {
    let sink = Sink::limited(6, |to, earlier| match (to.split('@').nth(1).unwrap_or_default(), earlier) {
        ("grey.example", 0) => Reply::Refuse("451 4.7.1 greylisted, come back later"),
        ("leaves.example", 0) => Reply::Leave("421 4.3.2 shutting down"),
        ("tarpit.example", _) => Reply::Wait(Duration::from_secs(1)),
        ("drops.example", 0) => Reply::Drop,
        ("loses.example", 0) => Reply::Lose,
        ("hangs.example", 0) => Reply::Hang,
        ("nobody.example", _) => Reply::Refuse("550 5.1.1 no such user"),
        ("full.example", 0) => Reply::Refuse("452 4.2.2 mailbox full"),
        _ => Reply::Take,
    });
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_SMTP_CONNECTIONS", "10");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    for domain in ["grey", "leaves", "drops", "loses", "nobody", "full"] {
        add_readers(&api, 20, &format!("{domain}.example"));
    }
    add_readers(&api, 10, "tarpit.example");
    add_readers(&api, 2, "hangs.example");
    add_readers(&api, 1_000, "good.example");
    publish(&api);
    let mut seen = Seen::default();
    seen.until(&sink, 1_000 + 5 * 20 + 10 + 2);
    let waiting = "select count(*) from deliveries where state = 'queued'";
    until("nothing waits", || settings.ledger(waiting) == "0");
    seen.rest(&sink);
    assert!(!seen.0.keys().any(|to| to.ends_with("nobody.example")));
    // A message that was taken without a word may come again, under its id; no other does.
    assert!(seen.0.iter().all(|(to, ids)| ids.len() == 1 || to.ends_with("@loses.example")), "{:?}", seen.0);
    assert!(seen.repeated() <= 20);
    assert_eq!(settings.ledger("select count(*) from deliveries where state = 'sent'"), "1112");
    assert_eq!(settings.ledger("select count(*) from deliveries where state = 'failed'"), "20");
    let stopped = settings.ledger("select count(*) from subscribers where state = 'bounced' and address like '%nobody.example'");
    assert_eq!(
        (stopped.as_str(), settings.ledger("select count(*) from subscribers where state = 'bounced'").as_str()),
        ("20", "20")
    );
    assert!(sink.most_connections() <= 6);
}

/// Readers behind a tarpit are a third of all, and in front; the others do not wait for them.
#[test]
fn a_domain_that_answers_slowly_delays_nobody_else() {
    let slow = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&slow);
    let sink = Sink::with(move |to, _| {
        if to.ends_with("@tarpit.example") {
            counted.fetch_add(1, Ordering::SeqCst);
            return Reply::Wait(Duration::from_secs(3));
        }
        Reply::Take
    });
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_SMTP_CONNECTIONS", "10");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    add_readers(&api, 1_000, "tarpit.example");
    add_readers(&api, 2_000, "good.example");
    publish(&api);
    let (mut quick, mut tarpit) = (0, 0);
    while quick < 2_000 {
        if sink.next().to.ends_with("@good.example") { quick += 1 } else { tarpit += 1 }
    }
    // At three seconds each and one in ten of the connections, few have got through.
    assert!(tarpit <= 20, "{tarpit} waited for the tarpit");
    assert!(slow.load(Ordering::SeqCst) > 0, "it was tried");
    drop(program);
}

/// One server has a certificate that nobody knows, one is half open, one is not there: the fourth stands in for all.
#[test]
fn servers_that_cannot_be_used_are_stood_in_for() {
    let sink = Sink::start();
    let settings = Settings::new(None);
    let (secret, port) = (settings.folder.path().join("key.pem"), allclear_tests::free_port());
    let key = secret.display().to_string();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-days",
            "1",
            "-keyout",
            &key,
            "-out",
            &key,
        ])
        .stderr(Stdio::null())
        .status();
    assert!(made.expect("openssl runs").success());
    let mut wrong = Command::new("openssl")
        .args(["s_server", "-quiet", "-cert", &key, "-accept", &port.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("openssl runs");
    // It takes every connection and says nothing.
    let half = TcpListener::bind("127.0.0.1:0").expect("a port");
    let half_open = half.local_addr().expect("an address");
    thread::spawn(move || half.incoming().flatten().collect::<Vec<_>>());
    let urls = format!("smtps://localhost:{port} smtp://{half_open} smtp://127.0.0.1:9 {}?weight=0", sink.url);
    let settings = settings.with("ALLCLEAR_SMTP_URL", &urls).with("ALLCLEAR_SMTP_CONNECTIONS", "2");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    add_readers(&api, 200, "customers.example");
    publish(&api);
    let mut seen = Seen::default();
    seen.until(&sink, 200);
    until("all is written down", || settings.ledger("select count(*) from deliveries where state = 'sent'") == "200");
    assert_eq!(seen.repeated(), 0);
    let log = settings.log();
    assert!(log.contains("certificate"), "{log}");
    drop(program);
    wrong.kill().expect("it runs");
    wrong.wait().expect("it ends");
}
