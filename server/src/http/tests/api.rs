//! What programs do.

use crate::{domain::person::Role, testing::Site};
use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::{Value, json};

fn incident() -> Value {
    json!({"title": "API is slow", "severity": "p2", "body": "Slow.",
        "affected": [{"component": "api", "region": "us", "health": "degraded_performance"}]})
}

#[test]
fn an_incident_from_its_opening_to_its_end() {
    Site::run(|site| async move {
        let token = site.token(Role::Responder);
        let opened = site.call(&token, "/api/v3/incidents", &incident()).await;
        let path = opened.header("location").to_owned();
        assert_eq!(opened.json()["affected"][0]["health"], "degraded_performance");
        assert_eq!(opened.json()["next_update_at"], "2026-03-01T10:00:00Z");
        let resolved = site.call(&token, &format!("{path}/updates"), &json!({"phase": "resolved", "body": "Fixed."})).await;
        assert_eq!(resolved.status, StatusCode::CREATED);
        let now =
            site.send(TestRequest::get().uri(&path).insert_header(("authorization", format!("Bearer {token}")))).await.json();
        assert_eq!((now["phase"].as_str(), now["updates"].as_array().map(Vec::len)), (Some("resolved"), Some(2)));
        let again = site.call(&token, &format!("{path}/updates"), &json!({"phase": "monitoring", "body": "Hm."})).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(again.header("content-type"), "application/problem+json");
        assert_eq!(again.json()["errors"][0]["field"], "phase");
        let list = site
            .send(TestRequest::get().uri("/api/v3/incidents").insert_header(("authorization", format!("Bearer {token}"))))
            .await;
        assert_eq!(list.json()["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn a_repeated_request_is_answered_alike_and_does_nothing() {
    Site::run(|site| async move {
        let token = site.token(Role::Responder);
        let send = |body: Value| {
            let request =
                TestRequest::post().uri("/api/v3/incidents").insert_header(("authorization", format!("Bearer {token}")));
            site.send(request.insert_header(("idempotency-key", "abc")).set_json(body))
        };
        let (first, second) = (send(incident()).await, send(incident()).await);
        assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::CREATED));
        assert_eq!(first.json(), second.json());
        assert_eq!((first.header("idempotent-replayed"), second.header("idempotent-replayed")), ("", "true"));
        let mut other = incident();
        other["title"] = json!("Another");
        assert_eq!(send(other).await.status, StatusCode::CONFLICT);
    });
}

#[test]
fn a_token_does_what_its_scope_allows() {
    Site::run(|site| async move {
        for (scope, path, body, status) in [
            (Role::Viewer, "/api/v3/incidents", incident(), StatusCode::FORBIDDEN),
            (Role::Responder, "/api/v3/regions", json!({"code": "sa", "name": "South", "zone": "UTC"}), StatusCode::FORBIDDEN),
            (Role::Manager, "/api/v3/regions", json!({"code": "sa", "name": "South", "zone": "UTC"}), StatusCode::CREATED),
            (Role::Owner, "/api/v3/components", json!({"name": "Search", "regions": ["sa"]}), StatusCode::CREATED),
            (Role::Owner, "/api/v3/subscribers", json!({"subscribers": [{"email": "a@example.com"}]}), StatusCode::OK),
        ] {
            let answer = site.call(&site.token(scope), path, &body).await;
            assert_eq!(answer.status, status, "{scope} {path}: {}", answer.body);
        }
        for bad in ["", "Bearer ", "Bearer allclear_x", "Basic YTpi"] {
            let answer = site.send(TestRequest::get().uri("/api/v3/incidents").insert_header(("authorization", bad))).await;
            assert_eq!((answer.status, answer.header("www-authenticate")), (StatusCode::UNAUTHORIZED, "Bearer"));
        }
    });
}

#[test]
fn the_description_of_the_api_covers_every_address_of_it() {
    Site::run(|site| async move {
        let document = site.get("/api/v3/openapi.json").await.json();
        assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
        // Every address that is documented is served: a token is asked for, or another method.
        let paths: Vec<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        for path in &paths {
            let status = site.get(&path.replace("{id}", "x").replace("{action}", "y")).await.status;
            assert!(matches!(status, StatusCode::UNAUTHORIZED | StatusCode::METHOD_NOT_ALLOWED), "{path}: {status}");
        }
        insta::assert_snapshot!(paths.join("\n"));
        assert_eq!(site.get("/api/v3/nope").await.json()["status"], 404);
    });
}
