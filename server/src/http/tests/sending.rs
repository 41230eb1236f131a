//! What staff, programs and monitors see of sending.

use crate::{
    domain::{channel::Channel, delivery::Outcome, person::Role},
    services::fan_out,
    store::{StoreError, claims, notices, outcomes},
    testing::{Site, publish, subscribe},
};
use actix_web::{http::StatusCode, test::TestRequest};
use chrono::TimeDelta;
use serde_json::json;

/// A P1 that two are to hear of; one of them was told.
fn half_told(site: &Site) -> (String, String) {
    let mut act = site.app.act("test");
    let (database, now) = (&site.app.database, site.app.clock.now());
    let id = database.write(|conn| {
        for name in ["=one", "two"] {
            subscribe(conn, &mut act, &format!("{name}@customers.example"), &[], &[]);
        }
        Ok::<_, StoreError>(publish(conn, &mut act, "p1", "api", "us"))
    });
    let id = id.unwrap();
    while fan_out::step(database, now).unwrap() {}
    let claimed =
        database.write(|conn| claims::claim(conn, Channel::Email, "x", now, now + TimeDelta::minutes(1), 1)).unwrap().going;
    let sent = outcomes::Verdict::Tried(Outcome::Sent("250 taken".to_owned()), None);
    let facts: Vec<_> = claimed.into_iter().map(|claim| (claim, sent.clone())).collect();
    database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
    site.app.hub.refresh(database).unwrap();
    let notice = database.read(|conn| notices::of_incident(conn, &id)).unwrap().remove(0);
    (id.to_string(), notice.to_string())
}

#[test]
fn a_send_is_watched_held_and_proved() {
    Site::run(|site| async move {
        let (session, viewer) = (site.person(Role::Responder), site.person(Role::Viewer));
        let (_, notice) = half_told(&site);
        let path = format!("/admin/notices/{notice}");
        let page = site.read_as(&session, &path).await.body;
        for text in [
            "Service alert: api is failing in us",
            "http-equiv=\"refresh\"",
            "1 in the last minute",
            "Hold it",
            "Call off the 1 that wait",
            "<pre class=\"letter\">Investigating: api is failing in us",
        ] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(!site.read_as(&session, &format!("{path}?still")).await.body.contains("http-equiv"));
        assert_eq!(site.post_as(&viewer, &path, &[("deed", "hold")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.post_as(&session, &path, &[("deed", "hold")]).await.status, StatusCode::SEE_OTHER);
        let held = site.read_as(&session, &path).await.body;
        assert!(held.contains("Held since") && held.contains("Let it go on"), "{held}");
        let proof = site.read_as(&session, &format!("{path}/proof.csv")).await;
        assert!(proof.body.starts_with("recipient,channel,state,attempts,at,reply,message_id\n"), "{}", proof.body);
        assert!(proof.body.contains("'=one@customers.example,email,"), "no formula: {}", proof.body);
        assert!(proof.body.contains(",sent,1,2026-03-01T09:00:00+00:00,250 taken"), "{}", proof.body);
        assert_eq!(site.get(&path).await.status, StatusCode::SEE_OTHER, "staff alone");
    });
}

#[test]
fn programs_hold_and_resume_a_send() {
    Site::run(|site| async move {
        let token = site.token(Role::Responder);
        let (incident, notice) = half_told(&site);
        let bearer = ("authorization", format!("Bearer {token}"));
        let list = TestRequest::get().uri(&format!("/api/v3/notices?incident={incident}")).insert_header(bearer);
        assert_eq!(site.send(list).await.json()["items"][0]["id"], notice.as_str());
        let held = site.call(&token, &format!("/api/v3/notices/{notice}/hold"), &json!({})).await.json();
        assert!(held["held_at"].is_string() && held["deliveries"].to_string().contains("\"held\""), "{held}");
        let on = site.call(&token, &format!("/api/v3/notices/{notice}/resume"), &json!({})).await.json();
        assert!(on["held_at"].is_null() && on["deliveries"].to_string().contains("\"queued\""), "{on}");
        let off = site.call(&token, &format!("/api/v3/notices/{notice}/cancel"), &json!({})).await.json();
        assert!(off["deliveries"].to_string().contains("\"skipped\""), "{off}");
        assert_eq!(site.call(&token, "/api/v3/notices/nope/hold", &json!({})).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn monitors_read_the_metrics_with_their_token() {
    Site::run(|site| async move {
        half_told(&site);
        assert_eq!(site.get("/metrics").await.status, StatusCode::UNAUTHORIZED);
        let ask = |token: &str| TestRequest::get().uri("/metrics").insert_header(("authorization", format!("Bearer {token}")));
        assert_eq!(site.send(ask("guess")).await.status, StatusCode::UNAUTHORIZED);
        let answer = site.send(ask("measure")).await;
        assert!(answer.header("content-type").starts_with("application/openmetrics-text"));
        for line in [
            "allclear_queued_deliveries{channel=\"email\"} 1",
            "allclear_database_up 1",
            "allclear_requests_total{class=\"4xx\"} 2",
        ] {
            assert!(answer.body.contains(line), "{line}: {}", answer.body);
        }
        assert!(answer.body.ends_with("# EOF\n"));
    });
}
