//! Mail servers that protect their door: by TLS, from the first byte or when asked, and by a password.
#![cfg(feature = "machine")]

use allclear_tests::{Begins, Client, Keys, Program, Settings, Sink, until};
use serde_json::json;

/// A program that knows the server and who vouches for it, with one reader who is to be told of something.
fn tells_one(keys: &Keys, url: &str) -> (Settings, Program) {
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", url).with("SSL_CERT_FILE", &keys.root.display().to_string());
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "ada@customers.example"}]}));
    let _ = api.call("/api/v3/incidents", &json!({"title": "Down", "severity": "p1", "body": "Down."}));
    (settings, program)
}

#[test]
fn mails_leave_by_tls_and_with_a_password_whichever_way_the_server_wants_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keys::new(folder.path());
    for (begins, mechanism) in [(Begins::AtOnce, "PLAIN"), (Begins::WhenAsked, "LOGIN"), (Begins::WhenAsked, "PLAIN")] {
        let sink = Sink::behind(keys.door(begins, mechanism));
        let (settings, _program) = tells_one(&keys, &sink.url);
        assert_eq!(sink.next().to, "ada@customers.example", "{begins:?} {mechanism}");
        assert!(!sink.heard_openly());
        until("it is written down", || settings.ledger("select state from deliveries") == "sent");
    }
}

#[test]
fn nothing_is_said_openly_where_somebody_has_taken_tls_out_of_the_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keys::new(folder.path());
    let sink = Sink::behind(keys.door(Begins::Never, "PLAIN"));
    let (settings, _program) = tells_one(&keys, &sink.url);
    until("it was tried", || settings.ledger("select max(outcome) from attempts") == "blocked");
    assert!(!sink.heard_openly(), "neither the password nor an address");
    let log = settings.log();
    assert!(log.contains("no STARTTLS"), "{log}");
}

#[test]
fn a_wrong_password_is_a_fault_of_ours_and_no_word_of_it_is_logged() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keys::new(folder.path());
    let sink = Sink::behind(keys.door(Begins::AtOnce, "PLAIN"));
    let (settings, _program) = tells_one(&keys, &sink.url.replace("p%40ss", "old-p%40ss"));
    until("it was tried", || settings.ledger("select max(outcome) from attempts") == "blocked");
    assert_eq!(settings.ledger("select state from subscribers"), "active");
    let log = settings.log();
    assert!(log.contains("login refused") && !log.contains("old-p"), "{log}");
}
