//! Planned work end to end on the built program: by itself, late, moved, called off.
#![cfg(feature = "machine")]

use allclear_tests::{Stage, empty_database, mail_body, mail_header};
use serde_json::json;

fn dashboard(more: &serde_json::Value) -> serde_json::Value {
    let mut body = json!({"title": "A new database", "body": "We move to a larger database.", "zone": "Europe/Berlin",
        "affected": [{"component": "dashboard", "region": "eu", "health": "under_maintenance"}], "effect": "degraded"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// On the night when the clocks go forward; begun and ended by itself, also while nothing ran.
fn a_maintenance(database: Option<String>) {
    let mut stage = Stage::new(database, "2026-03-10T09:00:00Z");
    let planned = stage.api.call(
        "/api/v3/maintenances",
        &dashboard(&json!({"starts_at": "2026-03-29T02:00", "estimate": "40", "ends_itself": true})),
    );
    assert_eq!((&planned["starts_at"], &planned["ends_at"]), (&json!("2026-03-29T01:00:00Z"), &json!("2026-03-29T02:00:00Z")));
    let id = planned["id"].as_str().unwrap().to_owned();
    let first = stage.mails();
    let names: Vec<_> = first.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(names, ["e@customers.example", "m@customers.example"], "who asked for maintenance, where it is");
    assert!(first[0].text.contains("text/calendar") && first[0].text.contains("method=PUBLISH"));
    assert!(mail_body(&first[0].text).contains("3:00 CEST") || first[0].text.contains("03:00 CEST"), "{}", first[0].text);
    for (time, count) in [("2026-03-22T01:00:00Z", 2), ("2026-03-28T01:00:00Z", 2), ("2026-03-29T00:00:00Z", 2)] {
        stage.set(time);
        let subject = mail_header(&stage.sink.next().text, "Subject");
        assert_eq!(subject, "[Notice] Maintenance is coming: A new database");
        assert_eq!(stage.mails().len() + 1, count);
    }
    stage.stop();
    stage.set("2026-03-29T05:00:00Z");
    stage.start();
    // Where the second was written before the first had left, it went in its place.
    let (mut begun, mut over) = (0, 0);
    while over < 2 {
        match mail_header(&stage.sink.next().text, "Subject").as_str() {
            "[Notice] Maintenance has begun: A new database" => begun += 1,
            "[Notice] Maintenance completed: A new database" => over += 1,
            other => panic!("{other}"),
        }
    }
    assert!(stage.mails().is_empty(), "and none twice");
    let replaced = stage.settings.ledger("select count(*) from deliveries where reply = 'a newer update went in its place'");
    assert_eq!((begun + replaced.parse::<usize>().unwrap(), over), (2, 2), "none missing");
    let ended = stage.api.read(&format!("/api/v3/maintenances/{id}"));
    assert_eq!((&ended["phase"], &ended["finished_at"]), (&json!("completed"), &json!("2026-03-29T02:00:00Z")));
    assert!(stage.visitor.get("/").1.contains("All systems are operational."));
}

#[test]
fn a_maintenance_on_sqlite() {
    a_maintenance(None);
}

#[test]
fn a_maintenance_on_postgres() {
    a_maintenance(Some(empty_database("maintenance")));
}

/// Nobody answers: customers hear of a later end before the planned one; then it ends late.
#[test]
fn an_overrun() {
    let stage = Stage::new(None, "2026-03-10T09:00:00Z");
    let window = json!({"starts_at": "2026-03-10T10:00:00Z", "ends_at": "2026-03-10T12:00:00Z"});
    let id = stage.api.call("/api/v3/maintenances", &dashboard(&window))["id"].as_str().unwrap().to_owned();
    assert_eq!(stage.heard().len(), 2);
    let next = || mail_header(&stage.sink.next().text, "Subject");
    stage.set("2026-03-10T10:00:00Z");
    assert_eq!(next(), "[Notice] Maintenance has begun: A new database");
    let _ = stage.mails();
    assert!(stage.visitor.get("/?region=eu").1.contains("Under maintenance"));
    stage.set("2026-03-10T11:30:00Z");
    assert_eq!(stage.reminded(), "[Staff] Will it be done in time? A new database");
    stage.set("2026-03-10T11:50:00Z");
    assert_eq!(next(), "[Notice] Maintenance takes longer: A new database");
    let _ = stage.mails();
    let now = stage.api.read(&format!("/api/v3/maintenances/{id}"));
    assert_eq!((&now["ends_at"], &now["planned_end_at"]), (&json!("2026-03-10T13:00:00Z"), &json!("2026-03-10T12:00:00Z")));
    let later = json!({"ends_at": "2026-03-10T15:00", "body": "The copy is slow."});
    assert_eq!(
        stage.api.call(&format!("/api/v3/maintenances/{id}/overrun"), &later)["ends_at"],
        "2026-03-10T14:00:00Z",
        "on the clocks of Berlin"
    );
}

/// Moved with the old and the new window, then called off; calendars follow.
#[test]
fn a_maintenance_moved_and_called_off() {
    let stage = Stage::new(None, "2026-03-10T09:00:00Z");
    let window = json!({"starts_at": "2026-03-20T10:00:00Z", "ends_at": "2026-03-20T12:00:00Z"});
    let id = stage.api.call("/api/v3/maintenances", &dashboard(&window))["id"].as_str().unwrap().to_owned();
    assert_eq!(stage.heard().len(), 2);
    let moved = json!({"starts_at": "2026-03-21T10:00:00Z", "ends_at": "2026-03-21T12:00:00Z", "body": "A holiday."});
    assert_eq!(stage.api.call(&format!("/api/v3/maintenances/{id}/move"), &moved)["sequence"], 1);
    let mails = stage.mails();
    let body = mail_body(&mails[0].text);
    assert!(body.contains("Planned before") && body.contains("20 Mar") && body.contains("21 Mar"), "{body}");
    let _ = stage.api.call(&format!("/api/v3/maintenances/{id}/cancel"), &json!({"body": "Not needed any more."}));
    let mails = stage.mails();
    assert_eq!(mail_header(&mails[0].text, "Subject"), "[Notice] Maintenance cancelled: A new database");
    assert!(mails[0].text.contains("method=CANCEL"));
    let calendar = stage.visitor.get("/calendar.ics").1;
    assert!(calendar.contains("STATUS:CANCELLED") && calendar.contains("SEQUENCE:2"));
}
