//! Right after the start, while the past is still being read.

use crate::{domain::person::Role, services::postmortems, snapshot::Hub, testing::Site};
use actix_web::http::StatusCode;
use serde_json::json;
use std::{pin::pin, task::Poll};

/// A site with an incident of half a year ago of which more was said since, with one on the first day of the bars, one on the
/// first of the days that are told of, one that is open, one of half a year ago that still hits, and work that is planned.
async fn with_a_past(site: &Site) -> String {
    let token = site.token(Role::Owner);
    let publish = async |region: &str| {
        let body = json!({"title": format!("Cards fail in {region}"), "severity": "p1", "body": "Cards fail.",
            "affected": [{"component": "payments", "region": region, "health": "major_outage"}]});
        site.call(&token, "/api/v3/incidents", &body).await.json()["id"].as_str().unwrap().to_owned()
    };
    let say = async |id: &str, phase: &str, body: &str| {
        let said = site.call(&token, &format!("/api/v3/incidents/{id}/updates"), &json!({"phase": phase, "body": body})).await;
        assert_eq!(said.status, StatusCode::CREATED, "{}", said.body);
    };
    let (old, kept) = (publish("eu").await, publish("ap").await);
    site.set("2026-03-01T10:00:00Z");
    say(&old, "resolved", "A disk was full.").await;
    let over = json!({"phase": "resolved", "body": "We know why; it stays slow.", "keep_health": true,
        "affected": [{"component": "payments", "region": "ap", "health": "degraded_performance"}]});
    assert_eq!(site.call(&token, &format!("/api/v3/incidents/{kept}/updates"), &over).await.status, StatusCode::CREATED);
    for (begins, ends) in [("2026-06-04T00:05:00Z", "2026-06-04T03:00:00Z"), ("2026-08-19T00:05:00Z", "2026-08-19T00:10:00Z")] {
        site.set(begins);
        let recent = publish("us").await;
        site.set(ends);
        say(&recent, "resolved", "All is well.").await;
    }
    site.set("2026-08-30T09:00:00Z");
    publish("ap").await;
    site.set("2026-09-01T08:00:00Z");
    let work = json!({"title": "A new database", "body": "Larger.", "zone": "UTC", "starts_at": "2026-09-05T08:00", "estimate": "60",
        "affected": [{"component": "api", "region": "us", "health": "under_maintenance"}]});
    let planned = site.call(&token, "/api/v3/maintenances", &work).await;
    assert_eq!(planned.status, StatusCode::CREATED, "{}", planned.body);
    let review = json!({"body": "A disk was full.", "is_public": true});
    let finished = site.app.database.write(|conn| {
        let (mut act, id) = (site.app.act("test"), old.as_str().into());
        postmortems::save(conn, &mut act, &id, &serde_json::from_value(review).unwrap())?;
        postmortems::finish(conn, &mut act, &id)
    });
    finished.unwrap();
    site.app.hub.refresh(&site.app.database).unwrap();
    old
}

#[test]
fn the_page_is_the_same_before_the_past_was_read_and_what_tells_of_it_waits() {
    Site::run(|mut site| async move {
        let old = format!("/incidents/{}", with_a_past(&site).await);
        let paths = ["/", "/?region=eu", "/?region=us&lang=de"];
        let mut pages = Vec::new();
        for path in paths {
            pages.push(site.get(path).await.body);
        }
        site.start_again(Hub::start_of_late);
        let known = site.app.hub.load().state.incidents.len();
        assert_eq!(known, 4, "the oldest was not read yet");
        for (path, page) in paths.into_iter().zip(pages) {
            assert_eq!(site.get(path).await.body, page, "{path}");
        }
        let mut asked = pin!(site.get(&old));
        let waits = std::future::poll_fn(|context| Poll::Ready(asked.as_mut().poll(context).is_pending())).await;
        assert!(waits, "nothing is said of what is not known");
        site.app.hub.refresh(&site.app.database).unwrap();
        assert!(asked.await.body.contains("A disk was full."));
        assert_eq!(site.app.hub.load().state.incidents.len(), 5);
    });
}

#[test]
fn where_the_past_cannot_be_read_that_is_said() {
    Site::run(|mut site| async move {
        site.start_again(Hub::start_of_late);
        assert_eq!(site.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
        tokio::time::pause();
        let page = site.get("/history").await;
        assert_eq!((page.status, page.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "30"));
        let answer = site.get("/api/v3/components").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        tokio::time::resume();
        site.app.hub.refresh(&site.app.database).unwrap();
        assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
        assert_eq!(site.get("/history").await.status, StatusCode::OK);
    });
}
