//! What comes back of a mail that a server had taken: by the pipe of a mail server, and by the webhook of a provider.
#![cfg(feature = "machine")]

use allclear_tests::{Client, Settings, Sink, mail_header, until};
use serde_json::json;
use std::{
    io::Write,
    process::{Command, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};

const SAMPLE: &str = include_str!("../../server/src/integrations/feedback/samples/postfix.eml");
const WORDLESS: &str = include_str!("../../server/src/integrations/feedback/samples/qmail.eml");
const WORDLESS_PATH: &str = "bounces+01KB0000000000000000000001.01KB0000000000000000000002@status.example";
const SAMPLE_ID: &str = "<01KB0000000000000000000001.01KB0000000000000000000002@status.example>";

/// An instance with one reader, who was sent news; and the id of that message.
fn sent(settings: &Settings, sink: &Sink, api: &Client) -> String {
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "reader@customers.example"}]}));
    let _ = api.call("/api/v3/incidents", &json!({"title": "Down", "severity": "p1", "body": "Down."}));
    let id = mail_header(&sink.next().text, "Message-ID");
    until("it is written down", || settings.ledger("select count(*) from deliveries where state = 'sent'") == "1");
    id
}

#[test]
fn a_mail_server_pipes_back_what_it_could_not_deliver() {
    let sink = Sink::start();
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url);
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let id = sent(&settings, &sink, &api);
    let strange = settings.run_with_input(&["bounce"], SAMPLE);
    assert!(strange.status.success(), "what is none of ours is taken: {}", String::from_utf8_lossy(&strange.stderr));
    assert_eq!(settings.ledger("select state from subscribers"), "active");
    let taken = settings.run_with_input(&["bounce"], &SAMPLE.replace(SAMPLE_ID, &id));
    assert!(taken.status.success() && String::from_utf8_lossy(&taken.stdout).starts_with("1 of 1"), "{taken:?}");
    assert_eq!(settings.ledger("select state from subscribers"), "bounced");
    assert_eq!(settings.ledger("select state, reply like '5.1.1 550%' from deliveries"), "failed|1");
    assert_eq!(settings.ledger("select group_concat(outcome, ' ') from attempts"), "sent returned");
    // Where it finds no instance it makes none, and asks to keep the mail.
    let nowhere = Settings::new(None);
    for elsewhere in
        [nowhere.run_with_input(&["bounce"], SAMPLE), nowhere.with("ALLCLEAR_SMTP_RATE", "x").run_with_input(&["bounce"], SAMPLE)]
    {
        assert!(!elsewhere.status.success() && elsewhere.stdout.starts_with(b"4.3.0 "), "{elsewhere:?}");
    }
    // A letter is no report.
    assert!(settings.run_with_input(&["bounce"], "From: a@b.example\r\n\r\nHello.").status.success());
}

/// By the address that it comes to it is known whose it was, where it brings nothing back.
#[test]
fn a_bounce_that_brings_nothing_back_is_known_by_its_way() {
    let sink = Sink::start();
    let settings =
        Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_BOUNCE_ADDRESS", "bounces@status.example");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let _ = api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "reader@customers.example"}]}));
    let _ = api.call("/api/v3/incidents", &json!({"title": "Down", "severity": "p1", "body": "Down."}));
    let mail = sink.next();
    let delivery = settings.ledger("select id from deliveries");
    assert_eq!(mail.from, format!("bounces+{delivery}@status.example"));
    let sender = mail_header(&mail.text, "From");
    assert!(sender.contains("<status@"), "readers see the sender: {sender}");
    until("it is written down", || settings.ledger("select count(*) from deliveries where state = 'sent'") == "1");
    let of_another = settings.run_with_input(&["bounce"], WORDLESS);
    assert!(String::from_utf8_lossy(&of_another.stdout).starts_with("0 of 1"), "{of_another:?}");
    let taken = settings.run_with_input(&["bounce"], &WORDLESS.replace(WORDLESS_PATH, &mail.from));
    assert!(taken.status.success() && String::from_utf8_lossy(&taken.stdout).starts_with("1 of 1"), "{taken:?}");
    assert_eq!(settings.ledger("select state from subscribers"), "bounced");
}

#[test]
fn a_provider_tells_of_a_complaint_and_nobody_else_can() {
    let sink = Sink::start();
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url).with("ALLCLEAR_MAILGUN_KEY", "signing key");
    let program = settings.start();
    let api = Client::new(&program.url, Some(settings.token()));
    let id = sent(&settings, &sink, &api);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs().to_string();
    let event = |signature: &str, recipient: &str| {
        json!({
            "signature": {"timestamp": time, "token": "0123456789", "signature": signature},
            "event-data": {
                "event": "complained",
                "recipient": recipient,
                "message": {"headers": {"message-id": id.trim_matches(['<', '>'])}},
            },
        })
    };
    let hook = |body: &serde_json::Value| Client::new(&program.url, None).attempt("/hooks/mail/mailgun", body).0;
    assert_eq!(hook(&event("00", "reader@customers.example")), 401);
    assert_eq!(settings.ledger("select state from subscribers"), "active");
    let signature = signed("signing key", &format!("{time}0123456789"));
    assert_eq!(hook(&event(&signature, "reader@customers.example")), 200);
    assert_eq!(settings.ledger("select state from subscribers"), "stopped");
    assert_eq!(settings.ledger("select count(*) from audit where action = 'subscriber.complain'"), "1");
    assert_eq!(hook(&event(&signature, "reader@customers.example")), 200, "told again, it is done already");
    assert_eq!(hook(&event(&signature, "other@customers.example")), 406, "a token is good for one event");
    let unknown = Client::new(&program.url, None).attempt("/hooks/mail/sendgrid", &json!([]));
    assert_eq!(unknown, (404, "ALLCLEAR_SENDGRID_KEY is not set here".to_owned()));
}

/// HMAC-SHA256 in hexadecimal, by another program than ours.
fn signed(key: &str, text: &str) -> String {
    let mut openssl = Command::new("openssl")
        .args(["dgst", "-sha256", "-hmac", key, "-r"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl runs");
    openssl.stdin.take().expect("its input").write_all(text.as_bytes()).expect("it reads");
    let told = openssl.wait_with_output().expect("it ends").stdout;
    String::from_utf8_lossy(&told).split_whitespace().next().unwrap_or_default().to_owned()
}
