//! Following one incident: all of it, and nothing else.

use super::conduct::START;
use crate::{
    domain::{
        channel::Channel,
        id::{IncidentId, SubscriberId},
        incident::{IncidentInput, UpdateInput},
        notice::NoticeKind,
        subscriber::{SubscriberState, SubscriptionInput},
    },
    services::{Refusal, fan_out, follows, incidents, subscriber_groups, subscriptions},
    store::{Database, claims, follows as rows, ledger, notices, subscribers},
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
            database.write(|conn| follows::end(conn, &mut act(later))).unwrap();
            database.read(|conn| subscribers::find(conn, &reader)).unwrap().unwrap().state
        };
        assert_eq!(state(minute(60 * 23)), SubscriberState::Active, "its last message may be under way");
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
        database.write(|conn| follows::end(conn, &mut act(now + TimeDelta::days(3)))).unwrap();
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

    fn who_followed_and_then_subscribes_hears_what_they_asked_for(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p4", "api", "us"))).unwrap();
        let minute = |count| start + TimeDelta::minutes(count);
        let row = |email| database.read(|conn| subscribers::by_email(conn, email)).unwrap().unwrap();
        let wants = |email: &str| {
            let regions = vec!["eu".to_owned()];
            SubscriptionInput { email: email.to_owned(), regions, zone: "Europe/Berlin".to_owned(), ..SubscriptionInput::default() }
        };
        let ask = |email, now| database.write(|conn| subscriptions::ask(conn, &mut act(now), &signer(), &wants(email), None)).unwrap();
        let confirm = |id: &SubscriberId, now| database.write(|conn| subscriptions::confirm(conn, &mut act(now), &signer(), id, None)).unwrap();
        // One asks for more, follows before they confirm it, and confirms then.
        ask("a@x.example", minute(0));
        let reader = follow(database, minute(20), "a@x.example", &id);
        assert!(row("a@x.example").only_follows());
        confirm(&reader, minute(30));
        assert!(row("a@x.example").filter.contains("\"regions\""), "{:?}", row("a@x.example"));
        // Another follows, which ends, and asks for more long after.
        let other = follow(database, minute(40), "b@x.example", &id);
        // A third asks for more while they follow.
        let third = follow(database, minute(40), "c@x.example", &id);
        ask("c@x.example", minute(60));
        assert_eq!(sent(database, minute(60), &third).pop(), Some(NoticeKind::Confirm));
        confirm(&third, minute(60));
        post(database, minute(61), &id, "resolved");
        assert!(row("c@x.example").filter.contains("\"regions\""), "{:?}", row("c@x.example"));
        let later = minute(61) + TimeDelta::days(2);
        assert_eq!(database.write(|conn| follows::end(conn, &mut act(later))).unwrap(), 3);
        assert_eq!(row("c@x.example").state, SubscriberState::Active);
        assert_eq!(row("b@x.example").state, SubscriberState::Stopped);
        ask("b@x.example", later);
        confirm(&other, later);
        let back = row("b@x.example");
        assert_eq!((back.state, back.zone.as_str()), (SubscriberState::Active, "Europe/Berlin"));
        assert!(back.filter.contains("\"regions\""), "{back:?}");
        confirm(&other, later + TimeDelta::hours(1));
        assert_eq!(row("b@x.example"), back, "pressed again it changes nothing");
    }

    fn who_had_stopped_comes_back_with_what_they_chose_whatever_they_followed(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p4", "api", "us"))).unwrap();
        let early = start - TimeDelta::hours(1);
        let add = |conn: &mut _| Ok::<_, Refusal>(subscribe(conn, &mut act(early), "a@x.example", &["eu"], &["p1"]));
        let reader = database.write(add).unwrap();
        let filter = || database.read(|conn| subscribers::find(conn, &reader)).unwrap().unwrap().filter;
        let chosen = filter();
        database.write(|conn| subscriptions::stop(conn, &mut act(start), &reader)).unwrap();
        let input = SubscriptionInput { email: "a@x.example".to_owned(), ..SubscriptionInput::default() };
        database.write(|conn| subscriptions::ask(conn, &mut act(start), &signer(), &input, None)).unwrap();
        let later = start + TimeDelta::minutes(20);
        assert_eq!(follow(database, later, "a@x.example", &id), reader);
        assert!(filter() != chosen);
        database.write(|conn| subscriptions::confirm(conn, &mut act(later), &signer(), &reader, None)).unwrap();
        assert_eq!(filter(), chosen);
    }

    fn who_stops_everything_follows_nothing_either(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let first = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "api", "us"))).unwrap();
        let second = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "api", "eu"))).unwrap();
        let reader = follow(database, start, "a@x.example", &first);
        database.write(|conn| subscriptions::stop(conn, &mut act(start), &reader)).unwrap();
        follow(database, start + TimeDelta::minutes(20), "a@x.example", &second);
        assert_eq!(database.read(|conn| rows::of(conn, &reader)).unwrap(), [second]);
    }

    fn what_is_told_to_groups_alone_reaches_its_followers(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let input = IncidentInput {
            title: "Down".to_owned(),
            severity: "p1".to_owned(),
            body: "Down.".to_owned(),
            subscriber_groups: vec!["Beta".to_owned()],
            ..IncidentInput::default()
        };
        let id = database.write(|conn| {
            subscriber_groups::add(conn, &mut act(start), "Beta")?;
            incidents::publish(conn, &mut act(start), &input, None)
        });
        let id = id.unwrap();
        let now = start + TimeDelta::minutes(1);
        let reader = follow(database, now, "a@x.example", &id);
        let other = database.write(|conn| Ok::<_, Refusal>(subscribe(conn, &mut act(start - TimeDelta::hours(1)), "b@x.example", &[], &[])));
        let other = other.unwrap();
        assert_eq!(sent(database, now, &reader), [NoticeKind::Confirm]);
        post(database, now, &id, "identified");
        while fan_out::step(database, now).unwrap() {}
        let told = database.read(|conn| ledger::of_recipient(conn, &other)).unwrap();
        assert!(told.is_empty(), "{told:?}");
        let notice = database.read(|conn| notices::of_kind(conn, NoticeKind::Updated)).unwrap().remove(0);
        assert_eq!(notice.left_out, "{\"group\":1}");
        assert_eq!(sent(database, now, &reader), [NoticeKind::Updated]);
    }
}
