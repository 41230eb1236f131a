//! Parts and wholes: folding, splitting, and what holds for both.

use super::conduct::{START, letters, run_until, say, staff};
use crate::{
    domain::{
        channel::Channel,
        delivery::Outcome,
        incident::{AffectedInput, UpdateInput},
        notice::NoticeKind,
        person::Role,
        phase::Phase,
        policy::Policy,
        severity::Severity,
    },
    services::{Refusal, fan_out, incidents, notices, policy},
    store::{Database, claims, incidents as rows, outcomes},
    testing::{act, at, on_each_database, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Sends what waits; gives what was sent to whom.
fn sent(database: &Database, now: DateTime<Utc>) -> Vec<(NoticeKind, String)> {
    while fan_out::step(database, now).unwrap() {}
    let claimed =
        database.write(|conn| claims::claim(conn, Channel::Email, "x", now, now + TimeDelta::minutes(1), 50)).unwrap().going;
    let sent = outcomes::Verdict::Tried(Outcome::Sent("ok".to_owned()), None);
    let facts: Vec<_> = claimed.iter().cloned().map(|claim| (claim, sent.clone())).collect();
    database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
    let mut names: Vec<_> = claimed.into_iter().map(|claim| (claim.kind, claim.address)).collect();
    names.sort();
    names
}

on_each_database! {
    fn a_cascade_tells_each_once_and_ends_with_its_last_part(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        database.write(|conn| {
            subscribe(conn, &mut act(start), "eu@customers.example", &["eu"], &[]);
            subscribe(conn, &mut act(start), "us@customers.example", &["us"], &[]);
            Ok::<_, Refusal>(subscribe(conn, &mut act(start), "all@customers.example", &[], &[]))
        }).unwrap();
        let now = start + TimeDelta::minutes(1);
        let (whole, part) = database.write(|conn| {
            let whole = publish(conn, &mut act(now), "p1", "api", "eu");
            let part = publish(conn, &mut act(now), "p2", "payments", "us");
            incidents::fold(conn, &mut act(now), &part, &whole)?;
            Ok::<_, Refusal>((whole, part))
        }).unwrap();
        while fan_out::step(database, now).unwrap() {}
        database.write(|conn| {
            notices::call_off(conn, &whole, now, "set aside")?;
            notices::call_off(conn, &part, now, "set aside")?;
            incidents::post_update(conn, &mut act(now), &part, &say("identified"), None)?;
            incidents::post_update(conn, &mut act(now), &whole, &say("identified"), None)
        }).unwrap();
        while fan_out::step(database, now).unwrap() {}
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), 20)).unwrap().going;
        let mut readers: Vec<_> = claimed.iter().map(|claim| claim.address.as_str()).collect();
        readers.sort_unstable();
        assert_eq!(readers, ["all@customers.example", "eu@customers.example", "us@customers.example"], "one mail each for both");
        let parts = database.read(|conn| rows::parts(conn, &whole)).unwrap();
        assert_eq!(parts.len(), 2, "what the whole had itself is a part as well");
        let early = database.write(|conn| incidents::post_update(conn, &mut act(now), &whole, &say("resolved"), None)).unwrap_err();
        assert!(early.to_string().contains("still open"), "{early}");
        database.write(|conn| incidents::post_update(conn, &mut act(now), &part, &say("resolved"), None)).unwrap();
        let together = UpdateInput { resolve_parts: true, ..say("resolved") };
        database.write(|conn| incidents::post_update(conn, &mut act(now), &whole, &together, None)).unwrap();
        let open = database.read(rows::open).unwrap();
        assert!(open.is_empty(), "{open:?}");
    }

    fn a_part_can_be_split_out_again(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let part = database.write(|conn| {
            let whole = publish(conn, &mut act(start), "p1", "api", "eu");
            let part = publish(conn, &mut act(start), "p2", "payments", "us");
            incidents::fold(conn, &mut act(start), &part, &whole)?;
            let again = incidents::fold(conn, &mut act(start), &part, &whole);
            assert!(matches!(again, Err(Refusal::Conflict(_))));
            incidents::split(conn, &mut act(start), &part)?;
            Ok::<_, Refusal>(part)
        }).unwrap();
        let alone = database.read(|conn| rows::find(conn, &part)).unwrap().unwrap();
        assert_eq!((alone.parent, alone.phase, alone.next_update_at), (None, Phase::Investigating, Some(start + TimeDelta::minutes(60))));
    }

    fn who_was_told_of_a_part_with_the_whole_hears_that_it_was_nothing(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let (whole, part) = database.write(|conn| {
            for region in ["eu", "us", "ap"] {
                subscribe(conn, &mut act(start), &format!("{region}@customers.example"), &[region], &[]);
            }
            let now = start + TimeDelta::minutes(1);
            let whole = publish(conn, &mut act(now), "p1", "api", "eu");
            let part = publish(conn, &mut act(now), "p1", "dashboard", "us");
            incidents::fold(conn, &mut act(now), &part, &whole)?;
            Ok::<_, Refusal>((whole, part))
        }).unwrap();
        let claim_all = |minute: i64| sent(database, start + TimeDelta::minutes(minute));
        claim_all(2);
        let spread = UpdateInput {
            affected: vec![AffectedInput { component: "dashboard".to_owned(), region: "ap".to_owned(), health: "major_outage".to_owned() }],
            ..say("identified")
        };
        let at_minute = |minute: i64| act(start + TimeDelta::minutes(minute));
        database.write(|conn| incidents::post_update(conn, &mut at_minute(3), &part, &spread, None)).unwrap();
        database.write(|conn| incidents::post_update(conn, &mut at_minute(4), &whole, &say("identified"), None)).unwrap();
        assert_eq!(claim_all(5).len(), 3, "all three are told of both");
        database.write(|conn| incidents::split(conn, &mut at_minute(6), &part)).unwrap();
        database.write(|conn| incidents::retract(conn, &mut at_minute(7), &part, "It was nothing.", None)).unwrap();
        let all: Vec<_> = ["ap", "eu", "us"].map(|name| (NoticeKind::Retracted, format!("{name}@customers.example"))).to_vec();
        assert_eq!(claim_all(8), all);
        // What the whole had itself is conducted and told of as the whole was.
        let first = database.read(|conn| rows::parts(conn, &whole)).unwrap().remove(0);
        database.write(|conn| incidents::split(conn, &mut at_minute(9), &first.id)).unwrap();
        database.write(|conn| incidents::retract(conn, &mut at_minute(10), &first.id, "It was nothing.", None)).unwrap();
        assert_eq!(claim_all(11), all, "they were mailed of it with the whole");
    }

    fn a_worse_part_calls_and_summons_for_the_whole(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        staff(database, "ada@northwind.example", Role::Responder);
        staff(database, "vp@northwind.example", Role::Viewer);
        let mut changed = Policy::default();
        changed.p1.called = vec!["vp@northwind.example".to_owned()];
        changed.p1.called_within = Some(5);
        database.write(|conn| policy::change(conn, &mut act(start), &changed)).unwrap();
        let late = start + TimeDelta::minutes(25);
        let (whole, part) = database.write(|conn| {
            let whole = publish(conn, &mut act(start), "p3", "api", "eu");
            let part = publish(conn, &mut act(late), "p3", "payments", "us");
            incidents::fold(conn, &mut act(late), &part, &whole)?;
            let worse = UpdateInput { severity: Some("p1".to_owned()), ..say("identified") };
            incidents::post_update(conn, &mut act(late), &part, &worse, None)?;
            Ok::<_, Refusal>((whole, part))
        }).unwrap();
        let found = database.read(|conn| rows::find(conn, &whole)).unwrap().unwrap();
        assert_eq!((found.severity, found.next_update_at), (Severity::P1, Some(late + TimeDelta::minutes(30))), "{part}");
        run_until(database, late, 16);
        let said = database.read(|conn| Ok::<_, crate::store::StoreError>(letters(conn))).unwrap();
        for begin in ["You are called", "Nobody is on it", "The war room does not meet yet"] {
            assert!(said.iter().any(|(subject, _)| subject.starts_with(begin)), "{begin}: {said:?}");
        }
    }

    fn the_whole_is_as_bad_as_its_worst_part(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let (whole, part) = database.write(|conn| {
            let whole = publish(conn, &mut act(start), "p3", "api", "eu");
            let part = publish(conn, &mut act(start), "p1", "payments", "us");
            incidents::fold(conn, &mut act(start), &part, &whole)?;
            Ok::<_, Refusal>((whole, part))
        }).unwrap();
        let found = database.read(|conn| rows::find(conn, &whole)).unwrap().unwrap();
        assert_eq!((found.severity, found.next_update_at), (Severity::P1, Some(start + TimeDelta::minutes(30))));
        database.write(|conn| incidents::post_update(conn, &mut act(start), &part, &say("resolved"), None)).unwrap();
        let over = database.write(|conn| incidents::split(conn, &mut act(start), &part)).unwrap_err();
        assert!(over.to_string().contains("over"), "{over}");
    }

    fn a_whole_that_was_none_takes_its_open_parts_along(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let (whole, part) = database.write(|conn| {
            let whole = publish(conn, &mut act(start), "p2", "api", "eu");
            let part = publish(conn, &mut act(start), "p2", "payments", "us");
            incidents::fold(conn, &mut act(start), &part, &whole)?;
            Ok::<_, Refusal>((whole, part))
        }).unwrap();
        let alone = database.write(|conn| incidents::retract(conn, &mut act(start), &part, "Sorry.", None)).unwrap_err();
        assert!(alone.to_string().contains("split it out first"), "{alone}");
        database.write(|conn| incidents::retract(conn, &mut act(start), &whole, "Sorry.", None)).unwrap();
        let parts = database.read(|conn| rows::parts(conn, &whole)).unwrap();
        assert!(parts.iter().all(|part| part.phase == Phase::FalseAlarm), "{parts:?}");
    }

    fn a_text_is_told_again_only_while_it_is_the_last_word(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p2", "api", "us"))).unwrap();
        let now = start + TimeDelta::minutes(1);
        let first = database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &say("identified"), None)).unwrap();
        database.write(|conn| incidents::edit(conn, &mut act(now), &first, "Better.", true)).unwrap();
        let now = now + TimeDelta::minutes(1);
        database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &say("monitoring"), None)).unwrap();
        let old = database.write(|conn| incidents::edit(conn, &mut act(now), &first, "Best.", true)).unwrap_err();
        assert!(old.to_string().contains("last update"), "{old}");
        database.write(|conn| incidents::edit(conn, &mut act(now), &first, "Best.", false)).unwrap();
    }

    fn the_end_of_a_real_part_reaches_who_was_told_of_it_when_the_whole_was_none(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        database.write(|conn| {
            for region in ["eu", "us"] {
                subscribe(conn, &mut act(start), &format!("{region}@customers.example"), &[region], &["p1", "p2", "p3", "p4"]);
            }
            Ok::<_, Refusal>(())
        }).unwrap();
        let later = |minute: i64| act(start + TimeDelta::minutes(minute));
        let (whole, part) = database.write(|conn| {
            Ok::<_, Refusal>((publish(conn, &mut act(start), "p2", "api", "eu"), publish(conn, &mut act(start), "p2", "payments", "us")))
        }).unwrap();
        assert_eq!(sent(database, start).len(), 2);
        database.write(|conn| incidents::fold(conn, &mut later(1), &part, &whole)).unwrap();
        database.write(|conn| incidents::post_update(conn, &mut later(2), &part, &say("resolved"), None)).unwrap();
        assert_eq!(sent(database, start + TimeDelta::minutes(3)), [], "the end of a part is told with the whole");
        database.write(|conn| incidents::retract(conn, &mut later(4), &whole, "It was nothing.", None)).unwrap();
        let told = [(NoticeKind::Resolved, "us@customers.example".to_owned()), (NoticeKind::Retracted, "eu@customers.example".to_owned())];
        assert_eq!(sent(database, start + TimeDelta::minutes(5)), told);
    }
}
