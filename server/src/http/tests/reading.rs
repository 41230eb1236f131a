//! The further pages: components, uptime, the past, reviews, languages, brand.

use crate::{
    domain::person::Role,
    testing::{Answer, Site},
};
use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::json;

async fn publish(site: &Site) -> String {
    let token = site.token(Role::Responder);
    let body = json!({"title": "Payments are failing", "severity": "p1", "body": "Cards fail.",
        "affected": [{"component": "payments", "region": "eu", "health": "major_outage"}],
        "translations": [{"language": "de", "title": "Zahlungen schlagen fehl", "body": "Karten **versagen**."}]});
    let answer = site.call(&token, "/api/v3/incidents", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn in_language(site: &Site, path: &str, accepted: &str) -> Answer {
    site.send(TestRequest::get().uri(path).insert_header(("accept-language", accepted))).await
}

#[test]
fn the_page_speaks_the_readers_language_and_says_what_staff_say_in_it() {
    Site::run(|site| async move {
        let id = publish(&site).await;
        let german = in_language(&site, "/", "de-CH, en;q=0.5").await.body;
        for text in ["<html lang=\"de\" dir=\"ltr\"", "Zahlungen schlagen fehl", "Karten <strong>versagen</strong>."] {
            assert!(german.contains(text), "{text}");
        }
        assert!(!german.contains("Payments are failing"));
        let french = in_language(&site, "/", "fr").await.body;
        assert!(french.contains("<html lang=\"fr\"") && french.contains("Payments are failing"));
        // A language chosen by hand goes before the browser's and stays in links.
        let arabic = in_language(&site, "/?lang=ar", "de").await.body;
        assert!(arabic.contains("dir=\"rtl\"") && arabic.contains(&format!("/incidents/{id}?lang=ar")));
        assert!(site.get("/feed.rss?lang=de").await.body.contains("Zahlungen schlagen fehl"));
        assert!(!site.get("/feed.rss").await.body.contains("Zahlungen"));
    });
}

#[test]
fn every_page_answers_in_every_language() {
    Site::run(|site| async move {
        let id = publish(&site).await;
        for lang in ["en", "de", "fr", "es", "ja", "ar"] {
            for path in ["/", "/history", "/uptime", "/components/payments", &format!("/incidents/{id}"), "/subscribe"] {
                let page = site.get(&format!("{path}?lang={lang}")).await;
                assert_eq!(page.status, StatusCode::OK, "{path} {lang}");
                // A message without its value would show the name of the value.
                assert!(!page.body.contains("{$") && page.body.contains(&format!("lang=\"{lang}\"")), "{path} {lang}");
            }
        }
    });
}

#[test]
fn a_component_and_its_year() {
    Site::run(|site| async move {
        publish(&site).await;
        site.set("2026-03-01T10:00:00Z");
        let page = site.get("/components/payments").await.body;
        assert!(page.contains("1 March: 1 h major outage") && page.contains("Payments are failing"));
        let america = site.get("/components/payments?region=us").await.body;
        assert!(!america.contains("Payments are failing"), "{america}");
        let year = site.get("/uptime?component=payments").await.body;
        assert!(year.contains("Payments, day by day") && year.contains("tone-major"));
        for missing in ["/components/nope", "/uptime?component=nope", "/components/payments?region=mars"] {
            assert_eq!(site.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
        }
    });
}

#[test]
fn the_past_is_narrowed_down_and_searched() {
    Site::run(|site| async move {
        publish(&site).await;
        for (query, found) in [
            ("?component=payments", true),
            ("?component=api", false),
            ("?severity=p1", true),
            ("?severity=p4", false),
            ("?q=CARDS", true),
            ("?q=penguins", false),
            ("?q=cards&component=api", false),
            ("?region=us", false),
        ] {
            let page = site.get(&format!("/history{query}")).await;
            assert_eq!(page.body.contains("Payments are failing"), found, "{query}");
        }
        assert!(site.get("/history?q=penguins").await.body.contains("Nothing was found"));
        let hostile = site.get("/history?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.body;
        assert!(!hostile.contains("<script>alert"), "{hostile}");
        assert_eq!(site.get("/history?severity=p9").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_long_month_comes_in_parts_and_so_does_a_long_search() {
    Site::run(|site| async move {
        let token = site.token(Role::Responder);
        for number in 1..=101 {
            let body = json!({"title": format!("Fault {number:03}"), "severity": "p4", "body": "We look."});
            assert_eq!(site.call(&token, "/api/v3/incidents", &body).await.status, StatusCode::CREATED);
            site.set(&format!("2026-03-{:02}T10:{:02}:00Z", 1 + number / 40, number % 40));
        }
        for base in ["/history?month=2026-03", "/history?severity=p4", "/history?q=fault"] {
            let mut seen = Vec::new();
            let mut next = Some(base.to_owned());
            while let Some(path) = next.take() {
                let page = site.get(&path).await.body;
                let titles: Vec<String> = page.split("Fault ").skip(1).map(|rest| rest.chars().take(3).collect()).collect();
                assert!(titles.len() <= 50, "{path}: {}", titles.len());
                seen.extend(titles);
                let older = page.split("<a href=\"").find_map(|rest| rest.split_once("\" rel=\"next\">Older"));
                next = older.map(|(href, _)| href.replace("&amp;", "&"));
            }
            let all: Vec<String> = (1..=101).rev().map(|number| format!("{number:03}")).collect();
            assert_eq!(seen, all, "{base}");
        }
        let second = site.get("/history?month=2026-03&page=2&region=eu").await;
        assert_eq!(second.status, StatusCode::OK);
        for missing in
            ["?page=0", "?page=4", "?page=x", "?page=02", "?page=+2", "?page=-1", "?q=fault&page=4", "?month=2026-02&page=2"]
        {
            assert_eq!(site.get(&format!("/history{missing}")).await.status, StatusCode::NOT_FOUND, "{missing}");
        }
    });
}

#[test]
fn the_page_says_since_when_it_is_old_and_recovers() {
    Site::run(|site| async move {
        assert!(!site.get("/").await.body.contains("cannot reach its own database"));
        *site.time.lock().unwrap() = crate::testing::at("2026-03-01T09:00:30Z");
        site.app.hub.watch_age();
        let page = site.get("/").await;
        assert!(page.status.is_success() && page.body.contains("cannot reach its own database"));
        site.set("2026-03-01T09:00:31Z");
        assert!(!site.get("/").await.body.contains("cannot reach its own database"));
    });
}

#[test]
fn a_brand_is_checked_saved_and_shown() {
    Site::run(|site| async move {
        let owner = site.person(Role::Owner);
        let faint = [("title", "Northwind"), ("accent_light", "#cccccc")];
        let refused = site.post_as(&owner, "/admin/appearance", &faint).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("has a contrast of") && refused.body.contains("#cccccc"));
        let fields = [
            ("title", "Northwind"),
            ("accent_light", "#7a1fa2"),
            ("header", "Support https://northwind.example/support"),
            ("css", ".brand { letter-spacing: 1px }"),
        ];
        let tried = site.post_as(&owner, "/admin/appearance/preview", &fields).await;
        assert!(tried.body.contains("Northwind") && tried.header("content-security-policy").contains("style-src 'self' data:"));
        assert!(!site.get("/").await.body.contains("Northwind"), "a preview saves nothing");
        assert_eq!(site.post_as(&owner, "/admin/appearance", &fields).await.status, StatusCode::OK);
        let page = site.get("/").await.body;
        assert!(page.contains("Northwind") && page.contains("https://northwind.example/support"));
        let theme = page.split("/assets/brand-").nth(1).unwrap().split('"').next().unwrap();
        let sheet = site.get(&format!("/assets/brand-{theme}")).await;
        assert!(
            sheet.body.contains("#7a1fa2")
                && sheet.body.contains("letter-spacing")
                && sheet.header("cache-control").contains("immutable")
        );
        // A page that was kept somewhere asks for the look of before.
        let before = site.get("/assets/brand-00000000.css").await;
        assert!(before.body.contains("#7a1fa2") && before.header("cache-control").contains("max-age=5"));
        assert_eq!(site.get("/assets/other-00000000.css").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_logo_is_looked_into_and_served_without_power() {
    Site::run(|site| async move {
        let owner = site.person(Role::Owner);
        let acting = site.post_file(&owner, "/admin/appearance", &[("title", "N")], ("logo", b"<svg onload=alert(1)>")).await;
        assert!(acting.status == StatusCode::UNPROCESSABLE_ENTITY && acting.body.contains("script"), "{}", acting.body);
        let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>";
        let saved = site.post_file(&owner, "/admin/appearance", &[("title", "N")], ("logo", drawing)).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
        let page = site.get("/").await.body;
        let path = page.split("src=\"/files/").nth(1).unwrap().split('"').next().unwrap();
        let logo = site.get(&format!("/files/{path}")).await;
        assert_eq!((logo.body.as_bytes(), logo.header("content-type")), (&drawing[..], "image/svg+xml"));
        assert!(logo.header("content-security-policy").contains("sandbox"));
        site.post_as(&owner, "/admin/appearance", &[("title", "N"), ("remove", "logo")]).await;
        assert!(!site.get("/").await.body.contains("/files/"));
    });
}

#[test]
fn names_in_further_languages() {
    Site::run(|site| async move {
        let owner = site.person(Role::Owner);
        let region = site.app.hub.load().state.catalogue.region("eu").unwrap().id.clone();
        let field = format!("name.{region}");
        let saved = site.post_as(&owner, "/admin/languages", &[("language", "de"), (&field, "Europa")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert!(site.get("/?lang=de").await.body.contains("Europa") && !site.get("/").await.body.contains("Europa"));
        let unknown = site.post_as(&owner, "/admin/languages", &[("language", "de"), ("name.nope", "x")]).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(site.read_as(&owner, "/admin/languages?language=de").await.body.contains("Europa"));
    });
}
