//! What subscribers do with the links in their mails.

use crate::{
    domain::{id::SubscriberId, link::Purpose, person::Role, subscriber::SubscriberState},
    store::{StoreError, subscribers},
    testing::{Site, act, at, publish, subscribe},
};
use actix_web::{http::StatusCode, test::TestRequest};

fn state(site: &Site, id: &SubscriberId) -> SubscriberState {
    site.app.database.read(|conn| subscribers::find(conn, id)).unwrap().unwrap().state
}

#[test]
fn opening_a_link_changes_nothing_and_the_button_does() {
    Site::run(|site| async move {
        let asked = site.post("/subscribe", &[("email", "ada@example.com")]).await;
        assert!(asked.status == StatusCode::OK && asked.body.contains("One more step"));
        let id = site.app.database.read(|conn| subscribers::by_email(conn, "ada@example.com")).unwrap().unwrap().id;
        let path = format!("/confirm/{}", site.app.signer.sign(Purpose::Confirm, id.as_str()));
        assert!(site.get(&path).await.body.contains("<button class=\"button\">Confirm</button>"));
        assert_eq!(state(&site, &id), SubscriberState::Pending);
        assert!(site.post(&path, &[]).await.body.contains("You are subscribed"));
        assert_eq!(state(&site, &id), SubscriberState::Active);
        assert_eq!(site.get("/confirm/forged.AAAAAAAAAAAAAAAAAAAAAA").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn no_answer_tells_whether_an_address_is_known() {
    Site::run(|site| async move {
        let new = site.post("/subscribe", &[("email", "new@example.com")]).await;
        let pending = site.post("/subscribe", &[("email", "new@example.com")]).await;
        let mut by = act(at("2026-03-01T09:00:00Z"));
        site.app.database.write(|conn| Ok::<_, StoreError>(subscribe(conn, &mut by, "active@example.com", &[], &[]))).unwrap();
        let active = site.post("/subscribe", &[("email", "active@example.com")]).await;
        let trapped = site.post("/subscribe", &[("email", "bot@example.com"), ("website", "x")]).await;
        for other in [&pending, &active, &trapped] {
            assert_eq!((new.status, &new.body), (other.status, &other.body));
        }
        assert!(site.app.database.read(|conn| subscribers::by_email(conn, "bot@example.com")).unwrap().is_none());
    });
}

#[test]
fn who_is_quicker_than_people_is_asked_once_more() {
    Site::run(|site| async move {
        let form = site.get("/subscribe").await.body;
        let since = form.split_once("name=\"since\" value=\"").unwrap().1.split_once('"').unwrap().0;
        let fields = [("email", "ada@example.com"), ("since", since)];
        let quick = site.post("/subscribe", &fields).await;
        assert_eq!(quick.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(quick.body.contains("press the button once more") && quick.body.contains("ada@example.com"), "{}", quick.body);
        assert!(site.app.database.read(|conn| subscribers::by_email(conn, "ada@example.com")).unwrap().is_none());
        site.set("2026-03-01T09:00:02Z");
        assert!(site.post("/subscribe", &fields).await.body.contains("One more step"));
    });
}

#[test]
fn one_place_cannot_ask_without_end() {
    Site::run(|site| async move {
        for number in 0..10 {
            assert_eq!(site.post("/subscribe", &[("email", &format!("a{number}@example.com"))]).await.status, StatusCode::OK);
        }
        assert_eq!(site.post("/subscribe", &[("email", "a11@example.com")]).await.status, StatusCode::TOO_MANY_REQUESTS);
    });
}

#[test]
fn one_click_stops_at_once_and_as_often_as_it_is_pressed() {
    Site::run(|site| async move {
        let mut by = act(at("2026-03-01T08:00:00Z"));
        let id = site
            .app
            .database
            .write(|conn| {
                let id = subscribe(conn, &mut by, "ada@example.com", &[], &[]);
                publish(conn, &mut by, "p1", "api", "eu");
                Ok::<_, StoreError>(id)
            })
            .unwrap();
        let path = format!("/unsubscribe/{}", site.app.signer.sign(Purpose::Manage, id.as_str()));
        assert!(site.get(&path).await.body.contains("Stop all mail?"));
        assert_eq!(state(&site, &id), SubscriberState::Active);
        let one_click = || {
            TestRequest::post()
                .uri(&path)
                .insert_header(("content-type", "application/x-www-form-urlencoded"))
                .set_payload("List-Unsubscribe=One-Click")
        };
        for _ in 0..2 {
            assert_eq!(site.send(one_click()).await.status, StatusCode::OK);
            assert_eq!(state(&site, &id), SubscriberState::Stopped);
        }
        assert_eq!(site.post("/unsubscribe/forged.AAAAAAAAAAAAAAAAAAAAAA", &[]).await.status, StatusCode::OK);
        while crate::services::fan_out::step(&site.app.database, site.app.clock.now()).unwrap() {}
        let queued = site.app.database.read(crate::store::ledger::counts).unwrap();
        assert!(queued.is_empty(), "who stopped is told nothing more: {queued:?}");
    });
}

#[test]
fn preferences_show_what_is_chosen_and_keep_what_is_saved() {
    Site::run(|site| async move {
        let mut by = act(at("2026-03-01T08:00:00Z"));
        let id = site
            .app
            .database
            .write(|conn| Ok::<_, StoreError>(subscribe(conn, &mut by, "ada@example.com", &["us"], &["p1"])))
            .unwrap();
        let region = site.app.hub.load().state.catalogue.regions[1].id.to_string();
        let path = format!("/subscriptions/{}", site.app.signer.sign(Purpose::Manage, id.as_str()));
        let page = site.get(&path).await.body;
        assert!(
            page.contains(&format!("value=\"{region}\" checked"))
                && page.contains("a…@example.com")
                && !page.contains("ada@example.com")
        );
        let saved =
            site.post(&path, &[("severities", "p1"), ("severities", "p4"), ("kinds", "incidents"), ("zone", "Asia/Tokyo")]).await;
        assert!(saved.body.contains("Saved."));
        let row = site.app.database.read(|conn| subscribers::find(conn, &id)).unwrap().unwrap();
        assert_eq!(
            (row.filter.as_str(), row.zone.as_str()),
            (r#"{"severities":["p1","p4"],"kinds":["incidents"]}"#, "Asia/Tokyo")
        );
        let wrong = site.post(&path, &[("zone", "Mars")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn staff_find_stop_save_and_erase() {
    Site::run(|site| async move {
        let session = site.person(Role::Manager);
        let mut by = site.app.act("test");
        let ids = site.app.database.write(|conn| {
            Ok::<_, StoreError>(
                ["ada@example.com", "under_score@example.com", "=cmd@example.com"]
                    .map(|email| subscribe(conn, &mut by, email, &[], &[])),
            )
        });
        let ids = ids.unwrap();
        let found = site.read_as(&session, "/admin/subscribers?address=R_SC").await.body;
        assert!(found.contains("under_score@example.com") && !found.contains("ada@example.com"), "{found}");
        let none = site.read_as(&session, "/admin/subscribers?state=stopped").await.body;
        assert!(none.contains("Nobody here"));
        let file = site.read_as(&session, "/admin/subscribers.csv?address=example.com").await.body;
        assert!(
            file.starts_with("address,channel,state,") && file.lines().count() == 4 && file.contains("'=cmd@example.com"),
            "{file}"
        );
        let page = format!("/admin/subscribers/{}", ids[0].as_str());
        assert!(site.read_as(&session, &page).await.body.contains("Erase all that is known"));
        let unsure = site.post_as(&session, &page, &[("act", "erase")]).await;
        assert_eq!(unsure.status, StatusCode::CONFLICT);
        site.post_as(&session, &page, &[("act", "stop")]).await;
        assert_eq!(state(&site, &ids[0]), SubscriberState::Stopped);
        site.post_as(&session, &page, &[("act", "erase"), ("sure", "yes")]).await;
        assert_eq!(site.read_as(&session, &page).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn staff_read_by_name_what_somebody_wants() {
    Site::run(|site| async move {
        let session = site.person(Role::Manager);
        let mut by = site.app.act("test");
        let add = |conn: &mut _| Ok::<_, StoreError>(subscribe(conn, &mut by, "ada@example.com", &["us"], &["p1", "p2"]));
        let id = site.app.database.write(add).unwrap();
        let page = site.read_as(&session, &format!("/admin/subscribers/{id}")).await.body;
        let region = &site.app.hub.load().state.catalogue.regions[1].name;
        for fact in ["Incidents, Planned maintenance", region, "P1, P2"] {
            assert!(page.contains(&format!(">{fact}<")), "{fact}: {page}");
        }
        assert!(!page.contains("severities&quot;") && !page.contains("Of components"), "{page}");
    });
}

#[test]
fn a_person_sees_and_erases_what_is_kept_of_them() {
    Site::run(|site| async move {
        let mut by = site.app.act("test");
        let id =
            site.app.database.write(|conn| Ok::<_, StoreError>(subscribe(conn, &mut by, "ada@example.com", &[], &[]))).unwrap();
        let path = format!("/subscriptions/{}", site.app.signer.sign(Purpose::Manage, id.as_str()));
        site.post(&path.replace("/subscriptions/", "/unsubscribe/"), &[]).await;
        let ended = site.get(&path).await;
        assert!(ended.status == StatusCode::OK && ended.body.contains("/erase"), "{}", ended.body);
        assert_eq!(site.post(&path, &[]).await.status, StatusCode::CONFLICT);
        let known = site.get(&format!("{path}/data")).await;
        assert_eq!((known.status, known.json()["address"].as_str()), (StatusCode::OK, Some("ada@example.com")));
        assert_eq!(site.get(&format!("{path}/erase")).await.status, StatusCode::METHOD_NOT_ALLOWED);
        let erased = site.post(&format!("{path}/erase"), &[]).await;
        assert!(erased.body.contains("It is erased"), "{}", erased.body);
        let gone = site.get(&format!("{path}/data")).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_file_is_checked_before_it_is_imported() {
    Site::run(|site| async move {
        let manager = site.person(Role::Manager);
        let file = "email,consent\nada@example.com,\"form, 2026-02-03\"\n";
        let send = async |act: &str, file: &str| {
            site.post_file(&manager, "/admin/subscribers/import", &[("act", act)], ("file", file.as_bytes())).await
        };
        let known = || site.app.database.read(|conn| subscribers::by_email(conn, "ada@example.com")).unwrap();
        let checked = send("check", file).await;
        assert!(checked.status == StatusCode::OK && checked.body.contains("Only checked"), "{}", checked.body);
        assert!(known().is_none());
        let wrong = send("import", "email,consent\nada,form\n").await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("line 2, email"), "{}", wrong.body);
        let imported = send("import", file).await;
        assert!(imported.body.contains("They hear of what matches from now on"), "{}", imported.body);
        let row = known().unwrap();
        assert_eq!((row.state, row.consent.as_str()), (SubscriberState::Active, "form, 2026-02-03"));
        assert!(site.read_as(&manager, &format!("/admin/subscribers/{}", row.id)).await.body.contains("form, 2026-02-03"));
        let token = site.token(Role::Manager);
        let body = serde_json::json!({"csv": file, "dry_run": true});
        let told = site.call(&token, "/api/v3/subscribers/import", &body).await;
        assert!(told.body.contains("\"known\":1") && told.body.contains("\"dry_run\":true"), "{}", told.body);
    });
}

#[test]
fn staff_keep_a_list_of_whom_nothing_is_sent_to() {
    Site::run(|site| async move {
        let manager = site.person(Role::Manager);
        let path = "/admin/suppressions";
        let wrong = site.post_as(&manager, path, &[("email", "ada")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("value=\"ada\""), "{}", wrong.body);
        assert_eq!(site.post_as(&manager, path, &[("email", "ada@example.com")]).await.status, StatusCode::SEE_OTHER);
        let page = site.read_as(&manager, path).await.body;
        assert!(page.contains("ada@example.com"), "{page}");
        let open = site.post("/subscribe", &[("email", "new@example.com")]).await;
        let barred = site.post("/subscribe", &[("email", "ada@example.com")]).await;
        assert_eq!((open.status, open.body), (barred.status, barred.body), "nobody is told");
        assert!(site.app.database.read(|conn| subscribers::by_email(conn, "ada@example.com")).unwrap().is_none());
        let mark = page.split("<option value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        site.post_as(&manager, path, &[("act", "lift"), ("mark", mark)]).await;
        assert!(site.read_as(&manager, path).await.body.contains("Nobody is on the list"));
    });
}

#[test]
fn an_open_incident_can_be_followed_by_an_address_alone() {
    Site::run(|site| async move {
        let mut by = site.app.act("test");
        let id = site.app.database.write(|conn| Ok::<_, StoreError>(publish(conn, &mut by, "p1", "api", "us"))).unwrap();
        site.app.hub.refresh(&site.app.database).unwrap();
        let link = format!("/subscribe?incident={id}");
        let page = site.get(&format!("/incidents/{id}")).await.body;
        assert!(page.contains(&format!("href=\"{link}\"")), "{page}");
        let form = site.get(&link).await.body;
        assert!(form.contains("Follow this incident") && !form.contains("name=\"severities\""), "{form}");
        let ask = |email: &'static str| {
            let fields = [("email", email.to_owned()), ("incident", id.to_string())];
            let site = &site;
            async move { site.post("/subscribe", &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await }
        };
        let mistyped = ask("ada@").await;
        assert_eq!(mistyped.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(mistyped.body.contains("Follow this incident") && mistyped.body.contains(id.as_str()), "{}", mistyped.body);
        assert_eq!(ask("ada@example.com").await.status, StatusCode::OK);
        let reader = site.app.database.read(|conn| subscribers::by_email(conn, "ada@example.com")).unwrap().unwrap().id;
        let confirm = format!("/confirm/{}?incident={id}", site.app.signer.sign(Purpose::Confirm, reader.as_str()));
        assert_eq!(site.get(&confirm).await.status, StatusCode::OK);
        let confirmed = site.post(&confirm, &[]).await.body;
        assert!(confirmed.contains("until it is over"), "{confirmed}");
        let manage = format!("/subscriptions/{}", site.app.signer.sign(Purpose::Manage, reader.as_str()));
        let page = site.get(&manage).await.body;
        assert!(page.contains("You follow") && page.contains("until it is over"), "{page}");
    });
}
