//! Subscribing from another site.

use super::pick;
use crate::{
    domain::subscriber::SubscriberState,
    store::{StoreError, subscribers},
    testing::{Answer, Site, act, at, subscribe},
};
use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::{Value, json};

const PATH: &str = "/api/v2/subscribers.json";

/// The widget on another site sends its form.
async fn ask(site: &Site, fields: &[(&str, &str)]) -> Answer {
    let request = TestRequest::post().uri(PATH).set_form(fields);
    site.send(request.insert_header(("origin", "https://shop.example")).insert_header(("sec-fetch-site", "cross-site"))).await
}

fn known(site: &Site, email: &str) -> Option<subscribers::Subscriber> {
    site.app.database.read(|conn| subscribers::by_email(conn, email)).unwrap()
}

#[test]
fn the_widget_and_the_client_find_what_they_look_for() {
    Site::run(|site| async move {
        let answer = ask(&site, &[("subscriber[email]", "ada@example.com")]).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::CREATED, "*"));
        let json = answer.json();
        assert_eq!(pick(&json, &["email", "mode", "can_select_components"]), json!(["ada@example.com", "email", true]));
        assert_eq!(json["page"]["time_zone"], "Etc/UTC");
        let subscriber = &json["subscriber"];
        let told = pick(subscriber, &["email", "mode", "created_at"]);
        assert_eq!(told, json!(["ada@example.com", "email", "2026-03-01T09:00:00.000Z"]));
        let rest = pick(subscriber, &["skip_confirmation_notification", "quarantined_at", "purge_at"]);
        assert_eq!(rest, json!([false, null, null]));
        assert_eq!(subscriber["id"].as_str().map(str::len), Some(12));
        assert_eq!(known(&site, "ada@example.com").unwrap().state, SubscriberState::Pending);
    });
}

#[test]
fn no_answer_tells_whether_an_address_is_known() {
    Site::run(|site| async move {
        let first = ask(&site, &[("subscriber[email]", "new@example.com")]).await;
        let second = ask(&site, &[("subscriber[email]", "new@example.com")]).await;
        assert_eq!((first.status, &first.body), (second.status, &second.body));
        let mut by = act(at("2026-03-01T09:00:00Z"));
        site.app.database.write(|conn| Ok::<_, StoreError>(subscribe(conn, &mut by, "old@example.com", &[], &[]))).unwrap();
        let active = ask(&site, &[("subscriber[email]", "old@example.com")]).await;
        let fresh = ask(&site, &[("subscriber[email]", "odd@example.com")]).await;
        let told = |answer: &Answer| {
            let mut json = answer.json();
            json["email"] = Value::Null;
            json["subscriber"]["email"] = Value::Null;
            json["subscriber"]["id"] = Value::Null;
            (answer.status, json)
        };
        assert_eq!(told(&active), told(&fresh));
    });
}

#[test]
fn components_and_groups_may_be_chosen_in_a_form_or_in_json() {
    Site::run(|site| async move {
        let catalogue = site.app.hub.load().state.catalogue.clone();
        let (group, api) = (catalogue.groups[0].id.to_string(), catalogue.components[0].id.to_string());
        let key = "subscriber[component_ids][]";
        let form = ask(&site, &[("subscriber[email]", "form@example.com"), (key, &group), (key, &api)]).await;
        assert_eq!(form.status, StatusCode::CREATED, "{}", form.body);
        let body = json!({"subscriber": {"email": "json@example.com", "endpoint": null, "component_ids": [group, api]}});
        let sent = site.send(TestRequest::post().uri(PATH).set_json(body)).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        for email in ["form@example.com", "json@example.com"] {
            let filter = known(&site, email).unwrap().filter;
            assert!(filter.contains(&group) && filter.contains(&api), "{email}: {filter}");
        }
    });
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    Site::run(|site| async move {
        let email = ("subscriber[email]", "ada@example.com");
        for (fields, message) in [
            (vec![], "email is empty"),
            (vec![("subscriber[email]", "nobody")], "email is not a mail address"),
            (vec![email, ("subscriber[component_id]", "nope")], "components[0] names no component"),
            (vec![email, ("subscriber[endpoint]", "https://example.com/hook")], "endpoint is not supported yet"),
            (vec![("subscriber[phone_country]", "DE"), ("subscriber[phone_number]", "1")], "phone_number is not supported yet"),
            (vec![email, ("subscriber[incident_id]", "x")], "incident_id is not supported yet"),
        ] {
            let answer = ask(&site, &fields).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::UNPROCESSABLE_ENTITY, "*"));
            let told = answer.json()["error"][0].as_str().unwrap().to_owned();
            assert!(told.starts_with(message), "{told}");
        }
        for (kind, body, status) in [
            ("text/plain", "ada@example.com", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("application/json", "{", StatusCode::UNPROCESSABLE_ENTITY),
            ("application/json", "{}", StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let answer = site.send(TestRequest::post().uri(PATH).insert_header(("content-type", kind)).set_payload(body)).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (status, "*"), "{kind} {body}");
            assert!(answer.json().get("error").is_some(), "{}", answer.body);
        }
        assert!(site.app.database.read(|conn| subscribers::page(conn, "", 10)).unwrap().is_empty());
    });
}

#[test]
fn the_form_and_the_widget_count_together() {
    Site::run(|site| async move {
        for number in 0..10 {
            let email = format!("a{number}@example.com");
            let asked = match number % 2 {
                0 => site.post("/subscribe", &[("email", &email)]).await,
                _ => ask(&site, &[("subscriber[email]", &email)]).await,
            };
            assert!(asked.status.is_success(), "{number}: {}", asked.status);
        }
        let more = ask(&site, &[("subscriber[email]", "b@example.com")]).await;
        assert_eq!((more.status, more.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "3601"));
        assert_eq!(more.header("access-control-allow-origin"), "*");
    });
}

#[test]
fn nobody_can_stop_the_mails_of_another() {
    Site::run(|site| async move {
        let mut by = act(at("2026-03-01T09:00:00Z"));
        let made = site.app.database.write(|conn| Ok::<_, StoreError>(subscribe(conn, &mut by, "ada@example.com", &[], &[])));
        let id = made.unwrap();
        for path in [PATH.to_owned(), format!("/api/v2/subscribers/{id}.json")] {
            let answer = site.send(TestRequest::delete().uri(&path).set_form([("subscriber[id]", id.as_str())])).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::NOT_FOUND, "*"), "{path}");
            assert!(answer.json()["error"].as_str().unwrap().contains("use the link"), "{}", answer.body);
        }
        assert_eq!(known(&site, "ada@example.com").unwrap().state, SubscriberState::Active);
    });
}
