//! The documents as such: where they are, who may read them, and what is in them.

use super::{assert_keys, names, open, pick, read};
use crate::{http::api::v2::document::Document, snapshot::PublicState, testing::Site};
use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};
use serde_json::{Value, json};

#[test]
fn every_document_answers_every_site_with_its_keys() {
    let documents = [
        ("summary.json", vec!["components", "incidents", "page", "scheduled_maintenances", "status"]),
        ("status.json", vec!["page", "status"]),
        ("components.json", vec!["components", "page"]),
        ("incidents.json", vec!["incidents", "page"]),
        ("incidents/unresolved.json", vec!["incidents", "page"]),
        ("incidents/resolved.json", vec!["incidents", "page"]),
        ("scheduled-maintenances.json", vec!["page", "scheduled_maintenances"]),
        ("scheduled-maintenances/upcoming.json", vec!["page", "scheduled_maintenances"]),
        ("scheduled-maintenances/active.json", vec!["page", "scheduled_maintenances"]),
    ];
    assert_eq!(documents.len(), Document::ALL.len());
    Site::run(|site| async move {
        for (name, keys) in documents {
            let path = format!("/api/v2/{name}");
            let answer = site.get(&path).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::OK, "*"), "{name}");
            assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
            let json = answer.json();
            let mut found: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
            found.sort_unstable();
            assert_eq!(found, keys, "{name}");
            let again = site.send(TestRequest::get().uri(&path).insert_header(("if-none-match", answer.header("etag")))).await;
            assert_eq!((again.status, again.header("access-control-allow-origin")), (StatusCode::NOT_MODIFIED, "*"), "{name}");
        }
    });
}

#[test]
fn an_empty_instance_has_empty_lists() {
    let page = r#"{"page":{"id":"","name":"","url":"","time_zone":"Etc/UTC","updated_at":"1970-01-01T00:00:00.000Z"}"#;
    let status = r#""status":{"indicator":"none","description":"All Systems Operational"}"#;
    let summary = format!(r#""components":[],"incidents":[],"scheduled_maintenances":[],{status}"#);
    for (document, rest) in [
        (Document::Summary, summary.as_str()),
        (Document::Status, status),
        (Document::Components, r#""components":[]"#),
        (Document::Incidents, r#""incidents":[]"#),
        (Document::Unresolved, r#""incidents":[]"#),
        (Document::Resolved, r#""incidents":[]"#),
        (Document::Maintenances, r#""scheduled_maintenances":[]"#),
        (Document::Upcoming, r#""scheduled_maintenances":[]"#),
        (Document::Active, r#""scheduled_maintenances":[]"#),
    ] {
        assert_eq!(document.text(&PublicState::default()).unwrap(), format!("{page},{rest}}}"));
    }
}

#[test]
fn the_page_says_who_it_is() {
    Site::run(|site| async move {
        let page = read(&site, "status.json").await["page"].clone();
        assert_eq!(pick(&page, &["url", "time_zone"]), json!(["https://status.example.com", "Etc/UTC"]));
        assert_eq!(pick(&page, &["id", "name"]), json!([site.app.hub.load().state.page_id, site.app.hub.load().state.title]));
        open(&site, "p3", &[]).await;
        assert_eq!(read(&site, "status.json").await["page"]["updated_at"], "2026-03-01T09:00:00.000Z");
    });
}

#[test]
fn components_stand_under_their_group() {
    Site::run(|site| async move {
        open(&site, "p2", &[("payments", "partial_outage")]).await;
        let answer = site.get("/api/v2/components.json").await;
        let keys = "id name status created_at updated_at position description showcase start_date group_id page_id group \
                    only_show_if_degraded components";
        assert_keys(&answer.body, "components", keys);
        let json = answer.json();
        assert_eq!(names(&json["components"]), ["Commerce", "API", "Dashboard", "Payments", "Reporting"]);
        let list = json["components"].as_array().unwrap();
        let (group, payments) = (&list[0], &list[3]);
        assert_eq!(pick(group, &["group", "status", "position", "group_id"]), json!([true, "partial_outage", 1, null]));
        assert_eq!(group["components"], list[1..].iter().map(|one| one["id"].clone()).collect::<Value>());
        assert_eq!(pick(payments, &["group", "status", "position"]), json!([false, "partial_outage", 4]));
        assert_eq!((&payments["group_id"], &list[1]["status"]), (&group["id"], &json!("operational")));
        let times = pick(payments, &["created_at", "updated_at", "start_date"]);
        assert_eq!(times, json!(["2026-03-01T09:00:00.000Z", "2026-03-01T09:00:00.000Z", "2026-03-01"]));
        assert!(payments.get("components").is_none(), "only groups have this key: {payments}");
    });
}

#[test]
fn what_is_not_there_is_missing_in_json() {
    Site::run(|site| async move {
        for path in ["", "summary", "Summary.json", "nope.json", "incidents/unresolved", "incidents/x.json", "summary.json/"] {
            let answer = site.get(&format!("/api/v2/{path}")).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::NOT_FOUND, "*"), "{path}");
            assert!(answer.json()["error"].is_string(), "{path}: {}", answer.body);
        }
        let wrong = site.post("/api/v2/summary.json", &[]).await;
        assert_eq!((wrong.status, wrong.header("access-control-allow-origin")), (StatusCode::METHOD_NOT_ALLOWED, "*"));
    });
}

#[test]
fn scripts_of_other_sites_may_ask_first() {
    Site::run(|site| async move {
        for path in ["summary.json", "incidents/resolved.json", "subscribers.json", "subscribers/82kp04j58dhm.json"] {
            let asked = TestRequest::default().method(Method::OPTIONS).uri(&format!("/api/v2/{path}"));
            let answer = site.send(asked).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::NO_CONTENT, "*"), "{path}");
            assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD, POST, DELETE, OPTIONS");
            assert_eq!(answer.header("access-control-allow-headers"), "content-type");
            assert_eq!(answer.header("access-control-max-age"), "86400");
        }
    });
}
