//! Following one incident: all of it, and nothing else.

use super::conduct::START;
use crate::{
    domain::{
        channel::Channel,
        id::{IncidentId, SubscriberId},
        incident::UpdateInput,
        notice::NoticeKind,
        subscriber::{SubscriberState, SubscriptionInput},
    },
    services::{Refusal, fan_out, follows, incidents, retention, subscriptions},
    store::{Database, claims, notices, subscribers},
    testing::{act, at, on_each_database, publish, scene, signer, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Somebody asks to follow an incident and presses the button of the letter.
fn follow(database: &Database, now: DateTime<Utc>, email: &str, incident: &IncidentId) -> SubscriberId {
    let input = SubscriptionInput { email: email.to_owned(), ..SubscriptionInput::default() };
    database
        .write(|conn| {
            let mut act = act(now);
            let incident = follows::open(conn, incident.as_str())?;
            subscriptions::ask(conn, &mut act, &signer(), &input, Some(&incident))?;
            let row = subscribers::by_email(conn, email)?.unwrap();
            subscriptions::confirm(conn, &mut act, &signer(), &row.id, Some(&incident))?;
            Ok::<_, Refusal>(row.id)
        })
        .unwrap()
}

fn post(database: &Database, now: DateTime<Utc>, id: &IncidentId, phase: &str) {
    let input = UpdateInput { phase: phase.to_owned(), body: "More.".to_owned(), ..UpdateInput::default() };
    database.write(|conn| incidents::post_update(conn, &mut act(now), id, &input, None)).unwrap();
}

/// What a reader is sent now, by kind.
fn sent(database: &Database, now: DateTime<Utc>, id: &SubscriberId) -> Vec<NoticeKind> {
    while fan_out::step(database, now).unwrap() {}
    let claim = |conn: &mut _| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::days(9), 99);
    let claimed = database.write(claim).unwrap().going.into_iter();
    claimed.filter(|claim| claim.recipient_id == *id).map(|claim| claim.kind).collect()
}

on_each_database! {
    fn a_follower_hears_all_of_it_and_nothing_else(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p4", "api", "us"))).unwrap();
        let minute = |count| start + TimeDelta::minutes(count);
        let reader = follow(database, minute(1), "a@x.example", &id);
        assert_eq!(sent(database, minute(1), &reader), [NoticeKind::Confirm]);
        post(database, minute(2), &id, "identified");
        database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(minute(2)), "p1", "payments", "eu"))).unwrap();
        assert_eq!(sent(database, minute(2), &reader), [NoticeKind::Updated]);
        post(database, minute(3), &id, "resolved");
        assert_eq!(sent(database, minute(3), &reader), [NoticeKind::Resolved]);
        let over = database.write(|conn| follows::open(conn, id.as_str())).unwrap_err();
        assert!(over.to_string().starts_with("incident: is over"), "{over}");
        let state = |later| {
            database.write(|conn| retention::tidy(conn, &mut act(later))).unwrap();
            database.read(|conn| subscribers::find(conn, &reader)).unwrap().unwrap().state
        };
        assert_eq!(state(minute(60 * 23)), SubscriberState::Active, "it may be taken up again");
        assert_eq!(state(minute(60 * 25)), SubscriberState::Stopped, "there was nothing else");
    }

    fn who_is_subscribed_already_hears_that_as_well(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let reader = database
            .write(|conn| Ok::<_, Refusal>(subscribe(conn, &mut act(start - TimeDelta::hours(1)), "a@x.example", &["eu"], &["p1"])))
            .unwrap();
        let before = database.read(|conn| subscribers::find(conn, &reader)).unwrap().unwrap().filter;
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p3", "api", "us"))).unwrap();
        assert_eq!(sent(database, start, &reader), []);
        let now = start + TimeDelta::minutes(1);
        assert_eq!(follow(database, now, "a@x.example", &id), reader);
        assert_eq!(sent(database, now, &reader), [NoticeKind::Confirm]);
        post(database, now, &id, "identified");
        assert_eq!(sent(database, now, &reader), [NoticeKind::Updated]);
        let after = database.read(|conn| subscribers::find(conn, &reader)).unwrap().unwrap();
        assert_eq!((after.filter, after.state), (before, SubscriberState::Active));
        post(database, now, &id, "resolved");
        database.write(|conn| retention::tidy(conn, &mut act(now + TimeDelta::days(3)))).unwrap();
        let state = database.read(|conn| subscribers::find(conn, &reader)).unwrap().unwrap().state;
        assert_eq!(state, SubscriberState::Active);
    }

    fn nobody_follows_unasked(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "api", "us"))).unwrap();
        let input = SubscriptionInput { email: "a@x.example".to_owned(), ..SubscriptionInput::default() };
        database.write(|conn| subscriptions::ask(conn, &mut act(start), &signer(), &input, Some(&id))).unwrap();
        let reader = database.read(|conn| subscribers::by_email(conn, "a@x.example")).unwrap().unwrap().id;
        assert_eq!(sent(database, start, &reader), [NoticeKind::Confirm]);
        let letter = database.read(|conn| notices::of_kind(conn, NoticeKind::Confirm)).unwrap().remove(0);
        assert_eq!(letter.content, format!("{{\"incident\":\"{id}\"}}"), "its link says what it is for");
        post(database, start + TimeDelta::minutes(1), &id, "identified");
        assert_eq!(sent(database, start + TimeDelta::minutes(1), &reader), []);
    }
}
