//! Responding to incidents: whom an update reaches, pictures in reviews, moving to another policy.

use crate::{
    domain::person::Role,
    store::{self, StoreError, ledger, notices},
    testing::{Site, at, publish, subscribe},
};
use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::json;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

/// An open incident in America, and a reader in Asia.
fn opened(site: &Site) -> String {
    let mut act = site.app.act("test");
    let id = site.app.database.write(|conn| {
        subscribe(conn, &mut act, "ap@customers.example", &["ap"], &[]);
        Ok::<_, StoreError>(publish(conn, &mut act, "p1", "api", "us"))
    });
    site.app.hub.refresh(&site.app.database).unwrap();
    id.unwrap().to_string()
}

/// The field of the grid for a component in a region.
fn cell(site: &Site, component: &str, region: &str) -> String {
    let catalogue = site.app.hub.load().state.catalogue.clone();
    format!("health.{}.{}", catalogue.component(component).unwrap().id, catalogue.region(region).unwrap().id)
}

#[test]
fn an_update_shows_whom_it_reaches_and_new_regions_are_ticked() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let id = opened(&site);
        let asia = cell(&site, "api", "ap");
        let seen = site.app.database.read(|conn| store::incidents::find(conn, &id.as_str().into())).unwrap().unwrap().revision;
        let seen = seen.to_string();
        let send = async |act: &str, ticked: &[&str]| {
            let mut fields = vec![("act", act), ("key", "k"), ("seen", &seen), ("phase", "identified"), ("body", "It spreads.")];
            fields.push((&asia, "major_outage"));
            fields.extend(ticked.iter().map(|code| ("regions", *code)));
            site.post_as(&session, &format!("/admin/incidents/{id}/updates"), &fields).await
        };
        let count = || site.app.database.read(|conn| notices::of_incident(conn, &id.as_str().into())).unwrap().len();
        for act in ["preview", "post"] {
            let refused = send(act, &[]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("readers in Asia were not told so far"), "{}", refused.body);
            assert!(refused.body.contains("It spreads."), "what was typed is kept");
        }
        let shown = send("preview", &["ap"]).await;
        assert_eq!((shown.status, count()), (StatusCode::OK, 1));
        for text in ["send to 1 person", "ap@customers.example", "[Update] api is failing in us", "It spreads.", "Asia/Tokyo"] {
            assert!(shown.body.contains(text), "{text}: {}", shown.body);
        }
        assert_eq!(send("post", &["ap"]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(count(), 2);
    });
}

/// Publishing and updating an exercise says before that it reaches no customer.
#[test]
fn a_drill_shows_that_nobody_would_hear_it() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let token = site.token(Role::Responder);
        let _ = opened(&site);
        let drill = json!({"title": "Fire in Tokyo", "severity": "p1", "body": "An exercise.", "drill": true,
            "affected": [{"component": "api", "region": "ap", "health": "major_outage"}]});
        let made = site.call(&token, "/api/v3/incidents", &drill).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        for phase in ["identified", "resolved"] {
            let fields = [("act", "preview"), ("key", "k"), ("phase", phase), ("body", "It goes on.")];
            let shown = site.post_as(&session, &format!("/admin/incidents/{id}/updates"), &fields).await;
            assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
            for text in ["send to nobody", "goes to staff only", "DRILL: Fire in Tokyo"] {
                assert!(shown.body.contains(text), "{text}: {}", shown.body);
            }
            assert!(!shown.body.contains("ap@customers.example"), "{}", shown.body);
        }
    });
}

#[test]
fn a_picture_is_for_staff_until_its_review_is_public() {
    Site::run(|site| async move {
        let (session, reader) = (site.person(Role::Responder), site.person(Role::Viewer));
        let token = site.token(Role::Responder);
        let id = opened(&site);
        let done = json!({"phase": "resolved", "body": "Fixed."});
        assert_eq!(site.call(&token, &format!("/api/v3/incidents/{id}/updates"), &done).await.status, StatusCode::CREATED);
        let path = format!("/admin/postmortems/{id}");
        let text =
            [("act", "picture"), ("audience", "public"), ("body", "## Summary\n\nNot saved yet."), ("alt", "Errors by minute")];
        let wrong = site.post_file(&session, &path, &text, ("picture", b"<svg></svg>")).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("PNG, JPEG or WebP"), "{}", wrong.body);
        assert!(wrong.body.contains("Not saved yet."), "what was typed is kept");
        let large = [PNG, &vec![0; 4 * 1024 * 1024]].concat();
        let wrong = site.post_file(&session, &path, &text, ("picture", &large)).await;
        assert!(wrong.body.contains("at most 2048 kB fit") && wrong.body.contains("Not saved yet."), "{}", wrong.body);
        let added = site.post_file(&session, &path, &text, ("picture", PNG)).await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.body);
        let file = added.body.split("![Errors by minute](").nth(1).unwrap().split(')').next().unwrap().to_owned();
        assert!(added.body.contains(&format!("<img src=\"{file}\" alt=\"Errors by minute\"")), "{}", added.body);
        assert_eq!(site.get(&file).await.status, StatusCode::NOT_FOUND);
        let shown = site.read_as(&reader, &file).await;
        assert_eq!((shown.status, shown.header("cache-control")), (StatusCode::OK, "no-store"));

        let body = format!("## Summary\n\nA cable. ![Errors by minute]({file}) ![spy](https://tracker.example/x.png)");
        let seen = added.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let saved = [("act", "finish"), ("audience", "public"), ("body", body.as_str()), ("seen", seen)];
        assert_eq!(site.post_as(&session, &path, &saved).await.status, StatusCode::SEE_OTHER);
        let public = site.get(&file).await;
        assert_eq!((public.status, public.header("content-type")), (StatusCode::OK, "image/png"));
        let page = site.get(&format!("/incidents/{id}/postmortem")).await.body;
        assert!(page.contains(&format!("<img src=\"{file}\"")) && !page.contains("tracker.example"), "{page}");
        let feed = site.get("/feed.json?kind=postmortems").await.body;
        assert!(feed.contains(&format!("https://status.example.com{file}")) && !feed.contains("tracker.example"), "{feed}");
    });
}

#[test]
fn programs_add_pictures_and_move_to_the_policy_in_force() {
    Site::run(|site| async move {
        let token = site.token(Role::Manager);
        let id = opened(&site);
        let mut policy = site
            .send(TestRequest::get().uri("/api/v3/policy").insert_header(("authorization", format!("Bearer {token}"))))
            .await
            .json()["policy"]
            .clone();
        policy["p1"]["update_every"] = json!(10);
        let put = TestRequest::put().uri("/api/v3/policy").insert_header(("authorization", format!("Bearer {token}")));
        assert_eq!(site.send(put.set_json(&policy)).await.status, StatusCode::OK);
        let moved = site.call(&token, &format!("/api/v3/incidents/{id}/policy"), &json!({})).await;
        assert_eq!((moved.status, &moved.json()["policy"]), (StatusCode::OK, &json!(1)));
        assert_eq!(site.call(&token, &format!("/api/v3/incidents/{id}/policy"), &json!({})).await.status, StatusCode::CONFLICT);

        let done = json!({"phase": "resolved", "body": "Fixed."});
        let _ = site.call(&token, &format!("/api/v3/incidents/{id}/updates"), &done).await;
        let send = async |kind: &str, alt: &str| {
            let path = format!("/api/v3/postmortems/{id}/pictures?alt={alt}");
            let request = TestRequest::post().uri(&path).insert_header(("authorization", format!("Bearer {token}")));
            site.send(request.insert_header(("content-type", kind.to_owned())).set_payload(PNG)).await
        };
        assert_eq!(send("text/plain", "x").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(send("image/png", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let added = send("image/png", "Errors").await.json();
        assert!(added["pictures"][0]["markdown"].as_str().unwrap().starts_with("![Errors](/files/"), "{added}");
    });
}

#[test]
fn an_old_incident_offers_the_policy_in_force_and_a_spread_is_one_click_away() {
    Site::run(|site| async move {
        let session = site.person(Role::Owner);
        let id = opened(&site);
        let page = site.read_as(&session, &format!("/admin/incidents/{id}")).await.body;
        assert!(page.contains("It spreads to other components") && page.contains(&cell(&site, "payments", "eu")));
        assert!(!page.contains("from now on"), "it goes by the policy in force");
        let mut changed = crate::domain::policy::Policy::default();
        changed.p1.update_every = Some(10);
        let mut act = site.app.act("test");
        site.app.database.write(|conn| crate::services::policy::change(conn, &mut act, &changed)).unwrap();
        let page = site.read_as(&session, &format!("/admin/incidents/{id}")).await.body;
        assert!(page.contains("Go by version 1 from now on"), "{page}");
        assert_eq!(site.post_as(&session, &format!("/admin/incidents/{id}/policy"), &[]).await.status, StatusCode::SEE_OTHER);
        let sent = site.app.database.read(ledger::counts).unwrap();
        assert!(sent.is_empty(), "that alone tells nobody: {sent:?}");
    });
}

#[test]
fn planned_work_that_nears_its_end_asks_on_the_first_page() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let token = site.token(Role::Responder);
        let window = json!({"title": "A new database", "body": "Larger.", "zone": "UTC", "starts_at": "2026-03-01T10:00",
            "ends_at": "2026-03-01T12:00", "affected": [{"component": "api", "region": "eu", "health": "under_maintenance"}]});
        let made = site.call(&token, "/api/v3/maintenances", &window).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let mut act = crate::testing::act(at("2026-03-01T10:00:00Z"));
        while crate::services::timers::step(&site.app.database, &mut act).unwrap() {}
        let asked = async |time: &str| {
            site.set(time);
            site.read_as(&session, "/admin").await.body
        };
        for minutes in ["09:25", "09:50", "10:15", "10:40", "11:05", "11:25"] {
            let page = asked(&format!("2026-03-01T{minutes}:00Z")).await;
            assert!(page.contains("What is open") && !page.contains("will it be done in time?"), "{minutes}");
        }
        for minutes in ["11:31", "11:50"] {
            assert!(asked(&format!("2026-03-01T{minutes}:00Z")).await.contains("will it be done in time?"));
        }
        assert!(asked("2026-03-01T12:01:00Z").await.contains("is it done?"));
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let page = site.read_as(&session, &format!("/admin/maintenance/{id}")).await.body;
        let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let fields = [("phase", "verifying"), ("more", "We look at it."), ("seen", seen)];
        assert_eq!(
            site.post_as(&session, &format!("/admin/maintenance/{id}/updates"), &fields).await.status,
            StatusCode::SEE_OTHER
        );
        assert!(site.get(&format!("/maintenance/{id}")).await.body.contains("Verifying"));
    });
}

#[test]
fn what_was_typed_outlives_the_session() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let id = opened(&site);
        let path = format!("/admin/incidents/{id}/updates");
        let seen = site.app.database.read(|conn| store::incidents::find(conn, &id.as_str().into())).unwrap().unwrap().revision;
        let seen = seen.to_string();
        let fields = [("key", "k"), ("seen", &seen), ("phase", "identified"), ("body", "Line one.\nLine two & <more>.")];
        // The session ended while the text was written.
        site.set("2026-03-01T09:45:00Z");
        let door = site.post_as(&session, &path, &fields).await;
        assert_eq!(door.status, StatusCode::UNAUTHORIZED);
        assert!(door.body.contains("name=\"kept.body\" value=\"Line one.\nLine two &amp; &lt;more&gt;.\""), "{}", door.body);
        let carried = |password: &'static str| {
            let mut all = vec![
                ("email".to_owned(), "responder@northwind.example".to_owned()),
                ("password".to_owned(), password.to_owned()),
            ];
            all.push(("kept_path".to_owned(), path.clone()));
            all.extend(fields.iter().map(|(name, value)| (format!("kept.{name}"), (*value).to_owned())));
            all
        };
        let enter =
            async |fields: Vec<(String, String)>| site.send(TestRequest::post().uri("/admin/sign-in").set_form(fields)).await;
        let wrong = enter(carried("wrong horse battery")).await;
        assert!(wrong.status == StatusCode::UNAUTHORIZED && wrong.body.contains("Line two"), "kept once more");
        let right = enter(carried("correct horse battery")).await;
        assert!(right.body.contains(&format!("action=\"{path}\"")) && right.body.contains("name=\"body\""), "{}", right.body);
        let session = right.header("set-cookie").split(['=', ';']).nth(1).unwrap().to_owned();
        assert_eq!(site.post_as(&session, &path, &fields).await.status, StatusCode::SEE_OTHER);
        // A form of an older session is sent on with one more click.
        let stale = [("token", "old"), ("body", "Kept.")];
        let request = TestRequest::post().uri(&path).cookie(actix_web::cookie::Cookie::new("__Host-allclear", session));
        let again = site.send(request.set_form(stale)).await;
        assert!(again.body.contains("value=\"Kept.\"") && !again.body.contains("value=\"old\""), "{}", again.body);
        let mut evil = carried("correct horse battery");
        evil[2].1 = "//evil.example".to_owned();
        assert_eq!(enter(evil).await.header("location"), "/admin");
    });
}
