//! Two people at once, and the same click twice: nothing is undone in silence, nothing is told twice.

use crate::{
    domain::person::Role,
    store::{StoreError, notices, postmortems},
    testing::{Site, publish},
};
use actix_web::http::StatusCode;
use serde_json::json;

fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let field = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
    field.split('"').next().unwrap_or_default()
}

fn opened(site: &Site, severity: &str) -> String {
    let mut act = site.app.act("test");
    let id = site.app.database.write(|conn| Ok::<_, StoreError>(publish(conn, &mut act, severity, "api", "us")));
    site.app.hub.refresh(&site.app.database).unwrap();
    id.unwrap().to_string()
}

#[test]
fn the_second_of_two_writers_is_told_and_loses_nothing() {
    Site::run(|site| async move {
        let session = site.person(Role::Owner);
        let token = site.token(Role::Owner);
        let id = opened(&site, "p1");
        let _ =
            site.call(&token, &format!("/api/v3/incidents/{id}/updates"), &json!({"phase": "resolved", "body": "Fixed."})).await;
        let update = site
            .send(
                actix_web::test::TestRequest::get()
                    .uri(&format!("/api/v3/incidents/{id}"))
                    .insert_header(("authorization", format!("Bearer {token}"))),
            )
            .await
            .json()["updates"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let cases = [
            (format!("/admin/postmortems/{id}"), vec![("act", "save"), ("audience", "public")], "body"),
            (format!("/admin/updates/{update}"), vec![], "body"),
            ("/admin/templates/progress".to_owned(), vec![("act", "save")], "page_en"),
        ];
        for (path, fixed, field) in cases {
            let seen = hidden(&site.read_as(&session, &path).await.body, "seen").to_owned();
            let save = async |text: &str, seen: &str| {
                let mut fields = fixed.clone();
                fields.extend([("seen", seen), (field, text)]);
                site.post_as(&session, &path, &fields).await
            };
            assert_eq!(save("The first to save.", &seen).await.status, StatusCode::SEE_OTHER, "{path}");
            let late = save("The second to save.", &seen).await;
            assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(late.body.contains("changed by somebody else") && late.body.contains("The second to save."), "{}", late.body);
            let again = save("The second to save.", hidden(&late.body, "seen")).await;
            assert_eq!(again.status, StatusCode::SEE_OTHER, "{path}: who was told may go on");
        }
        let kept = site.app.database.read(|conn| postmortems::find(conn, &id.as_str().into())).unwrap().unwrap();
        assert_eq!(kept.body, "The second to save.");
    });
}

#[test]
fn the_policy_is_not_put_back_by_an_old_form() {
    Site::run(|site| async move {
        let session = site.person(Role::Owner);
        let page = site.read_as(&session, "/admin/policy").await.body;
        let form: Vec<(String, String)> = {
            let inputs = page.split("<input id=\"").skip(1).map(|rest| {
                let name = rest.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
                (name.to_owned(), rest.split("value=\"").nth(1).unwrap_or_default().split('"').next().unwrap().to_owned())
            });
            let selects = page.split("<select id=\"").skip(1).map(|rest| {
                let name = rest.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
                let chosen =
                    rest.split("</select>").next().unwrap().split("<option").find(|one| one.contains("selected")).unwrap();
                (name.to_owned(), chosen.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
            });
            inputs.chain(selects).chain([("seen".to_owned(), hidden(&page, "seen").to_owned())]).collect()
        };
        let save = async |name: &str, value: &str, also: &[(&str, &str)]| {
            let changed = form.iter().map(|(key, old)| (key.as_str(), if key == name { value } else { old.as_str() }));
            let fields: Vec<_> = also.iter().copied().chain(changed).collect();
            site.post_as(&session, "/admin/policy", &fields).await
        };
        assert_eq!(save("p1.update_every", "25", &[]).await.status, StatusCode::SEE_OTHER);
        let late = save("p2.update_every", "50", &[]).await;
        assert!(
            late.status == StatusCode::UNPROCESSABLE_ENTITY && late.body.contains("changed by somebody else"),
            "{}",
            late.body
        );
        let faulty = save("p2.update_every", "many", &[]).await;
        assert!(faulty.body.contains("p2 update every: is not a whole number"), "{}", faulty.body);
    });
}

#[test]
fn a_word_on_planned_work_is_said_once_however_often_it_is_clicked() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let token = site.token(Role::Responder);
        let window = json!({"title": "A new database", "body": "Larger.", "zone": "UTC", "starts_at": "2026-03-01T10:00",
            "ends_at": "2026-03-01T12:00", "affected": [{"component": "api", "region": "eu", "health": "under_maintenance"}]});
        let id = site.call(&token, "/api/v3/maintenances", &window).await.json()["id"].as_str().unwrap().to_owned();
        let told = || site.app.database.read(|conn| notices::of_maintenance(conn, &id.as_str().into())).unwrap().len();
        let path = format!("/admin/maintenance/{id}");
        let page = site.read_as(&session, &path).await.body;
        let fields = [("key", hidden(&page, "key")), ("seen", hidden(&page, "seen")), ("more", "More of it."), ("notify", "yes")];
        for _ in 0..2 {
            assert_eq!(site.post_as(&session, &format!("{path}/updates"), &fields).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(told(), 2, "the plan, and one word more");
        // A form that is older than the last change moves nothing.
        let old = [
            ("key", "other"),
            ("seen", hidden(&page, "seen")),
            ("starts_at", "2026-03-02T10:00"),
            ("ends_at", "2026-03-02T12:00"),
        ];
        let late = site.post_as(&session, &format!("{path}/move"), &old).await;
        assert!(
            late.status == StatusCode::UNPROCESSABLE_ENTITY && late.body.contains("changed while you were writing"),
            "{}",
            late.body
        );
        let again = || {
            actix_web::test::TestRequest::post()
                .uri(&format!("/api/v3/maintenances/{id}/updates"))
                .insert_header(("authorization", format!("Bearer {token}")))
                .insert_header(("idempotency-key", "k1"))
                .set_json(json!({"body": "By a program.", "notify": true}))
        };
        for _ in 0..2 {
            assert_eq!(site.send(again()).await.status, StatusCode::OK);
        }
        assert_eq!(told(), 3);
    });
}

#[test]
fn what_programs_may_not_read_is_not_read_in_the_browser() {
    Site::run(|site| async move {
        let (viewer, responder, manager) = (site.person(Role::Viewer), site.person(Role::Responder), site.person(Role::Manager));
        for path in ["/admin/customers", "/admin/sla", "/admin/subscribers"] {
            for (session, status) in
                [(&viewer, StatusCode::FORBIDDEN), (&responder, StatusCode::FORBIDDEN), (&manager, StatusCode::OK)]
            {
                assert_eq!(site.read_as(session, path).await.status, status, "{path}");
            }
        }
        assert_eq!(site.read_as(&viewer, "/admin/deliveries").await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.read_as(&responder, "/admin/deliveries").await.status, StatusCode::OK);
    });
}
