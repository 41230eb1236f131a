//! The workflow end to end on the built program: a clock that the test sets and a real mail server.
#![cfg(feature = "machine")]

use allclear_tests::{Stage, empty_database, mail_header, until};
use serde_json::json;

fn payments(severity: &str) -> serde_json::Value {
    json!({"title": "Payments are failing", "severity": severity, "body": "Cards fail.",
        "affected": [{"component": "payments", "region": "eu", "health": "major_outage"}]})
}

fn id(incident: &serde_json::Value) -> String {
    incident["id"].as_str().expect("an id").to_owned()
}

fn heard(names: &[&str], subject: &str) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), subject.to_owned())).collect()
}

/// Reminders before, at and after; the page admits that an update is late; severity falls; the end.
fn cadence_to_the_end(database: Option<String>) {
    let stage = Stage::new(database, "2026-03-01T09:00:00Z");
    let incident = id(&stage.api.call("/api/v3/incidents", &payments("p1")));
    let first = stage.mails();
    assert_eq!(first.len(), 2);
    for (time, subject) in [
        ("2026-03-01T09:15:00Z", "[Staff] The war room does not meet yet: Payments are failing"),
        ("2026-03-01T09:25:00Z", "[Staff] Update due in 5 minutes: Payments are failing"),
        ("2026-03-01T09:30:00Z", "[Staff] Update due now: Payments are failing"),
        ("2026-03-01T09:35:00Z", "[Staff] Update overdue: Payments are failing"),
    ] {
        stage.set(time);
        assert_eq!(stage.reminded(), subject);
    }
    until("the page says that it is late", || stage.visitor.get(&format!("/incidents/{incident}")).1.contains("5 min late"));
    stage.set("2026-03-01T09:37:00Z");
    let updated = stage.update(&incident, &json!({"phase": "identified", "body": "It is the processor."}));
    assert_eq!(updated["next_update_at"], "2026-03-01T10:07:00Z");
    let second = stage.mails();
    assert_eq!(second.len(), 2);
    assert_eq!(mail_header(&second[0].text, "Subject"), "[Update] Payments are failing");
    assert!(mail_header(&second[0].text, "References").contains(&mail_header(&first[0].text, "Message-ID")));

    stage.set("2026-03-01T10:00:00Z");
    let calmer = stage.update(&incident, &json!({"phase": "identified", "severity": "p3", "body": "Few are left."}));
    assert_eq!(calmer["next_update_at"], "2026-03-01T12:00:00Z");
    assert_eq!(stage.heard(), heard(&["e"], "[Update] Payments are failing"), "who did not choose P3 hears no more of it");
    stage.set("2026-03-01T10:40:00Z");
    let _ = stage.update(&incident, &json!({"phase": "resolved", "body": "Fixed."}));
    assert_eq!(stage.heard(), heard(&["e", "g"], "[Resolved] Payments are failing"), "but the end");
    let page = stage.visitor.get("/").1;
    assert!(page.contains("All systems are operational."));
    let page = stage.visitor.get(&format!("/incidents/{incident}")).1;
    assert!(page.contains("1 h 40 min"), "it lasted 100 minutes");
    let page = stage.visitor.get("/components/payments").1;
    assert!(page.contains("1 h 40 min major outage"), "all of it counts");
}

#[test]
fn cadence_falls_and_ends_on_sqlite() {
    cadence_to_the_end(None);
}

#[test]
fn cadence_falls_and_ends_on_postgres() {
    cadence_to_the_end(Some(empty_database("cadence")));
}

/// Four hours without an end in sight.
#[test]
fn an_extended_outage() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let policy: serde_json::Value = serde_json::from_str(&stage.api.get("/api/v3/policy").1).unwrap();
    let mut policy = policy["policy"].clone();
    policy["executives"] = json!(["ceo@northwind.example"]);
    assert_eq!(stage.api.put("/api/v3/policy", &policy)["version"], 1);
    let incident = id(&stage.api.call("/api/v3/incidents", &payments("p2")));
    let _ = stage.mails();
    stage.set("2026-03-01T09:30:00Z");
    assert_eq!(stage.reminded(), "[Staff] Nobody is on it: Payments are failing", "a program published it");
    for hour in ["10", "11", "12"] {
        stage.set(&format!("2026-03-01T{hour}:00:00Z"));
        let _ = stage.update(&incident, &json!({"phase": "identified", "body": "Still at it."}));
    }
    let _ = stage.mails();
    stage.set("2026-03-01T12:50:00Z");
    let _ = stage.update(&incident, &json!({"phase": "identified", "body": "Still at it."}));
    let _ = stage.mails();
    stage.set("2026-03-01T13:00:00Z");
    let mut letters = [stage.reminded(), stage.reminded()];
    letters.sort();
    assert_eq!(
        letters,
        [
            "[Staff] Extended outage: Payments are failing",
            "[Staff] Please write to our enterprise customers: Payments are failing"
        ]
    );
    let now = stage.api.read(&format!("/api/v3/incidents/{incident}"));
    assert_eq!(now["next_update_at"], "2026-03-01T13:15:00Z");
    let sooner = stage.update(&incident, &json!({"phase": "identified", "body": "What we know; what we do not."}));
    assert_eq!(sooner["next_update_at"], "2026-03-01T13:15:00Z");
    let ended = stage.update(&incident, &json!({"phase": "identified", "body": "Soon.", "eta_at": "2026-03-01T15:00:00Z"}));
    assert_eq!(ended["next_update_at"], "2026-03-01T14:00:00Z");
}

/// Three signals, one public incident with three parts, one mail each.
#[test]
fn a_cascade() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let suspected = |title: &str, component: &str| {
        let places = json!([{"component": component, "region": "eu", "health": "partial_outage"}]);
        let came = stage.api.accepted("/api/v3/signals", &json!({"title": title, "affected": places}));
        came["suspicion"].as_str().unwrap().to_owned()
    };
    let ids = [suspected("API down", "api"), suspected("Payments fail", "payments"), suspected("Reports wrong", "reporting")];
    assert_eq!(stage.mails().len(), 3, "staff are called");
    let mut body = payments("p1");
    body["affected"] = json!([{"component": "api", "region": "eu", "health": "major_outage"}]);
    let whole = id(&stage.api.call(&format!("/api/v3/suspicions/{}/confirm", ids[0]), &body));
    for (suspicion, component) in [(&ids[1], "payments"), (&ids[2], "reporting")] {
        let part = json!({"title": component, "severity": "p1", "body": "Part.",
            "affected": [{"component": component, "region": "eu", "health": "partial_outage"}]});
        let _ = stage.api.call(&format!("/api/v3/suspicions/{suspicion}/merge"), &json!({"incident": whole, "part": part}));
    }
    assert_eq!(stage.heard(), heard(&["e", "g"], "[Service Alert] Payments are failing"), "one alert for all of it");
    let _ = stage.update(&whole, &json!({"phase": "identified", "body": "A migration went wrong."}));
    assert_eq!(stage.heard(), heard(&["e", "g"], "[Update] Payments are failing"));
    let parts: Vec<String> = stage.api.read("/api/v3/incidents")["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["parent"] == whole.as_str())
        .map(id)
        .collect();
    assert_eq!(parts.len(), 3);
    let refused =
        stage.api.refused(&format!("/api/v3/incidents/{whole}/updates"), &json!({"phase": "resolved", "body": "Done."}));
    assert!(refused.contains("still open"), "{refused}");
    for part in &parts {
        let _ = stage.update(part, &json!({"phase": "resolved", "body": "This part is over."}));
    }
    assert!(stage.heard().is_empty(), "parts are not told of by themselves");
    let _ = stage.update(&whole, &json!({"phase": "resolved", "body": "Done."}));
    assert_eq!(stage.heard(), heard(&["e", "g"], "[Resolved] Payments are failing"));
    assert!(stage.visitor.get("/").1.contains("All systems are operational."));
}

/// Exactly those who were told hear that it was nothing.
fn a_false_alarm(database: Option<String>) {
    let stage = Stage::new(database, "2026-03-01T12:00:00Z");
    let incident = id(&stage.api.call(
        "/api/v3/incidents",
        &json!({"title": "The API is down", "severity": "p2", "body": "Down.",
        "affected": [{"component": "api", "region": "us", "health": "major_outage"}]}),
    ));
    assert_eq!(stage.heard(), heard(&["g", "u"], "[Service Alert] The API is down"));
    stage.set("2026-03-01T12:03:00Z");
    let _ = stage.api.call("/api/v3/subscribers", &json!({"subscribers": [{"email": "late@customers.example"}]}));
    stage.set("2026-03-01T12:06:00Z");
    let _ = stage.api.call(&format!("/api/v3/incidents/{incident}/retract"), &json!({"body": "It was nothing. We are sorry."}));
    assert_eq!(stage.heard(), heard(&["g", "u"], "[False alarm] The API is down"));
    let history = stage.visitor.get("/history").1;
    assert!(history.contains("False alarm") && history.contains("The API is down"));
    let uptime = stage.visitor.get("/components/api").1;
    assert!(uptime.contains("100") && !uptime.contains("99."), "uptime is given back");
}

#[test]
fn a_false_alarm_on_sqlite() {
    a_false_alarm(None);
}

#[test]
fn a_false_alarm_on_postgres() {
    a_false_alarm(Some(empty_database("alarm")));
}

/// What is only suspected is nowhere public.
#[test]
fn suspected_only() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let mut policy = stage.api.read("/api/v3/policy")["policy"].clone();
    policy["signals_needed"] = json!(3);
    let _ = stage.api.put("/api/v3/policy", &policy);
    let signal = json!({"key": "probe-7", "title": "Suspicious slowness",
        "affected": [{"component": "api", "region": "eu", "health": "degraded_performance"}]});
    let came = || stage.api.accepted("/api/v3/signals", &signal);
    assert_eq!((&came()["came"], &came()["came"]), (&json!("waits"), &json!("waits")));
    let joined = came();
    assert_eq!(stage.heard(), heard(&["ada"], "[Staff] Suspected: Suspicious slowness"));
    for path in [
        "/",
        "/history",
        "/feed.rss",
        "/feed.atom",
        "/feed.json",
        "/history.rss",
        "/api/v2/summary.json",
        "/api/v2/incidents.json",
        "/banner.json",
        "/badge.svg",
        "/sitemap.xml",
        "/components/api",
        "/card.png",
    ] {
        let (status, text) = stage.visitor.get_bytes(path);
        assert!(status == 200 && !String::from_utf8_lossy(&text).contains("Suspicious"), "{path}");
    }
    assert!(stage.visitor.get("/badge.svg").1.contains("perational"));
    let suspicion = joined["suspicion"].as_str().unwrap();
    let path = format!("/api/v3/suspicions/{suspicion}/dismiss");
    let dismissed = stage.api.call(&path, &json!({"reason": "The probe was broken."}));
    assert_eq!((&dismissed["state"], &dismissed["reason"]), (&json!("dismissed"), &json!("The probe was broken.")));
}

/// Sent twice at once, and again after a lost answer: one incident, one mail each.
#[test]
fn a_double_publish() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let body = payments("p1");
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| stage.api.call_once("/api/v3/incidents", &body, "the-same-key"));
        }
    });
    let _ = stage.api.call_once("/api/v3/incidents", &body, "the-same-key");
    assert_eq!(stage.heard(), heard(&["e", "g"], "[Service Alert] Payments are failing"));
    assert_eq!(stage.api.read("/api/v3/incidents")["items"].as_array().unwrap().len(), 1);
}

/// A typo is mended; only a tick tells everybody again.
#[test]
fn an_edit_after_publishing() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let published = stage.api.call("/api/v3/incidents", &payments("p1"));
    let (incident, update) = (id(&published), published["updates"][0]["id"].as_str().unwrap().to_owned());
    assert_eq!(stage.heard().len(), 2);
    let path = format!("/api/v3/updates/{update}");
    stage.set("2026-03-01T09:05:00Z");
    let edited = stage.api.put(&path, &json!({"body": "Card payments fail."}));
    assert_eq!(edited["updates"][0]["edited_at"], "2026-03-01T09:05:00Z");
    let page = stage.visitor.get(&format!("/incidents/{incident}")).1;
    assert!(page.contains("Card payments fail.") && page.contains("edited"));
    assert!(stage.heard().is_empty());
    let _ = stage.api.put(&path, &json!({"body": "Card payments fail.", "notify": true}));
    assert_eq!(stage.heard(), heard(&["e", "g"], "[Update] Payments are failing"));
}

/// A drill goes the whole road and reaches staff alone.
#[test]
fn a_drill() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let mut body = payments("p1");
    body["drill"] = json!(true);
    let incident = id(&stage.api.call("/api/v3/incidents", &body));
    assert_eq!(stage.heard(), heard(&["ada"], "[Service Alert] DRILL: Payments are failing"));
    let _ = stage.update(&incident, &json!({"phase": "resolved", "body": "Well done."}));
    assert_eq!(stage.heard(), heard(&["ada"], "[Resolved] DRILL: Payments are failing"));
    for path in ["/", "/history", "/feed.rss", "/api/v2/incidents.json"] {
        assert!(!stage.visitor.get(path).1.contains("Payments are failing"), "{path}");
    }
    assert_eq!(stage.visitor.get(&format!("/incidents/{incident}")).0, 404);
}
