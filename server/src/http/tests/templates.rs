//! Writing from templates: in forms and by programs.

use crate::{domain::person::Role, testing::Site};
use actix_web::http::StatusCode;
use serde_json::json;

const CELL: (&str, &str) = ("health.0.0", "major_outage");

fn text_of<'a>(page: &'a str, name: &str) -> &'a str {
    let area = page.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_default();
    area.split_once('>').unwrap_or_default().1.split("</textarea>").next().unwrap_or_default().trim()
}

#[test]
fn the_button_fills_in_what_is_known_and_the_rest_is_asked_for() {
    Site::run(|site| async move {
        let session = site.person(Role::Responder);
        let empty = site.read_as(&session, "/admin/incidents/new").await.body;
        let cell = empty.split("<select").find(|part| part.contains("major_outage")).unwrap();
        let cell = cell.split("name=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let form = |act: &'static str, body: &str, template: &'static str| {
            vec![
                ("act", act.to_owned()),
                ("key", "k".to_owned()),
                ("title", "Cards fail".to_owned()),
                ("severity", "p1".to_owned()),
                ("template", template.to_owned()),
                ("body", body.to_owned()),
            ]
        };
        let send = async |fields: Vec<(&'static str, String)>, with_cell: bool| {
            let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            if with_cell {
                fields.push((&cell, CELL.1));
            }
            site.post_as(&session, "/admin/incidents/new", &fields).await
        };
        let filled = send(form("fill", "", "alert"), true).await;
        assert_eq!(filled.status, StatusCode::OK);
        let body = text_of(&filled.body, "body");
        assert!(body.contains("API in Europe. What you may notice: Major outage. It began at"), "{body}");
        assert!(body.contains("{next_update}"), "what is promised is said when it is read: {body}");
        assert!(text_of(&filled.body, "body_de").contains("API (Europe)"), "the same in German");
        // Without a place nothing can be said of one, and nothing is sent with a gap in it.
        let gap = send(form("fill", "", "alert"), false).await;
        assert!(text_of(&gap.body, "body").contains("{scope}"));
        let refused = send(form("preview", text_of(&gap.body, "body"), "alert"), false).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("is needed for {scope} in the text"), "{}", refused.body);
        // Without a template braces are what somebody typed, but for words that a template would fill in.
        let literal = send(form("preview", "GET /users/{id} fails.", ""), true).await;
        assert_eq!(literal.status, StatusCode::OK);
        let forgotten = send(form("preview", "It fails for {scope}.", ""), true).await;
        assert!(forgotten.status == StatusCode::UNPROCESSABLE_ENTITY && forgotten.body.contains("still says {scope}"));
    });
}

#[test]
fn programs_write_from_templates_too() {
    Site::run(|site| async move {
        let token = site.token(Role::Manager);
        let affected = json!([{"component": "api", "region": "eu", "health": "major_outage"}]);
        let own = json!({"kind": "alert", "name": "Cards", "titles": {"en": "{components} down"}, "page": {"en": "{scope}: {what_to_do}"}});
        let made = site.call(&token, "/api/v3/templates", &own).await;
        assert_eq!(made.status, StatusCode::CREATED);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let mut incident = json!({"title": "", "severity": "p2", "template": id, "affected": affected});
        let asked = site.call(&token, "/api/v3/incidents", &incident).await;
        assert_eq!(
            (asked.status, asked.json()["errors"][0]["field"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("workaround"))
        );
        incident["workaround"] = json!("Try again.");
        let published = site.call(&token, "/api/v3/incidents", &incident).await.json();
        assert_eq!(
            (published["title"].as_str(), published["updates"][0]["body"].as_str()),
            (Some("API down"), Some("API in Europe: Try again."))
        );
        let path = format!("/api/v3/incidents/{}/updates", published["id"].as_str().unwrap());
        let update = json!({"phase": "identified", "template": "progress"});
        let asked = site.call(&token, &path, &update).await;
        assert!(asked.body.contains("still says {what_changed}"), "{}", asked.body);
        let update = json!({"phase": "identified", "template": "progress", "body": "A cable is cut. {eta}"});
        site.set("2026-03-01T09:05:00Z");
        let said = site.call(&token, &path, &update).await.json();
        assert_eq!(said["updates"][0]["body"], "A cable is cut. We do not know yet when it will be over.");
        let unknown = json!({"kind": "alert", "name": "Bad", "page": {"en": "{componets}"}});
        let refused = site.call(&token, "/api/v3/templates", &unknown).await;
        assert_eq!(refused.json()["errors"][0]["field"], "page.en");
    });
}

#[test]
fn a_title_is_filled_in_too_and_a_promise_is_the_one_in_force() {
    Site::run(|site| async move {
        let token = site.token(Role::Manager);
        let own =
            json!({"kind": "alert", "name": "Ours", "titles": {"en": "Trouble: {cause}"}, "page": {"en": "We look into it."}});
        let made = site.call(&token, "/api/v3/templates", &own).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let word = made.json()["id"].as_str().unwrap().to_owned();
        let mut body = json!({"title": "Trouble: {cause}", "severity": "p2", "template": word,
            "affected": [{"component": "api", "region": "eu", "health": "major_outage"}]});
        let refused = site.call(&token, "/api/v3/incidents", &body).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("{cause}"), "{}", refused.body);
        body["cause"] = json!("a cable");
        let published = site.call(&token, "/api/v3/incidents", &body).await.json();
        assert_eq!(published["title"], "Trouble: a cable");
        // Four hours without an end: the words promise what is in force.
        let id: crate::domain::id::IncidentId = published["id"].as_str().unwrap().into();
        site.set("2026-03-01T13:00:00Z");
        let mut act = site.app.act("system");
        while crate::services::timers::step(&site.app.database, &mut act).unwrap() {}
        let update = json!({"phase": "investigating", "template": "progress", "body": "More. {next_update}"});
        let said = site.call(&token, &format!("/api/v3/incidents/{id}/updates"), &update).await.json();
        assert_eq!(said["next_update_at"], "2026-03-01T13:15:00Z");
        let public = "/api/v2/incidents/unresolved.json";
        assert!(site.get(public).await.body.contains("More. Next update by 1 Mar 2026, 13:15 UTC."));
        // Once the hour has passed, nothing public promises it.
        site.set("2026-03-01T13:17:00Z");
        site.app.hub.refresh(&site.app.database).unwrap();
        for path in [public, "/", &format!("/incidents/{id}"), "/feed.rss", "/history.rss", "/banner.json"] {
            let page = site.get(path).await.body;
            assert!(!page.contains("13:15") && !page.contains("next_update}"), "{path}: {page}");
        }
    });
}

#[test]
fn programs_see_who_would_hear_and_what_a_template_says_before_anything_is_written() {
    Site::run(|site| async move {
        let token = site.token(Role::Responder);
        let incident = json!({"title": "Cards fail", "severity": "p1", "template": "alert",
            "affected": [{"component": "api", "region": "eu", "health": "major_outage"}]});
        let ahead = site.call(&token, "/api/v3/incidents/audience", &incident).await;
        assert_eq!(ahead.status, StatusCode::OK, "{}", ahead.body);
        assert_eq!(
            (ahead.json()["severity"].as_str(), ahead.json()["regions"][0]["name"].as_str()),
            (Some("p1"), Some("Europe"))
        );
        let published = site.call(&token, "/api/v3/incidents", &incident).await.json();
        let id = published["id"].as_str().unwrap();
        let update = json!({"phase": "resolved", "body": "Over."});
        let ahead = site.call(&token, &format!("/api/v3/incidents/{id}/audience"), &update).await;
        assert_eq!((ahead.status, ahead.json()["told_before"].is_i64()), (StatusCode::OK, true), "{}", ahead.body);
        let still = site.get(&format!("/incidents/{id}")).await;
        assert!(!still.body.contains("Over."), "nothing was written");
        let shown = site
            .call(&token, "/api/v3/templates/preview", &json!({"kind": "alert", "page": {"en": "{scope} since {started}"}}))
            .await;
        assert!(shown.body.contains("API in Europe since"), "{}", shown.body);
    });
}
