//! Bad input: which field, what is wrong, nothing lost, nothing written.

use crate::{
    domain::person::Role,
    store::{incidents, subscribers},
    testing::Site,
};
use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::{Value, json};

fn good() -> Value {
    json!({"title": "API is slow", "severity": "p2", "body": "Slow.", "affected": []})
}

#[test]
fn every_bad_field_of_an_incident_is_named_and_nothing_is_written() {
    let long = "x".repeat(121);
    let table: Vec<(&str, Value, &str)> = vec![
        ("title", json!(""), "title"),
        ("title", json!("  "), "title"),
        ("title", json!(long), "title"),
        ("title", json!("a\r\nBcc: x@y.z"), "title"),
        ("title", json!("a\u{0}b"), "title"),
        ("title", json!(5), "title"),
        ("severity", json!("p5"), "severity"),
        ("severity", json!(null), "severity"),
        ("phase", json!("suspected"), "phase"),
        ("phase", json!("resolved"), "phase"),
        ("body", json!(""), "body"),
        ("body", json!("x".repeat(20_001)), "body"),
        ("body", json!("a\u{1b}[31m"), "body"),
        ("affected", json!([{"component": "nope", "region": "eu", "health": "major_outage"}]), "affected[0].component"),
        ("affected", json!([{"component": "api", "region": "mars", "health": "major_outage"}]), "affected[0].region"),
        ("affected", json!([{"component": "api", "region": "eu", "health": "sick"}]), "affected[0].health"),
        ("affected", json!([{"component": "api"}]), "affected[0]"),
        ("started_at", json!("2027-01-01T00:00:00Z"), "started_at"),
        ("started_at", json!("2020-01-01T00:00:00Z"), "started_at"),
        ("started_at", json!("soon"), "started_at"),
        ("next_update_at", json!("2026-03-01T08:59:00Z"), "next_update_at"),
        ("customers_affected", json!("many"), "customers_affected"),
        ("customers_affected", json!("-1"), "customers_affected"),
        ("colour", json!("red"), "colour"),
    ];
    Site::run(|site| async move {
        let token = site.token(Role::Responder);
        for (field, value, named) in table {
            let mut body = good();
            body[field] = value.clone();
            let answer = site.call(&token, "/api/v3/incidents", &body).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} = {value}: {}", answer.body);
            let fields: Vec<String> = answer.json()["errors"]
                .as_array()
                .unwrap()
                .iter()
                .map(|error| error["field"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(fields, [named], "{field} = {value}: {}", answer.body);
        }
        let written = site.app.database.read(|conn| incidents::page(conn, None, 10)).unwrap();
        assert!(written.is_empty());
    });
}

#[test]
fn what_is_no_json_is_refused_with_words() {
    Site::run(|site| async move {
        let token = site.token(Role::Responder);
        for (kind, body, named) in [
            ("application/json", "{", "body"),
            ("application/json", "[]", "body"),
            ("application/json", "{\"title\":\"a\",\"severity\":\"p1\",\"body\":\"b\"} more", "body"),
            ("application/json", "{\"title\":\"\u{fffd}\"}", "body"),
        ] {
            let request =
                TestRequest::post().uri("/api/v3/incidents").insert_header(("authorization", format!("Bearer {token}")));
            let answer = site.send(request.insert_header(("content-type", kind)).set_payload(body)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind} {body}");
            assert!(answer.body.contains(named), "{}", answer.body);
        }
        let request = TestRequest::post().uri("/api/v3/incidents").insert_header(("authorization", format!("Bearer {token}")));
        let large =
            site.send(request.insert_header(("content-type", "application/json")).set_payload("x".repeat(3_000_000))).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        let request = TestRequest::post().uri("/api/v3/incidents").insert_header(("authorization", format!("Bearer {token}")));
        let plain = site.send(request.insert_header(("content-type", "text/plain")).set_payload("{}")).await;
        assert_eq!(plain.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    });
}

#[test]
fn a_form_comes_back_as_it_was_filled_in() {
    Site::run(|site| async move {
        let region = site.app.hub.load().state.catalogue.regions[1].id.to_string();
        let fields = [
            ("email", "ada@example"),
            ("regions", region.as_str()),
            ("severities", "p3"),
            ("zone", "Asia/Tokyo"),
            ("kinds", "maintenance"),
        ];
        let page = site.post("/subscribe", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("value=\"ada@example\"") && page.body.contains("aria-invalid=\"true\""));
        assert!(page.body.contains("is not a mail address; write it like name@example.com"));
        for chosen in [region.as_str(), "p3", "maintenance"] {
            assert!(page.body.contains(&format!("value=\"{chosen}\" checked")), "{chosen}");
        }
        assert!(page.body.contains("value=\"Asia/Tokyo\" selected"));
    });
}

#[test]
fn bad_subscriptions_write_nothing() {
    Site::run(|site| async move {
        for (field, value) in [
            ("email", ""),
            ("email", "a@b.c\r\nBcc: x@y.z"),
            ("email", "a b@example.com"),
            ("email", "x@y"),
            ("regions", "mars"),
            ("components", "nope"),
            ("groups", "nope"),
            ("severities", "p9"),
            ("kinds", "gossip"),
            ("zone", "Mars/Olympus"),
        ] {
            let mut fields = vec![("email", "ada@example.com")];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, value));
            let page = site.post("/subscribe", &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} = {value}");
            assert!(page.body.contains(&format!("href=\"#{field}\"")), "{field} = {value}");
        }
        let request = TestRequest::post().uri("/subscribe").insert_header(("content-type", "application/x-www-form-urlencoded"));
        let wrong = site.send(request.set_payload("email=caf%E9@example.com")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("is not valid UTF-8"));
        assert!(site.app.database.read(|conn| subscribers::page(conn, "", 10)).unwrap().is_empty());
    });
}

#[test]
fn feeds_with_unknown_filters_say_so() {
    Site::run(|site| async move {
        for query in ["region=mars", "severity=p9", "component=nope", "severity=p1,p9"] {
            let answer = site.get(&format!("/feed.rss?{query}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        }
        for query in ["region=eu,us", "region=eu&region=us", "severity=P1", "component=api&foo=bar"] {
            assert_eq!(site.get(&format!("/feed.rss?{query}")).await.status, StatusCode::OK, "{query}");
        }
    });
}
