//! What a filter thinks of each kind of mail, in each language (bar M-7).
#![cfg(feature = "machine")]

use allclear_tests::{Client, Settings, Sink};
use serde_json::{Value, json};
use std::process::Command;

const LANGUAGES: [&str; 6] = ["en", "de", "fr", "es", "ja", "ar"];

/// A letter to who subscribes, then to a reader of each language what is told of an incident, of its post-mortem, and of a
/// maintenance.
fn mails() -> Vec<String> {
    let sink = Sink::start();
    let settings = Settings::new(None).with("ALLCLEAR_SMTP_URL", &sink.url);
    let program = settings.start();
    let (api, visitor) = (Client::new(&program.url, Some(settings.token())), Client::new(&program.url, None));
    let _ = api.call("/api/v3/regions", &json!({"code": "eu", "name": "Europe", "zone": "Europe/Berlin"}));
    let _ = api.call("/api/v3/components", &json!({"name": "Payments", "regions": ["eu"]}));
    assert_eq!(visitor.post("/subscribe", &[("email", "ada@customers.example")]).0, 200);
    let mut mails = vec![sink.next().text];
    let readers = LANGUAGES.map(|language| {
        let kinds = ["incidents", "maintenance", "postmortems"];
        json!({"email": format!("{language}@customers.example"), "language": language, "kinds": kinds})
    });
    let _ = api.call("/api/v3/subscribers", &json!({ "subscribers": readers }));
    // Each before the next is written, which would go in its place.
    let mut told = |_: Value| mails.extend(LANGUAGES.map(|_| sink.next().text));
    let affected = json!([{"component": "payments", "region": "eu", "health": "major_outage"}]);
    let made = api.call(
        "/api/v3/incidents",
        &json!({"title": "Cards are refused in many shops", "severity": "p1", "affected": affected,
            "body": "Card payments **fail** in many shops.\n\nWe look for the cause."}),
    );
    let id = made["id"].as_str().unwrap().to_owned();
    told(made);
    for (phase, body) in [
        ("identified", "A [certificate](https://x.example/certificate) had ended. We install another one."),
        ("resolved", "The new certificate works."),
    ] {
        told(api.call(&format!("/api/v3/incidents/{id}/updates"), &json!({"phase": phase, "body": body})));
    }
    let review = format!("/api/v3/postmortems/{id}");
    let _ = api.put(&review, &json!({"body": "## Summary\n\nA certificate **ended**.\n\n## Root cause\n\nNobody was reminded."}));
    told(api.call(&format!("{review}/finish"), &json!({})));
    let affected = json!([{"component": "payments", "region": "eu", "health": "under_maintenance"}]);
    told(api.call(
        "/api/v3/maintenances",
        &json!({"title": "A new database", "body": "We move to a larger database.", "affected": affected,
            "effect": "degraded", "starts_at": date("3 days"), "ends_at": date("3 days 2 hours")}),
    ));
    mails
}

/// So much after now, by RFC 3339.
fn date(later: &str) -> String {
    let output = Command::new("date").args(["-u", "-d", later, "+%FT%TZ"]).output().expect("a date");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What the filter says of each: `No, score=0.0 required=5.0 tests=…`.
fn verdicts(mails: &[String]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mails");
    let begin = "From x Thu Jan  1 00:00:00 1970\n";
    let mailbox: Vec<String> = mails.iter().map(|mail| [begin, &mail.replace("\r\n", "\n"), "\n"].concat()).collect();
    std::fs::write(&file, mailbox.concat()).expect("a mailbox");
    let output = Command::new("spamassassin").arg("-L").arg("--mbox").arg(&file).output().expect("spamassassin runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).replace("\n\t", " ");
    text.lines().filter_map(|line| line.strip_prefix("X-Spam-Status: ")).map(str::to_owned).collect()
}

fn score(verdict: &str) -> f64 {
    let score = verdict.split("score=").nth(1).and_then(|rest| rest.split(' ').next()).expect("a score");
    score.parse().expect("a number")
}

#[test]
fn no_mail_looks_like_spam() {
    let mails = mails();
    assert_eq!(mails.len(), 1 + 5 * LANGUAGES.len());
    let found = verdicts(&mails);
    assert_eq!(found.len(), mails.len());
    for (mail, verdict) in mails.iter().zip(&found) {
        assert!(score(verdict) <= 0.5, "{verdict}\n{mail}");
    }
    // The filter is awake.
    let unwanted = "From: win@x.example\nSubject: VIAGRA CHEAP!!! $$$ MILLION DOLLARS\n\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n";
    assert!(score(&verdicts(&[unwanted.to_owned()])[0]) > 5.0);
}
