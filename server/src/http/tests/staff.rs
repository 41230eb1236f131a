//! What staff do, and who is not let in.

use crate::{
    domain::person::Role,
    services::people,
    store::{StoreError, incidents, notices},
    testing::Site,
};
use actix_web::{cookie::Cookie, http::StatusCode, test::TestRequest};

const PAGES: [&str; 9] = [
    "/admin",
    "/admin/incidents",
    "/admin/incidents/new",
    "/admin/components",
    "/admin/groups",
    "/admin/regions",
    "/admin/subscribers",
    "/admin/deliveries",
    "/admin/deliveries/x",
];

fn written(site: &Site) -> (usize, usize) {
    site.app
        .database
        .read(|conn| Ok::<_, StoreError>((incidents::page(conn, None, 10)?.len(), notices::to_fan_out(conn)?.len())))
        .unwrap()
}

#[test]
fn who_is_not_signed_in_is_sent_to_the_door() {
    Site::run(|site| async move {
        for path in PAGES {
            let answer = site.get(path).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
            assert!(answer.header("location").starts_with("/admin/sign-in?next="), "{path}");
        }
    });
}

#[test]
fn the_cookie_is_for_this_host_over_secure_lines_only() {
    Site::run(|site| async move {
        site.person(Role::Owner);
        let answer = site
            .post(
                "/admin/sign-in?next=/admin/incidents",
                &[("email", "Owner@northwind.example"), ("password", "correct horse battery")],
            )
            .await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/admin/incidents"));
        let cookie = answer.header("set-cookie");
        for part in ["__Host-allclear=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/admin/../x", "/%2f"] {
            let path = format!(
                "/admin/sign-in?{}",
                url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish()
            );
            let answer = site.post(&path, &[("email", "owner@northwind.example"), ("password", "correct horse battery")]).await;
            assert_eq!(answer.header("location"), "/admin", "{next}");
        }
    });
}

#[test]
fn guessing_gets_slower() {
    Site::run(|site| async move {
        site.person(Role::Owner);
        let wrong = [("email", "owner@northwind.example"), ("password", "wrong horse battery")];
        for _ in 0..5 {
            let answer = site.post("/admin/sign-in", &wrong).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            assert!(answer.body.contains("do not belong together") && answer.body.contains("owner@northwind.example"));
        }
        assert_eq!(site.post("/admin/sign-in", &wrong).await.status, StatusCode::TOO_MANY_REQUESTS);
        site.set("2026-03-01T09:00:02Z");
        let right = [("email", "owner@northwind.example"), ("password", "correct horse battery")];
        assert_eq!(site.post("/admin/sign-in", &right).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_session_ends_by_itself_and_by_its_holder() {
    Site::run(|site| async move {
        let session = site.person(Role::Viewer);
        assert_eq!(site.read_as(&session, "/admin").await.status, StatusCode::OK);
        site.set("2026-03-01T09:29:00Z");
        assert_eq!(site.read_as(&session, "/admin").await.status, StatusCode::OK);
        site.set("2026-03-01T09:58:00Z");
        assert_eq!(site.read_as(&session, "/admin").await.status, StatusCode::OK, "its use is noted");
        assert_eq!(site.post_as(&session, "/admin/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.read_as(&session, "/admin").await.status, StatusCode::SEE_OTHER, "an old cookie is worth nothing");
        let other = site.person(Role::Manager);
        site.set("2026-03-01T10:29:00Z");
        assert_eq!(site.read_as(&other, "/admin").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn forms_from_elsewhere_do_nothing() {
    Site::run(|site| async move {
        let session = site.person(Role::Owner);
        let cookie = || Cookie::new("__Host-allclear", session.clone());
        let form = [("code", "sa"), ("name", "South"), ("zone", "UTC")];
        let bare = site.send(TestRequest::post().uri("/admin/regions").cookie(cookie()).set_form(form)).await;
        assert_eq!(bare.status, StatusCode::CONFLICT, "a form without its token");
        for (name, value) in
            [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
        {
            for path in ["/admin/regions", "/admin/sign-in", "/subscribe", "/setup/x", "/admin/sign-out", "/admin/incidents/new"]
            {
                let answer =
                    site.send(TestRequest::post().uri(path).cookie(cookie()).insert_header((name, value)).set_form(form)).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {value}");
            }
        }
        assert_eq!(site.app.hub.load().state.catalogue.regions.len(), 3);
        assert_eq!(site.post_as(&session, "/admin/regions", &form).await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.app.hub.load().state.catalogue.regions.len(), 4);
    });
}

#[test]
fn each_role_does_what_it_may() {
    Site::run(|site| async move {
        for role in [Role::Viewer, Role::Responder, Role::Manager, Role::Owner] {
            let session = site.person(role);
            let incident = site.post_as(&session, "/admin/incidents/new", &[("act", "preview")]).await;
            assert_eq!(incident.status == StatusCode::FORBIDDEN, role < Role::Responder, "{role}");
            for path in ["/admin/regions", "/admin/groups", "/admin/components"] {
                assert_eq!(
                    site.post_as(&session, path, &[]).await.status == StatusCode::FORBIDDEN,
                    role < Role::Manager,
                    "{role} {path}"
                );
            }
        }
    });
}

fn incident(component: &str) -> Vec<(String, &'static str)> {
    [("title", "Payments are failing"), ("severity", "p1"), ("phase", "investigating"), ("body", "Cards fail."), ("key", "k1")]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .chain([(format!("health.{component}"), "major_outage")])
        .collect()
}

#[test]
fn nothing_is_published_before_its_audience_was_seen() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let snapshot = site.app.hub.load();
        let state = &snapshot.state;
        let (component, region) = (&state.catalogue.components[2].id, &state.catalogue.regions[0].id);
        let region_code = state.catalogue.regions[0].code.clone();
        let place = format!("{component}.{region}");
        let fields = incident(&place);
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let sneaky: Vec<_> = fields.iter().copied().chain([("act", "publish")]).collect();
        let answer = site.post_as(&session, "/admin/incidents/new", &sneaky).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && written(&site) == (0, 0));
        assert!(answer.body.contains("are not verified") && answer.body.contains("send to nobody"));
        fields.push(("act", "preview"));
        let preview = site.post_as(&session, "/admin/incidents/new", &fields).await;
        assert!(
            preview.body.contains("send to nobody")
                && preview.body.contains("Europe/Berlin")
                && preview.body.contains("[Service Alert] Payments are failing")
        );
        let mark = preview.body.split("name=\"mark\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        fields.pop();
        fields.extend([("act", "publish"), ("mark", mark.as_str()), ("regions", region_code.as_str())]);
        let first = site.post_as(&session, "/admin/incidents/new", &fields).await;
        let second = site.post_as(&session, "/admin/incidents/new", &fields).await;
        assert_eq!((first.status, first.header("location")), (StatusCode::SEE_OTHER, second.header("location")));
        assert_eq!(written(&site), (1, 1), "a double click publishes once");
        let page = site.read_as(&session, first.header("location")).await.body;
        assert!(page.contains("Post an update") && page.contains("Payments, Europe"));
        let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let wrong = site
            .post_as(
                &session,
                &format!("{}/updates", first.header("location")),
                &[("phase", "false_alarm"), ("body", "<b>typed</b>"), ("key", "k2"), ("seen", seen)],
            )
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            wrong.body.contains("false_alarm cannot follow investigating") && wrong.body.contains("&lt;b&gt;typed&lt;/b&gt;")
        );
    });
}

#[test]
fn a_promise_that_the_form_made_follows_the_severity() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let fields = |severity: &'static str| vec![("title", "Slow"), ("severity", severity), ("body", "Slow."), ("key", "k")];
        let first = site.post_as(&session, "/admin/incidents/new", &[fields("p3"), vec![("act", "preview")]].concat()).await;
        assert!(first.body.contains("name=\"prefilled\" value=\"2026-03-01T11:00\""));
        let kept = [("act", "preview"), ("next_update_at", "2026-03-01T11:00"), ("prefilled", "2026-03-01T11:00")];
        let worse = site.post_as(&session, "/admin/incidents/new", &[fields("p1"), kept.to_vec()].concat()).await;
        assert!(worse.body.contains("value=\"2026-03-01T09:30\""), "half an hour for a P1");
        let typed = [("act", "preview"), ("next_update_at", "2026-03-01T09:45"), ("prefilled", "2026-03-01T09:30")];
        let own = site.post_as(&session, "/admin/incidents/new", &[fields("p1"), typed.to_vec()].concat()).await;
        assert!(own.body.contains("value=\"2026-03-01T09:45\"") && own.body.contains("name=\"prefilled\" value=\"\""));
    });
}

#[test]
fn a_form_that_grew_old_undoes_nothing() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let token = site.token(Role::Responder);
        let body = serde_json::json!({"title": "Slow", "severity": "p2", "body": "Slow."});
        let id = site.call(&token, "/api/v3/incidents", &body).await.json()["id"].as_str().unwrap().to_owned();
        let path = format!("/admin/incidents/{id}");
        let form = site.read_as(&session, &path).await.body;
        let seen = form.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let worse = serde_json::json!({"phase": "identified", "severity": "p1", "body": "Worse."});
        site.call(&token, &format!("/api/v3/incidents/{id}/updates"), &worse).await;
        let old = [("phase", "investigating"), ("severity", "p2"), ("body", "My words."), ("key", "k"), ("seen", seen.as_str())];
        let answer = site.post_as(&session, &format!("{path}/updates"), &old).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.body.contains("My words.") && answer.body.contains("changed while you were writing"));
        assert!(answer.body.contains("value=\"identified\" checked") && answer.body.contains("value=\"p1\" checked"));
    });
}

#[test]
fn the_first_owner_is_made_by_the_link() {
    Site::run(|site| async move {
        let mut act = site.app.act("test");
        let secret = site.app.database.write(|conn| people::setup_secret(conn, &mut act)).unwrap().unwrap();
        assert_eq!(site.get("/setup/wrong").await.status, StatusCode::GONE);
        let path = format!("/setup/{secret}");
        assert!(site.get(&path).await.body.contains("Make the first owner"));
        let weak = site.post(&path, &[("email", "ada@northwind.example"), ("password", "short")]).await;
        assert!(
            weak.status == StatusCode::UNPROCESSABLE_ENTITY
                && weak.body.contains("is too short")
                && weak.body.contains("ada@northwind.example")
        );
        let made = site.post(&path, &[("email", "ada@northwind.example"), ("password", "correct horse battery")]).await;
        assert_eq!((made.status, made.header("location")), (StatusCode::SEE_OTHER, "/admin"));
        let again = site.post(&path, &[("email", "eve@northwind.example"), ("password", "correct horse battery")]).await;
        assert_eq!(again.status, StatusCode::GONE);
    });
}

#[test]
fn a_report_says_the_same_to_people_and_programs() {
    Site::run(|site| async move {
        let token = site.token(Role::Responder);
        let body = serde_json::json!({"title": "=Slow", "severity": "p2", "body": "Slow.", "started_at": "2026-03-01T08:50:00Z",
            "affected": [{"component": "api", "region": "eu", "health": "partial_outage"}]});
        let id = site.call(&token, "/api/v3/incidents", &body).await.json()["id"].as_str().unwrap().to_owned();
        site.set("2026-03-01T09:50:00Z");
        let end = serde_json::json!({"phase": "resolved", "body": "Fixed."});
        site.call(&token, &format!("/api/v3/incidents/{id}/updates"), &end).await;
        let session = site.person(Role::Viewer);
        let page = site.read_as(&session, "/admin/reports").await;
        assert!(page.status == StatusCode::OK && page.body.contains("100 % of 1"), "{}", page.body);
        assert!(page.body.contains("class=\"p2\""));
        let file = site.read_as(&session, "/admin/reports.csv").await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert!(file.body.contains(",'=Slow,p2,false,") && file.body.contains(",10,0,0,60,API,Europe,1,1,"), "{}", file.body);
        let request = actix_web::test::TestRequest::get().uri("/api/v3/reports?from=2026-02&to=2026-03");
        let report = site.send(request.insert_header(("authorization", format!("Bearer {token}")))).await.json();
        assert_eq!((&report["months"][1]["p2"], &report["seconds_to_resolve"]), (&1.into(), &3600.into()));
        assert_eq!(report["components"][0]["name"], "API");
        let wrong = site.read_as(&session, "/admin/reports?from=soon").await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("write it like 2026-03"));
    });
}
