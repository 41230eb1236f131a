//! Hearing no more of one incident, and of all else as before.

use super::conduct::{START, say};
use crate::{
    domain::{
        audience::LeftOut,
        channel::Channel,
        delivery::Outcome,
        id::{IncidentId, SubscriberId},
        notice::NoticeKind,
    },
    services::{Refusal, fan_out, follows, incidents, mutes, preview, subscriptions},
    store::{
        Database, claims, notices,
        outcomes::{self, Verdict},
        subscribers,
    },
    testing::{act, at, on_each_database, publish, scene, signer, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// What is sent now: kind, address, and whether the reader wants no more of it.
fn claimed(database: &Database, now: DateTime<Utc>) -> Vec<(NoticeKind, String, bool)> {
    while fan_out::step(database, now).unwrap() {}
    let going = database.write(|conn| {
        let going = claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), 99)?.going;
        let (wanted, other): (Vec<_>, Vec<_>) = going.iter().cloned().partition(claims::Claim::is_wanted);
        let sent = wanted.into_iter().map(|claim| (claim, Verdict::Tried(Outcome::Sent("ok".to_owned()), None)));
        let unwanted =
            other.into_iter().map(|claim| (claim, Verdict::Unwanted("the subscriber wanted no more of this incident")));
        outcomes::write(conn, &sent.chain(unwanted).collect::<Vec<_>>(), now)?;
        Ok::<_, Refusal>(going)
    });
    let mut going: Vec<_> =
        going.unwrap().into_iter().map(|claim| (claim.kind, claim.address.clone(), !claim.is_wanted())).collect();
    going.sort();
    going
}

fn mute(database: &Database, now: DateTime<Utc>, incident: &IncidentId, subscriber: &SubscriberId) {
    database.write(|conn| mutes::begin(conn, &mut act(now), incident, subscriber)).unwrap();
}

fn post(database: &Database, now: DateTime<Utc>, id: &IncidentId, phase: &str) {
    database.write(|conn| incidents::post_update(conn, &mut act(now), id, &say(phase), None)).unwrap();
}

/// How many did not hear of the newest notice, by reason.
fn left_out(database: &Database, id: &IncidentId) -> String {
    let newest = database.read(|conn| {
        let newest = notices::of_incident(conn, id)?.into_iter().max().unwrap();
        notices::find(conn, &newest)
    });
    newest.unwrap().unwrap().left_out
}

/// Two readers of everything, and an incident of which both were told.
fn told(database: &Database, start: DateTime<Utc>) -> (IncidentId, [SubscriberId; 2]) {
    scene(database, start - TimeDelta::days(1));
    let made = database.write(|conn| {
        let readers = ["a@x.example", "b@x.example"].map(|email| subscribe(conn, &mut act(start), email, &[], &[]));
        Ok::<_, Refusal>((publish(conn, &mut act(start), "p1", "api", "us"), readers))
    });
    let made = made.unwrap();
    assert_eq!(claimed(database, start).len(), 2);
    made
}

on_each_database! {
    fn who_wants_no_more_of_one_incident_hears_of_all_else(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        let (id, [ada, _]) = told(database, start);
        let minute = |count| start + TimeDelta::minutes(count);
        // As often as the button is pressed.
        mute(database, minute(1), &id, &ada);
        mute(database, minute(1), &id, &ada);
        let ahead = preview::of_update(database, &mut act(minute(2)), &id, &say("identified")).unwrap().unwrap();
        assert_eq!((ahead.reach.hears, ahead.reach.left_out), (1, BTreeMap::from([(LeftOut::Muted, 1)])));
        post(database, minute(2), &id, "identified");
        let bob = |kind| (kind, "b@x.example".to_owned(), false);
        assert_eq!(claimed(database, minute(2)), [bob(NoticeKind::Updated)]);
        assert_eq!(left_out(database, &id), "{\"muted\":1}");
        let other = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(minute(3)), "p1", "payments", "eu"))).unwrap();
        assert_eq!(claimed(database, minute(3)).len(), 2, "of another they hear");
        let end = preview::of_update(database, &mut act(minute(4)), &id, &say("resolved")).unwrap().unwrap();
        assert_eq!(end.told_before, Some(1));
        post(database, minute(4), &id, "resolved");
        assert_eq!(claimed(database, minute(4)), [bob(NoticeKind::Resolved)]);
        assert!(database.read(|conn| notices::of_incident(conn, &other)).unwrap().len() == 1);
    }

    fn what_is_taken_back_is_not_told_to_them_either(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        let (id, [ada, _]) = told(database, start);
        let now = start + TimeDelta::minutes(1);
        mute(database, now, &id, &ada);
        database.write(|conn| incidents::retract(conn, &mut act(now), &id, "It was a test.", None)).unwrap();
        assert_eq!(claimed(database, now), [(NoticeKind::Retracted, "b@x.example".to_owned(), false)]);
        assert_eq!(left_out(database, &id), "{\"muted\":1}");
    }

    fn what_waits_when_the_button_is_pressed_is_not_sent(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        let (id, [ada, _]) = told(database, start);
        let now = start + TimeDelta::minutes(1);
        post(database, now, &id, "identified");
        while fan_out::step(database, now).unwrap() {}
        mute(database, now, &id, &ada);
        let of = |email: &str, unwanted| (NoticeKind::Updated, email.to_owned(), unwanted);
        assert_eq!(claimed(database, now), [of("a@x.example", true), of("b@x.example", false)]);
    }

    fn it_holds_for_the_whole_and_its_parts(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        let (part, [ada, bob]) = told(database, start);
        let now = start + TimeDelta::minutes(1);
        mute(database, now, &part, &ada);
        let whole = database.write(|conn| {
            let whole = publish(conn, &mut act(now), "p1", "payments", "eu");
            incidents::fold(conn, &mut act(now), &part, &whole)?;
            Ok::<_, Refusal>(whole)
        }).unwrap();
        assert!(!claimed(database, now).iter().any(|(_, email, _)| email == "a@x.example"));
        // What waits of the whole is of its parts, too.
        post(database, now, &whole, "identified");
        while fan_out::step(database, now).unwrap() {}
        mute(database, now, &part, &bob);
        assert_eq!(claimed(database, now), [(NoticeKind::Updated, "b@x.example".to_owned(), true)]);
        post(database, now, &part, "resolved");
        assert_eq!(claimed(database, now), []);
    }

    fn who_follows_it_again_hears_again(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        let (part, [ada, _]) = told(database, start);
        let minute = |count| start + TimeDelta::minutes(count);
        mute(database, minute(1), &part, &ada);
        let id = database.write(|conn| {
            let whole = publish(conn, &mut act(minute(1)), "p1", "payments", "eu");
            incidents::fold(conn, &mut act(minute(1)), &part, &whole)?;
            let followed = follows::open(conn, part.as_str())?;
            subscriptions::confirm(conn, &mut act(minute(2)), &signer(), &ada, Some(&followed))?;
            Ok::<_, Refusal>(followed)
        }).unwrap();
        assert_ne!(id, part);
        let _ = claimed(database, minute(2));
        post(database, minute(3), &id, "identified");
        assert_eq!(claimed(database, minute(3)).len(), 2);
        // And a mere follower who wants no more of it is let go when it is over.
        let cy = database.write(|conn| {
            let cy = subscribe(conn, &mut act(minute(4)), "c@x.example", &["eu"], &["p4"]);
            let row = subscribers::find(conn, &cy)?.unwrap();
            follows::begin(conn, &mut act(minute(4)), row, &id)?;
            Ok::<_, Refusal>(cy)
        }).unwrap();
        mute(database, minute(5), &id, &cy);
        post(database, minute(6), &id, "monitoring");
        assert_eq!(claimed(database, minute(6)).len(), 2);
        assert_eq!(mutes::read(&mutes::word(&id, &cy)), Some((id, cy)));
    }
}
