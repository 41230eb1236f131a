//! What everybody sees.

use crate::{
    domain::{channel::Channel, delivery::Outcome, person::Role},
    services::fan_out,
    store::{
        StoreError, claims,
        outcomes::{self, Verdict},
    },
    testing::{self, Answer, Site, subscribe},
};
use actix_web::{http::StatusCode, test::TestRequest};
use chrono::TimeDelta;
use serde_json::json;

async fn publish(site: &Site) -> Answer {
    let token = site.token(Role::Responder);
    let body = json!({"title": "Payments are failing in Europe", "severity": "p1", "body": "Cards **fail**.",
        "affected": [{"component": "payments", "region": "eu", "health": "major_outage"}]});
    site.call(&token, "/api/v3/incidents", &body).await
}

#[test]
fn an_incident_is_on_the_page_at_once_and_only_where_it_is() {
    Site::run(|site| async move {
        assert!(site.get("/").await.body.contains("All systems are operational."));
        assert_eq!(publish(&site).await.status, StatusCode::CREATED);
        let page = site.get("/").await.body;
        for text in [
            "Payments are failing in Europe.",
            "America and Asia are normal.",
            "Cards <strong>fail</strong>.",
            "P1 critical",
            "09:30 UTC",
        ] {
            assert!(page.contains(text), "{text}");
        }
        let there = site.get("/?region=eu").await.body;
        assert!(there.contains("Payments are failing in Europe.") && there.contains("Major outage"));
        let elsewhere = site.get("/?region=us").await.body;
        assert!(elsewhere.contains("All systems are operational in America.") && !elsewhere.contains("Payments are failing"));
        assert!(!site.get("/feed.rss?region=us").await.body.contains("Payments are failing"));
        assert!(site.get("/feed.rss?region=eu&severity=p1").await.body.contains("Payments are failing"));
    });
}

#[test]
fn a_promise_that_passed_is_never_shown() {
    Site::run(|site| async move {
        publish(&site).await;
        site.set("2026-03-01T09:30:00Z");
        let page = site.get("/").await.body;
        assert!(page.contains("The next update is under a minute late.") && !page.contains("Next update by"), "{page}");
    });
}

#[test]
fn the_pages_of_an_incident_and_its_month() {
    Site::run(|site| async move {
        let id = publish(&site).await.json()["id"].as_str().unwrap().to_owned();
        let page = site.get(&format!("/incidents/{id}")).await;
        assert!(page.body.contains("<bdi>Payments are failing in Europe</bdi></h1>") && page.body.contains("What is affected"));
        let month = site.get("/history?month=2026-03").await;
        assert!(month.body.contains("March 2026") && month.body.contains(&format!("/incidents/{id}")));
        assert!(site.get("/history?month=2026-03&region=us").await.body.contains("No incidents and no maintenance"));
        for path in [
            "/history?month=never",
            "/history?month=2026-3",
            "/incidents/nope",
            "/maintenance/nope",
            "/?region=mars",
            "/nope",
            "/assets/nope.css",
        ] {
            assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    });
}

#[test]
fn what_a_reader_has_is_not_sent_again() {
    Site::run(|site| async move {
        for path in ["/", "/feed.rss", "/history"] {
            let first = site.get(path).await;
            let tag = first.header("etag").to_owned();
            let again = site.send(TestRequest::get().uri(path).insert_header(("if-none-match", tag.as_str()))).await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
            assert_eq!(again.header("etag"), tag);
            assert!(first.header("cache-control").contains("stale-if-error"));
        }
        publish(&site).await;
        assert_eq!(site.get("/feed.rss").await.header("last-modified"), "", "more may come within this second");
        site.set("2026-03-01T09:01:00Z");
        let feed = site.get("/feed.rss").await;
        let since = feed.header("last-modified").to_owned();
        assert_eq!(since, "Sun, 01 Mar 2026 09:00:00 GMT");
        let again = site.send(TestRequest::get().uri("/feed.rss").insert_header(("if-modified-since", since))).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    });
}

#[test]
fn pages_come_in_the_encoding_that_is_taken() {
    Site::run(|site| async move {
        for (accepted, sent) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "")] {
            let page = site.send(TestRequest::get().uri("/").insert_header(("accept-encoding", accepted))).await;
            assert_eq!(page.header("content-encoding"), sent);
            assert_eq!(page.header("vary"), "accept-encoding, accept-language");
        }
        let head = site.send(TestRequest::default().method(actix_web::http::Method::HEAD).uri("/")).await;
        assert_eq!(head.status, StatusCode::OK);
        let wrong = site.send(TestRequest::delete().uri("/")).await;
        assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    });
}

#[test]
fn nothing_on_a_page_comes_from_elsewhere_or_runs_inline() {
    Site::run(|site| async move {
        publish(&site).await;
        let page = site.get("/").await;
        assert!(page.header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert!(!page.body.contains("style=\"") && !page.body.contains("<script>") && !page.body.contains("onclick"));
        for part in page.body.split("src=\"").skip(1) {
            assert!(part.starts_with("/assets/"), "{part:.60}");
            let asset = site.get(part.split('"').next().unwrap()).await;
            assert_eq!((asset.status, asset.header("cache-control")), (StatusCode::OK, "public, max-age=31536000, immutable"));
        }
    });
}

#[test]
fn the_program_says_whether_it_works() {
    Site::run(|site| async move {
        assert_eq!(site.get("/healthz").await.body, "ok\n");
        assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
        publish(&site).await;
        site.set("2026-03-01T09:00:31Z");
        let stuck = site.get("/readyz").await;
        assert_eq!((stuck.status, stuck.json()["oldest_waiting_seconds"].as_i64()), (StatusCode::SERVICE_UNAVAILABLE, Some(31)));
    });
}

#[test]
fn views_of_the_page_are_counted() {
    Site::run(|site| async move {
        for path in ["/", "/?region=eu", "/history"] {
            site.get(path).await;
        }
        assert_eq!(site.app.views.load(std::sync::atomic::Ordering::Relaxed), 2);
    });
}

#[test]
fn a_page_that_is_opened_while_the_program_stops_keeps_nobody_waiting() {
    Site::run(|site| async move {
        site.app.hub.close();
        site.app.leave();
        let stream = site.get("/live").await;
        assert_eq!((stream.status, stream.body.as_str()), (StatusCode::OK, ""));
        assert_eq!(site.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    });
}

#[test]
fn mails_that_no_server_takes_are_a_queue_that_stands_still() {
    Site::run(|site| async move {
        let (database, now) = (&site.app.database, site.app.clock.now());
        let mut act = site.app.act("test");
        let told = database.write(|conn| {
            subscribe(conn, &mut act, "ada@customers.example", &[], &[]);
            Ok::<_, StoreError>(testing::publish(conn, &mut act, "p1", "api", "us"))
        });
        told.unwrap();
        while fan_out::step(database, now).unwrap() {}
        let refused = Outcome::Blocked("no connection".to_owned());
        let verdict = Verdict::Tried(refused, Some(now + TimeDelta::minutes(5)));
        let claim = |conn: &mut _| claims::claim(conn, Channel::Email, "x", now, now + TimeDelta::minutes(1), 1);
        let facts: Vec<_> = database.write(claim).unwrap().going.into_iter().map(|claim| (claim, verdict.clone())).collect();
        database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
        assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
        site.set("2026-03-01T09:00:31Z");
        let stuck = site.get("/readyz").await;
        assert_eq!((stuck.status, stuck.json()["oldest_unsent_seconds"].as_i64()), (StatusCode::SERVICE_UNAVAILABLE, Some(31)));
        site.app.moves();
        assert_eq!(site.get("/readyz").await.status, StatusCode::OK, "others leave");
    });
}
