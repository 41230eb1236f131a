//! Post-mortems end to end on the built program: drafted, reminded of, public or internal.
#![cfg(feature = "machine")]

use allclear_tests::{Stage, mail_body, mail_header};
use serde_json::json;

#[test]
fn a_review_is_reminded_of_and_published_to_those_who_asked() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let _ = stage
        .api
        .call("/api/v3/subscribers", &json!({"subscribers": [{"email": "p@customers.example", "kinds": ["postmortems"]}]}));
    let published = stage.api.call(
        "/api/v3/incidents",
        &json!({"title": "Payments are failing", "severity": "p1", "body": "Cards fail.",
        "affected": [{"component": "payments", "region": "eu", "health": "major_outage"}]}),
    );
    let id = published["id"].as_str().unwrap();
    for (time, phase, severity) in [("09:10", "identified", "p1"), ("09:14", "monitoring", "p3"), ("09:20", "resolved", "p3")] {
        stage.set(&format!("2026-03-01T{time}:00Z"));
        let _ = stage.update(id, &json!({"phase": phase, "severity": severity, "body": "More."}));
    }
    let _ = stage.mails();
    let path = format!("/api/v3/postmortems/{id}");
    let draft = stage.api.read(&path);
    assert_eq!(
        (&draft["due_at"], &draft["is_public"]),
        (&json!("2026-03-03T09:20:00Z"), &json!(true)),
        "as the worst severity asks"
    );
    assert_eq!(draft["body"].as_str().unwrap().matches("| 2026-03-01 09:").count(), 4, "a row for each word");
    for (time, subject) in [
        ("2026-03-02T09:20:00Z", "[Staff] Post-mortem due soon: Payments are failing"),
        ("2026-03-03T07:20:00Z", "[Staff] Post-mortem due soon: Payments are failing"),
        ("2026-03-03T09:20:00Z", "[Staff] Post-mortem overdue: Payments are failing"),
    ] {
        stage.set(time);
        assert_eq!(stage.reminded(), subject);
    }
    assert_eq!(stage.visitor.get(&format!("/incidents/{id}/postmortem")).0, 404);
    let early = stage.api.refused(&format!("{path}/finish"), &json!({}));
    assert!(early.contains("still says what is to be written: {summary}, {cause}"), "{early}");
    let _ = stage.api.put(&path, &json!({"body": "## Summary\n\nOne processor **failed**.\n\n## Root cause\n\nA cable."}));
    let action = json!({"title": "A second cable", "owner": "ada", "due_on": "2026-03-31"});
    let with = stage.api.call(&format!("{path}/actions"), &action);
    let item = with["actions"][0]["id"].as_str().unwrap().to_owned();
    let done = stage.api.put(&format!("{path}/actions/{item}"), &json!({"done": true}));
    assert_eq!(done["actions"][0]["done_at"], "2026-03-03T09:20:00Z");
    let _ = stage.api.call(&format!("{path}/finish"), &json!({}));
    let mails = stage.mails();
    let told: Vec<_> = mails.iter().map(|mail| (mail.to.as_str(), mail_header(&mail.text, "Subject"))).collect();
    assert_eq!(told, [("p@customers.example", "[Notice] Post-mortem: Payments are failing".to_owned())]);
    assert!(mail_body(&mails[0].text).contains("One processor **failed**."));
    assert!(stage.visitor.get(&format!("/incidents/{id}/postmortem")).1.contains("A cable."));
    assert!(stage.visitor.get("/feed.rss?kind=postmortems").1.contains("A cable."));
}

#[test]
fn an_internal_review_is_nowhere_public() {
    let stage = Stage::new(None, "2026-03-01T09:00:00Z");
    let published = stage.api.call("/api/v3/incidents", &json!({"title": "Slow reports", "severity": "p3", "body": "Slow."}));
    let id = published["id"].as_str().unwrap();
    let _ = stage.update(id, &json!({"phase": "resolved", "body": "Fixed."}));
    let path = format!("/api/v3/postmortems/{id}");
    assert_eq!(stage.api.read(&path)["is_public"], false);
    let _ = stage.api.put(&path, &json!({"body": "## Summary\n\nSecret-4711."}));
    let _ = stage.api.call(&format!("{path}/finish"), &json!({}));
    assert!(stage.mails().iter().all(|mail| !mail.text.contains("4711")));
    assert_eq!(stage.visitor.get(&format!("/incidents/{id}/postmortem")).0, 404);
    for path in [
        "/",
        "/history",
        "/feed.rss?kind=postmortems",
        "/feed.atom",
        "/feed.json",
        "/history.rss",
        "/sitemap.xml",
        "/api/v2/incidents.json",
    ] {
        assert!(!stage.visitor.get(path).1.contains("4711"), "{path}");
    }
    assert!(!stage.visitor.get(&format!("/incidents/{id}")).1.contains("4711"));
}
