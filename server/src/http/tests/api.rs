//! What programs do.

use crate::{
    domain::person::Role,
    services::tokens::{self, Wanted},
    store,
    testing::Site,
};
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

#[test]
fn a_token_ends_by_itself_or_by_command_and_a_mistyped_one_is_none() {
    Site::run(|site| async move {
        let make = |name: &str, days| {
            let mut act = site.app.act("command");
            let wanted = Wanted { name, scope: Role::Viewer, person: None, days };
            site.app.database.write(|conn| tokens::create(conn, &mut act, &wanted)).unwrap()
        };
        let status = |token: String| {
            let ask = TestRequest::get().uri("/api/v3/incidents").insert_header(("authorization", format!("Bearer {token}")));
            let site = &site;
            async move { site.send(ask).await.status }
        };
        let (short, long) = (make("short", Some(1)), make("long", None));
        assert_eq!((status(short.clone()).await, status(long.clone()).await), (StatusCode::OK, StatusCode::OK));
        assert_eq!(status(long[..long.len() - 1].to_owned()).await, StatusCode::UNAUTHORIZED);
        site.set("2026-03-02T09:00:00Z");
        assert_eq!(status(short).await, StatusCode::UNAUTHORIZED, "its day is over");
        assert_eq!(status(long.clone()).await, StatusCode::OK);
        let used = site.app.database.read(|conn| store::tokens::by_name(conn, "long")).unwrap().unwrap().used_at;
        assert_eq!(used, Some(site.app.clock.now()));
        let mut act = site.app.act("command");
        site.app.database.write(|conn| tokens::revoke(conn, &mut act, "long")).unwrap();
        assert_eq!(status(long).await, StatusCode::UNAUTHORIZED);
    });
}
