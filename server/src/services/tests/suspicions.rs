//! What is suspected: signals that join, thresholds, decisions, and that nothing of it is public before it is confirmed.

use crate::{
    domain::{
        id::SuspicionId,
        incident::{AffectedInput, IncidentInput},
        policy::Policy,
        signal::SignalInput,
        suspicion::SuspicionState,
    },
    services::{
        Refusal, policy,
        signals::{self, Came},
        suspicions, timers,
    },
    store::{Conn, StoreError, incidents as rows, notices, suspicions as stored},
    testing::{act, at, on_each_database, publish, scene},
};
use chrono::TimeDelta;
use proptest::prelude::*;

const START: &str = "2026-03-01T09:00:00Z";

pub(super) fn signal(key: &str) -> SignalInput {
    SignalInput {
        key: key.to_owned(),
        title: "The API is slow".to_owned(),
        affected: vec![AffectedInput {
            component: "api".to_owned(),
            region: "eu".to_owned(),
            health: "degraded_performance".to_owned(),
        }],
        is_clear: false,
    }
}

fn incident() -> IncidentInput {
    IncidentInput { title: "Slow".to_owned(), severity: "p2".to_owned(), body: "Slow.".to_owned(), ..IncidentInput::default() }
}

fn open(conn: &mut Conn) -> Vec<SuspicionId> {
    stored::list(conn, SuspicionState::Open, 100).unwrap().into_iter().map(|one| one.id).collect()
}

on_each_database! {
    fn the_third_signal_within_five_minutes_calls_staff(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let policy = Policy { signals_needed: 3, ..Policy::default() };
        database.write(|conn| policy::change(conn, &mut act(start), &policy)).unwrap();
        let came = |minute: i64| database.write(|conn| signals::take(conn, &mut act(start + TimeDelta::minutes(minute)), &signal("k"))).unwrap();
        assert_eq!((came(0), came(2)), (Came::Waits, Came::Waits));
        let Came::Joined(id) = came(4) else { panic!("three are enough") };
        assert_eq!(came(5), Came::Joined(id.clone()), "the next joins");
        let found = database.read(|conn| stored::find(conn, &id)).unwrap().unwrap();
        assert_eq!(found.detected_at, start, "detected with the first");
        database.write(|conn| suspicions::dismiss(conn, &mut act(start), &id, "A test of the probe.")).unwrap();
        let found = database.read(|conn| stored::find(conn, &id)).unwrap().unwrap();
        assert_eq!((found.state, found.reason.as_str()), (SuspicionState::Dismissed, "A test of the probe."));
        assert_eq!(came(6), Came::Waits, "what comes later is new trouble");
    }

    fn one_signal_that_lasts_calls_staff(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let policy = Policy { signals_needed: 9, signals_lasting: Some(10), ..Policy::default() };
        database.write(|conn| policy::change(conn, &mut act(start), &policy)).unwrap();
        for key in ["lasts", "ends"] {
            database.write(|conn| signals::take(conn, &mut act(start), &signal(key))).unwrap();
        }
        let clear = SignalInput { is_clear: true, ..signal("ends") };
        database.write(|conn| signals::take(conn, &mut act(start), &clear)).unwrap();
        timers::step(database, &mut act(start + TimeDelta::minutes(9))).unwrap();
        assert!(database.read(|conn| Ok::<_, StoreError>(open(conn))).unwrap().is_empty());
        timers::step(database, &mut act(start + TimeDelta::minutes(10))).unwrap();
        assert_eq!(database.read(|conn| Ok::<_, StoreError>(open(conn).len())).unwrap(), 1);
    }

    fn two_merge_and_become_one_incident_with_the_clock_of_the_first(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let take = |key: &str, minute: i64| {
            let came = database.write(|conn| signals::take(conn, &mut act(start + TimeDelta::minutes(minute)), &signal(key))).unwrap();
            let Came::Joined(id) = came else { panic!("{came:?}") };
            id
        };
        let (first, second) = (take("a", 0), take("b", 1));
        let now = start + TimeDelta::minutes(3);
        let id = database.write(|conn| {
            suspicions::acknowledge(conn, &mut act(now), &second)?;
            suspicions::merge(conn, &mut act(now), &first, &second)?;
            suspicions::confirm(conn, &mut act(now + TimeDelta::minutes(1)), &second, &incident())
        }).unwrap();
        let response = database.read(|conn| crate::store::responses::find(conn, &id)).unwrap().unwrap();
        assert_eq!((response.detected_at, response.acknowledged_at), (start, Some(now)));
        let twice = database.write(|conn| suspicions::confirm(conn, &mut act(now), &second, &incident())).unwrap_err();
        assert!(twice.to_string().contains("confirmed already"), "{twice}");
        let known = database.write(|conn| signals::take(conn, &mut act(now), &signal("b"))).unwrap();
        assert_eq!(known, Came::Known(id), "its trouble is public");
    }

    fn what_was_merged_joins_where_it_went(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let take = |key: &str| database.write(|conn| signals::take(conn, &mut act(start), &signal(key))).unwrap();
        let (Came::Joined(first), Came::Joined(second)) = (take("a"), take("b")) else { panic!("one signal is enough") };
        database.write(|conn| suspicions::merge(conn, &mut act(start), &first, &second)).unwrap();
        assert_eq!(take("a"), Came::Joined(second.clone()), "not a third one");
        let id = database.write(|conn| suspicions::confirm(conn, &mut act(start), &second, &incident())).unwrap();
        assert_eq!(take("a"), Came::Known(id));
    }

    fn a_suspicion_becomes_a_part_without_a_mail_of_its_own(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let came = database.write(|conn| signals::take(conn, &mut act(start), &signal("a"))).unwrap();
        let Came::Joined(id) = came else { panic!("{came:?}") };
        let (whole, part) = database.write(|conn| {
            let whole = publish(conn, &mut act(start), "p1", "payments", "eu");
            let part = suspicions::join(conn, &mut act(start), &id, &incident(), &whole)?;
            Ok::<_, Refusal>((whole, part))
        }).unwrap();
        let (found, told) = database.read(|conn| {
            Ok::<_, StoreError>((rows::find(conn, &part)?.unwrap(), notices::of_incident(conn, &part)?.len()))
        }).unwrap();
        assert_eq!((found.parent, told), (Some(whole), 0));
    }
}

/// Something that staff or monitors do.
#[derive(Clone, Debug)]
enum Deed {
    Signal(u8),
    Acknowledge(u8),
    Merge(u8, u8),
    Dismiss(u8),
    Confirm(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..4u8).prop_map(Deed::Signal),
        1 => (0..4u8).prop_map(Deed::Acknowledge),
        1 => (0..4u8, 0..4u8).prop_map(|(one, other)| Deed::Merge(one, other)),
        1 => (0..4u8).prop_map(Deed::Dismiss),
        1 => (0..4u8).prop_map(Deed::Confirm),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// No sequence of deeds makes anything public without a confirmation.
    #[test]
    fn only_a_confirmation_makes_something_public(deeds in proptest::collection::vec(deed(), 1..25)) {
        let database = crate::testing::TestDatabase::sqlite();
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let mut confirmed = 0;
        for (minute, deed) in deeds.into_iter().enumerate() {
            let act = &mut act(start + TimeDelta::minutes(i64::try_from(minute).unwrap()));
            let open = database.read(|conn| Ok::<_, StoreError>(open(conn))).unwrap();
            let pick = |place: u8| open.get(usize::from(place)).cloned().unwrap_or(SuspicionId::from("none"));
            let done = database.write(|conn| match deed {
                Deed::Signal(key) => signals::take(conn, act, &signal(&key.to_string())).map(|_| false),
                Deed::Acknowledge(place) => suspicions::acknowledge(conn, act, &pick(place)).map(|()| false),
                Deed::Merge(one, other) => suspicions::merge(conn, act, &pick(one), &pick(other)).map(|()| false),
                Deed::Dismiss(place) => suspicions::dismiss(conn, act, &pick(place), "nothing").map(|()| false),
                Deed::Confirm(place) => suspicions::confirm(conn, act, &pick(place), &incident()).map(|_| true),
            });
            confirmed += usize::from(done.unwrap_or(false));
            prop_assert_eq!(database.read(rows::open).unwrap().len(), confirmed);
        }
        let hub = crate::snapshot::Hub::start(database, crate::domain::clock::Clock::System, String::new()).unwrap();
        prop_assert_eq!(hub.load().state.incidents.len(), confirmed);
    }
}
