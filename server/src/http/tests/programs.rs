//! What programs read: feeds, calendars, pieces for other sites, the stream.

use crate::{domain::person::Role, testing::Site};
use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::json;

async fn publish(site: &Site) {
    let token = site.token(Role::Responder);
    let body = json!({"title": "Payments & cards", "severity": "p2", "body": "Cards **fail**.",
        "affected": [{"component": "payments", "region": "eu", "health": "partial_outage"}]});
    assert_eq!(site.call(&token, "/api/v3/incidents", &body).await.status, StatusCode::CREATED);
}

#[test]
fn the_same_news_in_every_format() {
    Site::run(|site| async move {
        publish(&site).await;
        for (path, kind) in [
            ("/feed.rss", "application/rss+xml; charset=utf-8"),
            ("/feed.atom", "application/atom+xml; charset=utf-8"),
            ("/feed.json", "application/feed+json; charset=utf-8"),
            ("/history.rss", "application/rss+xml; charset=utf-8"),
            ("/history.atom", "application/atom+xml; charset=utf-8"),
        ] {
            let feed = site.get(path).await;
            assert_eq!((feed.header("content-type"), feed.header("access-control-allow-origin")), (kind, "*"), "{path}");
            assert!(feed.body.contains("cards") && feed.body.contains("Northwind") || feed.body.contains("Service"), "{path}");
            let again = site.send(TestRequest::get().uri(path).insert_header(("if-none-match", feed.header("etag")))).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
            let elsewhere = site.get(&format!("{path}?region=us")).await.body;
            assert!(!elsewhere.contains("cards"), "{path}");
            assert!(!site.get(&format!("{path}?kind=maintenance")).await.body.contains("cards"), "{path}");
        }
        let calendar = site.get("/calendar.ics").await;
        assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
        assert!(calendar.body.starts_with("BEGIN:VCALENDAR\r\n"));
    });
}

#[test]
fn pieces_for_other_sites() {
    Site::run(|site| async move {
        assert_eq!(site.get("/banner.json").await.json(), json!({"banner": null}));
        publish(&site).await;
        let banner = site.get("/banner.json?region=eu").await;
        assert_eq!(banner.json()["banner"]["tone"], "partial");
        assert_eq!(banner.header("access-control-allow-origin"), "*");
        assert_eq!(site.get("/banner.json?region=us").await.json(), json!({"banner": null}));
        let badge = site.get("/badge.svg?component=payments").await;
        assert!(badge.body.contains("Partial outage") && badge.header("content-security-policy").contains("sandbox"));
        assert!(site.get("/badge.svg?component=api").await.body.contains("Operational"));
        assert_eq!(site.get("/badge.svg?component=nope").await.status, StatusCode::NOT_FOUND);
        let script = site.get("/embed.js").await;
        assert!(script.body.len() < 4_096 && script.header("cache-control").contains("max-age=3600"));
        let card = site.get("/card.png").await;
        assert_eq!((card.status, card.header("content-type")), (StatusCode::OK, "image/png"));
    });
}

#[test]
fn search_engines_find_all_and_nothing_else() {
    Site::run(|site| async move {
        publish(&site).await;
        let map = site.get("/sitemap.xml").await.body;
        assert!(map.contains("<loc>https://status.example.com/components/payments</loc>") && map.contains("/incidents/"));
        assert!(site.get("/robots.txt").await.body.contains("Sitemap: https://status.example.com/sitemap.xml"));
        let page = site.get("/").await.body;
        assert!(
            page.contains("property=\"og:image\"") && page.contains("application/ld+json") && page.contains("rel=\"canonical\"")
        );
        assert!(site.get("/nope").await.body.contains("content=\"noindex\""));
    });
}

#[test]
fn open_pages_hear_of_every_change() {
    Site::run(|site| async move {
        let mut news = site.app.hub.listen();
        let first = news.borrow_and_update().clone().unwrap();
        assert!(!first.is_empty(), "also before anything has changed");
        assert!(site.get("/").await.body.contains(&format!("data-revision=\"{first}\"")));
        publish(&site).await;
        assert!(news.has_changed().unwrap());
        let version = news.borrow_and_update().clone().unwrap();
        assert!(site.get("/").await.body.contains(&format!("data-revision=\"{version}\"")));
        // Time alone is news when a promise passes, and not when a minute does.
        site.set("2026-03-01T09:02:00Z");
        assert!(!news.has_changed().unwrap());
        site.set("2026-03-01T11:00:01Z");
        assert!(news.has_changed().unwrap());
    });
}

#[test]
fn the_page_stays_with_https_where_it_is_https() {
    Site::run(|site| async move {
        assert_eq!(site.get("/").await.header("strict-transport-security"), "max-age=63072000");
    });
}
