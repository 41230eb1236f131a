//! Who is told of what: the scenarios of severity, region and time.

use crate::{
    domain::{
        channel::Channel,
        delivery::Outcome,
        id::{IncidentId, SubscriberId},
        incident::UpdateInput,
        notice::NoticeKind,
    },
    services::{fan_out, incidents, subscriptions},
    store::{
        Database, StoreError, claims, ledger,
        outcomes::{self, Verdict},
        subscribers,
    },
    testing::{TestDatabase, act, at, on_each_database, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const START: &str = "2026-03-01T09:00:00Z";

/// E, U, A, G and X of the scenarios.
fn readers(database: &Database) -> DateTime<Utc> {
    let start = at(START);
    scene(database, start - TimeDelta::days(30));
    let mut act = act(start - TimeDelta::days(1));
    database
        .write(|conn| {
            subscribe(conn, &mut act, "e@x.example", &["eu"], &["p1", "p2", "p3", "p4"]);
            subscribe(conn, &mut act, "u@x.example", &["us"], &["p1", "p2"]);
            subscribe(conn, &mut act, "a@x.example", &["ap"], &["p1"]);
            subscribe(conn, &mut act, "g@x.example", &[], &[]);
            let x = subscribe(conn, &mut act, "x@x.example", &[], &[]);
            subscriptions::stop(conn, &mut act, &x)
        })
        .unwrap();
    start
}

fn update(database: &Database, id: &IncidentId, now: DateTime<Utc>, phase: &str, severity: Option<&str>) {
    let input = UpdateInput {
        phase: phase.to_owned(),
        body: "More.".to_owned(),
        severity: severity.map(str::to_owned),
        ..UpdateInput::default()
    };
    database.write(|conn| incidents::post_update(conn, &mut act(now), id, &input, None)).unwrap();
}

/// How many deliveries each address has, once everything is fanned out.
fn told(database: &Database, now: DateTime<Utc>) -> BTreeMap<String, usize> {
    while fan_out::step(database, now).unwrap() {}
    let entries = database.read(|conn| ledger::entries(conn, &ledger::Search::default(), 10_000)).unwrap();
    entries.into_iter().fold(BTreeMap::new(), |mut counts, entry| {
        *counts.entry(entry.address.unwrap()).or_default() += 1;
        counts
    })
}

fn expected(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
    counts.iter().map(|(name, count)| (format!("{name}@x.example"), *count)).collect()
}

/// What became of a reader's alert before the incident was taken back.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Sent,
    RefusedForNow,
    Refused,
    Waits,
    /// It was in the hand of a server that died: it may have left.
    Unknown,
    CameLater,
}

const FATES: [Fate; 6] = [Fate::Sent, Fate::RefusedForNow, Fate::Refused, Fate::Waits, Fate::Unknown, Fate::CameLater];

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// The audience of a false alarm is the set of those who were told or may have been, whatever else happened.
    #[test]
    fn exactly_those_who_were_told_get_the_apology(
        fates in proptest::collection::vec(proptest::sample::select(FATES.to_vec()), 1..12),
        updates in 0..3usize,
    ) {
        let database = TestDatabase::sqlite();
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(30));
        let join = |when: DateTime<Utc>, later: bool| -> Vec<(SubscriberId, Fate)> {
            let chosen = fates.iter().enumerate().filter(|(_, fate)| (**fate == Fate::CameLater) == later);
            let rows = chosen.map(|(place, fate)| {
                let joined = database.write(|conn| Ok::<_, StoreError>(subscribe(conn, &mut act(when), &format!("{place}@x.example"), &[], &[])));
                (joined.unwrap(), *fate)
            });
            rows.collect()
        };
        let mut readers = join(start - TimeDelta::days(1), false);
        let id = database.write(|conn| Ok::<_, StoreError>(publish(conn, &mut act(start), "p1", "payments", "eu"))).unwrap();
        while fan_out::step(database, start).unwrap() {}
        let now = start + TimeDelta::seconds(1);
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "one", now, now, 100)).unwrap().going;
        let verdicts: Vec<_> = claimed.into_iter().filter_map(|claim| {
            let (_, fate) = readers.iter().find(|(reader, _)| *reader == claim.recipient_id)?;
            let tried = match fate {
                Fate::Sent => Verdict::Tried(Outcome::Sent("ok".to_owned()), None),
                Fate::RefusedForNow => Verdict::Tried(Outcome::Later("busy".to_owned()), Some(now + TimeDelta::minutes(5))),
                Fate::Refused => Verdict::Tried(Outcome::Gone("no such mailbox".to_owned()), None),
                Fate::Waits => Verdict::Early(now, "waits"),
                Fate::Unknown | Fate::CameLater => return None,
            };
            Some((claim, tried))
        }).collect();
        database.write(|conn| outcomes::write(conn, &verdicts, now)).unwrap();
        for minute in 0..updates {
            update(database, &id, now + TimeDelta::minutes(i64::try_from(minute).unwrap()), "identified", None);
        }
        let later = start + TimeDelta::minutes(4);
        readers.extend(join(later, true));
        let apology = start + TimeDelta::minutes(10);
        database.write(|conn| incidents::retract(conn, &mut act(apology), &id, "It was nothing.", None)).unwrap();
        while fan_out::step(database, apology).unwrap() {}
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "two", apology, apology + TimeDelta::minutes(1), 100)).unwrap().going;
        let hearing: BTreeSet<_> = claimed.into_iter().map(|claim| (claim.kind, claim.recipient_id)).collect();
        let told = readers.into_iter().filter(|(_, fate)| matches!(fate, Fate::Sent | Fate::Unknown)).map(|(reader, _)| (NoticeKind::Retracted, reader));
        prop_assert_eq!(hearing, told.collect());
    }
}

on_each_database! {
    fn a_p1_in_europe_reaches_europe_and_everywhere(database: &TestDatabase) {
        let now = readers(&database.database);
        database.database.write(|conn| Ok::<_, StoreError>(publish(conn, &mut act(now), "p1", "payments", "eu"))).unwrap();
        assert_eq!(told(&database.database, now), expected(&[("e", 1), ("g", 1)]));
    }

    fn when_severity_falls_only_the_end_comes_to_those_who_did_not_ask(database: &TestDatabase) {
        let now = readers(&database.database);
        let id = database.database.write(|conn| Ok::<_, StoreError>(publish(conn, &mut act(now), "p1", "payments", "eu"))).unwrap();
        update(&database.database, &id, now + TimeDelta::minutes(60), "identified", Some("p3"));
        update(&database.database, &id, now + TimeDelta::minutes(80), "monitoring", None);
        assert_eq!(told(&database.database, now + TimeDelta::minutes(80)), expected(&[("e", 3), ("g", 1)]));
        update(&database.database, &id, now + TimeDelta::minutes(100), "resolved", None);
        assert_eq!(told(&database.database, now + TimeDelta::minutes(100)), expected(&[("e", 4), ("g", 2)]));
    }

    fn who_confirms_after_the_publish_is_not_told_of_it(database: &TestDatabase) {
        let now = readers(&database.database);
        database.database.write(|conn| {
            publish(conn, &mut act(now), "p1", "payments", "us");
            subscribe(conn, &mut act(now + TimeDelta::seconds(1)), "late@x.example", &[], &[]);
            Ok::<_, StoreError>(())
        }).unwrap();
        assert_eq!(told(&database.database, now + TimeDelta::seconds(2)), expected(&[("g", 1), ("u", 1)]));
    }

    fn a_crowd_is_told_once_each(database: &TestDatabase) {
        let now = at(START);
        scene(&database.database, now - TimeDelta::days(1));
        database.database.write(|conn| {
            for number in 0..2_500 {
                let mut act = act(now - TimeDelta::seconds(3_000 - number));
                subscribe(conn, &mut act, &format!("reader{number}@x.example"), &[], &[]);
            }
            publish(conn, &mut act(now), "p2", "api", "eu");
            Ok::<_, StoreError>(())
        }).unwrap();
        let told = told(&database.database, now);
        assert_eq!(told.len(), 2_500);
        assert!(told.values().all(|count| *count == 1));
        assert_eq!(database.database.read(|conn| subscribers::count_by_filter(conn, Channel::Email, &BTreeSet::new())).unwrap().len(), 1);
    }
}
