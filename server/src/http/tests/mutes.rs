//! Hearing no more of one incident, by the link of its mails.

use crate::{
    domain::{link::Purpose, subscriber::SubscriberState},
    services::mutes,
    store::{StoreError, mutes as rows, subscribers},
    testing::{Site, act, at, publish, subscribe},
};
use actix_web::http::StatusCode;

#[test]
fn a_link_of_a_mail_stops_one_incident_and_nothing_else() {
    Site::run(|site| async move {
        let mut by = act(at("2026-03-01T08:00:00Z"));
        let database = &site.app.database;
        let write = |conn: &mut _| {
            let id = subscribe(conn, &mut by, "ada@example.com", &[], &[]);
            Ok::<_, StoreError>((publish(conn, &mut by, "p1", "api", "eu"), id))
        };
        let (incident, id) = database.write(write).unwrap();
        site.set("2026-03-01T08:01:00Z");
        let path = format!("/mute/{}", site.app.signer.sign(Purpose::Mute, &mutes::word(&incident, &id)));
        let muted = || database.read(|conn| rows::of(conn, &id)).unwrap();
        let page = site.get(&path).await.body;
        assert!(page.contains("Nothing has changed yet.") && page.contains("<button class=\"button\">Stop</button>"), "{page}");
        assert_eq!(muted(), []);
        for _ in 0..2 {
            let page = site.post(&path, &[]).await.body;
            assert!(page.contains("No more about this incident") && page.contains(&format!("/subscribe?incident={incident}")));
            let state = database.read(|conn| subscribers::find(conn, &id)).unwrap().unwrap().state;
            assert_eq!((muted(), state), (vec![incident.clone()], SubscriberState::Active));
        }
        // A link for one thing is good for no other.
        let manage = site.app.signer.sign(Purpose::Manage, id.as_str());
        let stop = path.replace("/mute/", "/unsubscribe/");
        for wrong in [&format!("/mute/{manage}"), "/mute/forged.AAAAAAAAAAAAAAAAAAAAAA", &stop] {
            assert_eq!(site.get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        assert_eq!(site.post(&format!("/mute/{manage}"), &[]).await.status, StatusCode::NOT_FOUND);
        let data = site.get(&format!("/subscriptions/{manage}/data")).await.json();
        assert_eq!(data["muted"], serde_json::json!([incident.as_str()]));
    });
}
