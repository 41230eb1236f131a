//! Taking in hand by lease: nobody's twice, nobody's never.

use crate::{
    domain::{
        channel::Channel,
        delivery::{DeliveryState, Outcome},
    },
    services::fan_out,
    store::{
        Database, StoreError, claims, deliveries, ledger,
        outcomes::{self, Verdict},
    },
    testing::{act, at, on_each_database, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

const NOW: &str = "2026-03-01T09:00:00Z";

/// Ten subscribers with a P1 on its way to each.
fn ten_waiting(database: &Database) -> DateTime<Utc> {
    let now = at(NOW);
    scene(database, now - TimeDelta::days(1));
    let mut act = act(now);
    database
        .write(|conn| {
            for number in 0..10 {
                subscribe(conn, &mut act, &format!("reader{number}@customers.example"), &[], &[]);
            }
            publish(conn, &mut act, "p1", "payments", "eu");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    while fan_out::step(database, now).unwrap() {}
    now
}

fn claim(database: &Database, lease: &str, now: DateTime<Utc>, limit: i64) -> Vec<claims::Claim> {
    database.write(|conn| claims::claim(conn, Channel::Email, lease, now, now + TimeDelta::seconds(60), limit)).unwrap().going
}

on_each_database! {
    fn two_who_claim_never_get_the_same(database: &TestDatabase) {
        let now = ten_waiting(&database.database);
        let (one, other) = (claim(&database.database, "a.1", now, 6), claim(&database.database, "b.1", now, 6));
        let ids: BTreeSet<&str> = one.iter().chain(&other).map(|claim| claim.id.as_str()).collect();
        assert_eq!((one.len(), other.len(), ids.len()), (6, 4, 10));
        assert!(claim(&database.database, "c.1", now, 6).is_empty());
    }

    fn what_a_dead_server_held_is_taken_over(database: &TestDatabase) {
        let now = ten_waiting(&database.database);
        claim(&database.database, "dead.1", now, 10);
        assert!(claim(&database.database, "next.1", now + TimeDelta::seconds(59), 10).is_empty());
        assert_eq!(claim(&database.database, "next.2", now + TimeDelta::seconds(60), 10).len(), 10);
    }

    fn what_is_given_back_can_be_taken_at_once(database: &TestDatabase) {
        let now = ten_waiting(&database.database);
        claim(&database.database, "mine.1", now, 4);
        claim(&database.database, "theirs.1", now, 6);
        database.database.write_relaxed(|conn| claims::release(conn, "mine")).unwrap();
        assert_eq!(claim(&database.database, "next.1", now, 10).len(), 4);
    }

    fn every_outcome_stands_in_the_ledger(database: &TestDatabase) {
        let now = ten_waiting(&database.database);
        let claimed = claim(&database.database, "a.1", now, 4);
        let later = now + TimeDelta::seconds(30);
        let verdicts = [
            Verdict::Tried(Outcome::Sent("250 \"ok\"".to_owned()), None),
            Verdict::Tried(Outcome::Later("450 busy".to_owned()), Some(later)),
            Verdict::Tried(Outcome::Gone("550 nobody".to_owned()), None),
            Verdict::Tried(Outcome::Blocked("no connection".to_owned()), Some(later)),
        ];
        let facts: Vec<_> = claimed.iter().cloned().zip(verdicts).collect();
        database.database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
        let counts = database.database.read(ledger::counts).unwrap();
        let count = |state| counts.iter().find(|(other, _)| *other == state).map_or(0, |(_, count)| *count);
        assert_eq!((count(DeliveryState::Sent), count(DeliveryState::Failed), count(DeliveryState::Queued)), (1, 1, 8));
        assert_eq!(claim(&database.database, "b.1", now, 10).len(), 6, "two wait for their time");
        assert_eq!(claim(&database.database, "c.1", later, 10).len(), 2);
        let attempts = database.database.read(|conn| ledger::attempts_at(conn, &claimed[1].id)).unwrap();
        assert_eq!((attempts[0].number, attempts[0].outcome.as_str(), attempts[0].reply.as_str()), (1, "later", "450 busy"));
    }

    fn who_stopped_is_skipped_without_an_attempt(database: &TestDatabase) {
        let now = ten_waiting(&database.database);
        let claim = claim(&database.database, "a.1", now, 1).remove(0);
        let facts = [(claim.clone(), Verdict::Unwanted("stopped"))];
        database.database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
        let entries = database.database.read(|conn| ledger::entries(conn, &ledger::Search::default(), 20)).unwrap();
        let entry = entries.iter().find(|entry| entry.id == claim.id).unwrap();
        assert_eq!((entry.state, entry.attempts, entry.ended_at), (DeliveryState::Skipped, 0, Some(now)));
        assert!(database.database.read(|conn| ledger::attempts_at(conn, &claim.id)).unwrap().is_empty());
    }

    fn the_oldest_that_is_overdue_is_known(database: &TestDatabase) {
        let now = ten_waiting(&database.database);
        let oldest = |later| database.database.read(|conn| deliveries::oldest_due(conn, now + TimeDelta::seconds(later))).unwrap();
        assert_eq!(oldest(-1), None);
        assert_eq!(oldest(5), Some(now));
    }
}
