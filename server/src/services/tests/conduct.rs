//! How an incident is conducted: reminders, the extended outage, cascades, false alarms, a second pair of eyes.

use crate::{
    domain::{
        channel::Channel,
        id::IncidentId,
        incident::{AffectedInput, IncidentInput, UpdateInput},
        notice::{NoticeKind, StaffNews},
        person::Role,
        policy::Policy,
    },
    services::{Refusal, fan_out, incidents, people, policy, timers},
    store::{Conn, Database, StoreError, claims, incidents as rows, notices, outcomes, responses, told},
    testing::{act, at, on_each_database, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};

pub(super) const START: &str = "2026-03-01T09:00:00Z";

pub(super) fn staff(database: &Database, email: &str, role: Role) {
    people::add(database, &mut act(at(START)), email, role, "correct horse battery").unwrap();
}

/// The letters to staff that were written, oldest first: subject and number of readers.
pub(super) fn letters(conn: &mut Conn) -> Vec<(String, i64)> {
    let mut found = Vec::new();
    for notice in notices::of_kind(conn, NoticeKind::Staff).unwrap() {
        let news: StaffNews = serde_json::from_str(&notice.content).unwrap();
        let readers = crate::store::ledger::counts_of(conn, &notice.id).unwrap().iter().map(|(_, count)| count).sum();
        found.push((news.subject, readers));
    }
    found
}

pub(super) fn run_until(database: &Database, from: DateTime<Utc>, minutes: i64) {
    for minute in 0..=minutes {
        while timers::step(database, &mut act(from + TimeDelta::minutes(minute))).unwrap() {}
    }
}

pub(super) fn say(phase: &str) -> UpdateInput {
    UpdateInput { phase: phase.to_owned(), body: "More.".to_owned(), ..UpdateInput::default() }
}

on_each_database! {
    fn staff_are_reminded_before_at_and_after_and_only_who_is_on_it(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        staff(database, "ada@northwind.example", Role::Responder);
        staff(database, "eve@northwind.example", Role::Responder);
        let id = database.write(|conn| {
            let mut act = act(start);
            act.actor = "ada@northwind.example".to_owned();
            Ok::<_, Refusal>(publish(conn, &mut act, "p2", "api", "us"))
        }).unwrap();
        run_until(database, start, 70);
        let said = database.read(|conn| Ok::<_, StoreError>(letters(conn))).unwrap();
        let subjects: Vec<_> = said.iter().map(|(subject, readers)| (subject.split(':').next().unwrap(), *readers)).collect();
        assert_eq!(subjects, [("Update due in 5 minutes", 1), ("Update due now", 1), ("Update overdue", 1), ("Update overdue", 1)]);
        // An update sets it all anew; the end needs no reminder.
        database.write(|conn| incidents::post_update(conn, &mut act(start + TimeDelta::minutes(71)), &id, &say("identified"), None)).unwrap();
        run_until(database, start + TimeDelta::minutes(71), 50);
        assert_eq!(database.read(|conn| Ok::<_, StoreError>(letters(conn).len())).unwrap(), 4);
        database.write(|conn| incidents::post_update(conn, &mut act(start + TimeDelta::minutes(122)), &id, &say("resolved"), None)).unwrap();
        run_until(database, start + TimeDelta::minutes(122), 300);
        assert_eq!(database.read(|conn| Ok::<_, StoreError>(letters(conn).len())).unwrap(), 4);
    }

    fn four_hours_without_an_end_in_sight_are_an_extended_outage(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        staff(database, "ada@northwind.example", Role::Responder);
        staff(database, "ceo@northwind.example", Role::Viewer);
        let policy = Policy { executives: vec!["CEO@northwind.example".to_owned()], ..Policy::default() };
        database.write(|conn| policy::change(conn, &mut act(start), &policy)).unwrap();
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p2", "api", "us"))).unwrap();
        let due = |database: &Database| database.read(|conn| rows::find(conn, &id)).unwrap().unwrap().next_update_at.unwrap();
        let later = start + TimeDelta::minutes(235);
        database.write(|conn| incidents::post_update(conn, &mut act(later), &id, &say("identified"), None)).unwrap();
        assert_eq!(due(database), later + TimeDelta::minutes(60));
        run_until(database, later, 5);
        assert_eq!(due(database), start + TimeDelta::minutes(255), "every 15 minutes from now on");
        let said = database.read(|conn| Ok::<_, StoreError>(letters(conn))).unwrap();
        let drafts: Vec<_> = said.iter().filter(|(subject, _)| subject.starts_with("Please write")).collect();
        assert_eq!((drafts.len(), drafts[0].1), (1, 1), "one executive");
        // An expected end returns to the usual pace.
        let now = start + TimeDelta::minutes(250);
        let input = UpdateInput { eta_at: Some("2026-03-01T15:00".to_owned()), ..say("identified") };
        database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &input, None)).unwrap();
        assert_eq!(due(database), now + TimeDelta::minutes(60));
        // And when that passes, it is extended again.
        run_until(database, at("2026-03-01T14:59:00Z"), 2);
        let response = database.read(|conn| responses::find(conn, &id)).unwrap().unwrap();
        assert_eq!(response.extended_at, Some(at("2026-03-01T15:00:00Z")));
    }

    fn exactly_those_who_were_told_hear_that_it_was_nothing(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let (told, waiting) = database.write(|conn| {
            let act = &mut act(start);
            let told = subscribe(conn, act, "told@customers.example", &[], &[]);
            Ok::<_, Refusal>((told, subscribe(conn, act, "waiting@customers.example", &[], &[])))
        }).unwrap();
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p2", "api", "us"))).unwrap();
        while fan_out::step(database, start).unwrap() {}
        // One leaves; the other is refused for now and waits.
        let until = start + TimeDelta::minutes(1);
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "one", start, until, 10)).unwrap().going;
        let verdicts: Vec<_> = claimed.into_iter().map(|claim| {
            use crate::domain::delivery::Outcome::{Later, Sent};
            let verdict = if claim.recipient_id == told {
                outcomes::Verdict::Tried(Sent("ok".to_owned()), None)
            } else {
                outcomes::Verdict::Tried(Later("busy".to_owned()), Some(start + TimeDelta::minutes(20)))
            };
            (claim, verdict)
        }).collect();
        database.write(|conn| outcomes::write(conn, &verdicts, start)).unwrap();
        let now = start + TimeDelta::minutes(6);
        database.write(|conn| {
            let late = subscribe(conn, &mut act(now - TimeDelta::minutes(3)), "late@customers.example", &[], &[]);
            incidents::retract(conn, &mut act(now), &id, "It was nothing. We are sorry.", None)?;
            Ok::<_, Refusal>(late)
        }).unwrap();
        while fan_out::step(database, now).unwrap() {}
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "two", now, now + TimeDelta::minutes(1), 10)).unwrap().going;
        let hearing: Vec<_> = claimed.iter().map(|claim| (claim.kind, claim.recipient_id.clone())).collect();
        assert_eq!(hearing, [(NoticeKind::Retracted, told.clone())]);
        let left = database.read(|conn| told::of_threads(conn, &[id.to_string()], &[told, waiting.clone()], true)).unwrap();
        assert!(!left.contains(&waiting), "what had not left is cancelled");
        let again = database.write(|conn| incidents::retract(conn, &mut act(now), &id, "Sorry.", None)).unwrap_err();
        assert!(matches!(again, Refusal::Conflict(_)));
    }

    fn a_message_in_hand_is_settled_before_the_apology(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let reader = database.write(|conn| Ok::<_, Refusal>(subscribe(conn, &mut act(start), "a@customers.example", &[], &[]))).unwrap();
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p2", "api", "us"))).unwrap();
        while fan_out::step(database, start).unwrap() {}
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "one", start, start + TimeDelta::minutes(1), 10)).unwrap().going;
        let now = start + TimeDelta::seconds(5);
        database.write(|conn| incidents::retract(conn, &mut act(now), &id, "It was nothing.", None)).unwrap();
        assert!(!fan_out::step(database, now).unwrap(), "it waits while a sender has one in hand");
        let sent = outcomes::Verdict::Tried(crate::domain::delivery::Outcome::Sent("ok".to_owned()), None);
        let facts: Vec<_> = claimed.into_iter().map(|claim| (claim, sent.clone())).collect();
        database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
        while fan_out::step(database, now).unwrap() {}
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "two", now, now + TimeDelta::minutes(1), 10)).unwrap().going;
        assert_eq!(claimed.iter().map(|claim| claim.recipient_id.clone()).collect::<Vec<_>>(), [reader]);
    }

    fn whoever_may_have_been_told_hears_the_apology(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let readers = ["a@customers.example", "b@customers.example"];
        database.write(|conn| Ok::<_, Refusal>(readers.map(|reader| subscribe(conn, &mut act(start), reader, &[], &[])))).unwrap();
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p2", "api", "us"))).unwrap();
        while fan_out::step(database, start).unwrap() {}
        let claim = |now, limit| {
            database.write(|conn| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), limit)).unwrap()
        };
        let first = claim(start, 1).going;
        let other = claim(start, 1).going.remove(0);
        database.write(|conn| claims::give_back(conn, &other.lease, &[&other.id])).unwrap();
        // The server dies, perhaps after it was sent and before that was written down; another one claims what waits.
        let now = start + TimeDelta::minutes(2);
        database.write(|conn| incidents::retract(conn, &mut act(now), &id, "It was nothing.", None)).unwrap();
        while !claim(now, 10).is_empty() {}
        while fan_out::step(database, now).unwrap() {}
        let told: Vec<_> = claim(now, 10).going.into_iter().map(|claim| claim.recipient_id).collect();
        assert_eq!(told, [first[0].recipient_id.clone()], "and whom nobody had begun to tell hears nothing");
    }

    fn an_incident_keeps_the_policy_it_was_opened_under(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "api", "us"))).unwrap();
        let mut policy = Policy::default();
        policy.p1.update_every = Some(5);
        let first = database.write(|conn| policy::change(conn, &mut act(start), &policy)).unwrap();
        let same = database.write(|conn| policy::change(conn, &mut act(start), &policy)).unwrap();
        assert_eq!((first, same), (1, 1));
        let due = |id: &IncidentId| database.read(|conn| rows::find(conn, id)).unwrap().unwrap().next_update_at.unwrap() - start;
        database.write(|conn| incidents::post_update(conn, &mut act(start), &id, &say("identified"), None)).unwrap();
        assert_eq!(due(&id), TimeDelta::minutes(30));
        let other = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "api", "us"))).unwrap();
        assert_eq!(due(&other), TimeDelta::minutes(5));
    }
}

#[test]
fn other_regions_are_told_only_on_purpose() {
    let database = crate::testing::TestDatabase::sqlite();
    let (database, start) = (&database.database, at(START));
    scene(database, start - TimeDelta::days(1));
    database.write(|conn| Ok::<_, Refusal>(subscribe(conn, &mut act(start), "us@customers.example", &["us"], &[]))).unwrap();
    let mut input = IncidentInput {
        title: "The API is down".to_owned(),
        severity: "p1".to_owned(),
        body: "Down.".to_owned(),
        affected: vec![AffectedInput { component: "api".to_owned(), region: "eu".to_owned(), health: "major_outage".to_owned() }],
        regions: Some(vec!["us".to_owned()]),
        ..IncidentInput::default()
    };
    let refused = database.write(|conn| incidents::publish(conn, &mut act(start), &input, None)).unwrap_err();
    assert!(refused.to_string().contains("you ticked America, and the affected places are in Europe"), "{refused}");
    input.other_regions = true;
    database.write(|conn| incidents::publish(conn, &mut act(start), &input, None)).unwrap();
    while fan_out::step(database, start).unwrap() {}
    let claimed = database
        .write(|conn| claims::claim(conn, Channel::Email, "one", start, start + TimeDelta::minutes(1), 10))
        .unwrap()
        .going;
    assert_eq!(claimed.len(), 1, "the readers that staff chose");
    let deeds = database.read(|conn| crate::store::audit::of(conn, "incident.publish")).unwrap();
    assert!(deeds[0].1.contains("told on purpose") && deeds[0].0 == "test", "{deeds:?}");
}

#[cfg(feature = "machine")]
#[test]
fn updates_and_timers_at_once_do_not_wait_for_each_other() {
    let database = crate::testing::TestDatabase::postgres();
    let (database, start) = (&database.database, at(START));
    scene(database, start);
    staff(database, "ada@northwind.example", Role::Responder);
    let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "api", "us"))).unwrap();
    std::thread::scope(|scope| {
        let updates = scope.spawn(|| {
            for minute in 0..40 {
                let now = start + TimeDelta::minutes(minute * 30);
                database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &say("identified"), None)).unwrap();
                let input = incidents::Assessment { hypothesis: "A cable.".to_owned() };
                database.write(|conn| incidents::assess(conn, &mut act(now), &id, &input)).unwrap();
            }
        });
        let mut minute = 0;
        while !updates.is_finished() {
            minute += 5;
            timers::step(database, &mut act(start + TimeDelta::minutes(minute))).unwrap();
        }
    });
}
