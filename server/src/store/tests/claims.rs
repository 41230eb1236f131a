//! Taking in hand by lease: nobody's twice, nobody's never.

use crate::{
    domain::{
        channel::Channel,
        delivery::{DeliveryState, Outcome},
        severity::Severity,
    },
    services::fan_out,
    store::{
        Conn, Database, StoreError, backlog, claims, ledger, notices,
        outcomes::{self, Verdict},
        statement::Statement,
        told,
    },
    testing::{act, at, on_each_database, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::RunQueryDsl;
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

    fn the_gravest_goes_before_what_waits_already(database: &TestDatabase) {
        let database = &database.database;
        let now = ten_waiting(database);
        let later = now + TimeDelta::seconds(5);
        database.write(|conn| Ok::<_, StoreError>(publish(conn, &mut act(now), "p2", "api", "eu"))).unwrap();
        while fan_out::step(database, now).unwrap() {}
        database.write(|conn| Ok::<_, StoreError>(publish(conn, &mut act(later), "p1", "api", "us"))).unwrap();
        while fan_out::step(database, later).unwrap() {}
        let (first, rest) = (claim(database, "a.1", later, 20), claim(database, "a.2", later, 20));
        let severity = |claim: &claims::Claim| {
            let notice = database.read(|conn| notices::find(conn, &claim.notice_id)).unwrap().unwrap();
            serde_json::from_str::<crate::domain::notice::IncidentNews>(&notice.content).unwrap().severity
        };
        assert!(first.len() == 20 && first.iter().all(|claim| severity(claim) == Severity::P1));
        assert!(rest.len() == 10 && rest.iter().all(|claim| severity(claim) == Severity::P2));
    }

    fn the_first_that_leaves_is_noted_once_whichever_server_sent_it(database: &TestDatabase) {
        let database = &database.database;
        let now = ten_waiting(database);
        let notice = claim(database, "a.1", now, 1).remove(0).notice_id;
        let left = |after| database.write(|conn| notices::first_left(conn, &notice, now + TimeDelta::seconds(after))).unwrap();
        assert_eq!((left(1), left(2)), (Some(now), None));
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

    fn what_somebody_else_has_in_hand_by_now_stays_theirs(database: &TestDatabase) {
        let database = &database.database;
        let now = ten_waiting(database);
        let slow = claim(database, "slow.1", now, 10);
        let over = now + TimeDelta::seconds(61);
        let quick = claim(database, "quick.1", over, 2);
        let next = over + TimeDelta::seconds(1);
        // Which two of those that have waited equally long is nobody's to say.
        let (taken, left): (Vec<_>, Vec<_>) = slow.into_iter().partition(|mine| quick.iter().any(|theirs| theirs.id == mine.id));
        let later = || Verdict::Tried(Outcome::Later("450 busy".to_owned()), Some(next));
        let early = || Verdict::Early(next, "slow");
        let late = [(&taken[0], later()), (&taken[1], early()), (&left[0], later()), (&left[1], early())];
        let late: Vec<_> = late.into_iter().map(|(claim, verdict)| (claim.clone(), verdict)).collect();
        database.write(|conn| outcomes::write(conn, &late, over)).unwrap();
        let tries = |claim: &claims::Claim| database.read(|conn| ledger::attempts_at(conn, &claim.id)).unwrap().len();
        assert_eq!((tries(&taken[0]), tries(&left[0])), (0, 1), "the try is theirs, too");
        assert_eq!(claim(database, "third.0", over, 10).len(), 6, "what waits by now is what nobody else had");
        assert_eq!(claim(database, "third.1", next, 10).len(), 2, "and its time comes");
        let wait = |claim: &claims::Claim| (claim.clone(), Verdict::Early(next, "slow"));
        let theirs: Vec<_> = quick.iter().map(wait).collect();
        database.write(|conn| outcomes::write(conn, &theirs, next)).unwrap();
        assert_eq!(claim(database, "third.2", next, 10).len(), 2, "what they had from a dead one, too");
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
        let oldest = |later| {
            let now = now + TimeDelta::seconds(later);
            database.database.read(|conn| backlog::oldest_due(conn, &[Channel::Email], now)).unwrap()
        };
        assert_eq!(oldest(-1), None);
        assert_eq!(oldest(5), Some(now));
        let others = database.database.read(|conn| backlog::oldest_due(conn, &[Channel::Sms], now)).unwrap();
        assert_eq!(others, None, "what has no way out waits for its way");
    }

    fn what_a_clock_that_was_ahead_put_off_is_brought_back(database: &TestDatabase) {
        let now = ten_waiting(&database.database);
        let tomorrow = now + TimeDelta::days(1);
        claim(&database.database, "ahead.1", tomorrow, 4);
        let tried = claim(&database.database, "ahead.2", tomorrow, 3).into_iter();
        let later = Verdict::Tried(Outcome::Later("450 busy".to_owned()), Some(tomorrow + TimeDelta::minutes(1)));
        let facts: Vec<_> = tried.map(|claim| (claim, later.clone())).collect();
        database.database.write(|conn| outcomes::write(conn, &facts, tomorrow)).unwrap();
        claim(&database.database, "right.1", now, 1);
        assert_eq!(claim(&database.database, "right.2", now, 10).len(), 2);
        assert_eq!(database.database.write(|conn| backlog::bring_back(conn, now)).unwrap(), 4, "three to be tried, four in hand");
        assert_eq!(claim(&database.database, "right.3", now, 10).len(), 7);
    }

    fn what_an_hour_too_early_was_queued_an_hour_ahead_is_due(database: &TestDatabase) {
        let database = &database.database;
        let right = ten_waiting(database) - TimeDelta::hours(1);
        assert_eq!(claim(database, "a.1", right, 10).len(), 0);
        assert_eq!(database.write(|conn| backlog::bring_back(conn, right)).unwrap(), 10);
        assert_eq!(claim(database, "a.2", right, 10).len(), 10);
    }

    fn what_a_dead_server_may_have_sent_stays_known_through_another_try(database: &TestDatabase) {
        let database = &database.database;
        let now = ten_waiting(database);
        claim(database, "dead.1", now, 1);
        let later = now + TimeDelta::minutes(2);
        let again = claim(database, "alive.1", later, 10).into_iter().find(|claim| claim.revived).unwrap();
        let next = later + TimeDelta::minutes(1);
        let busy = Verdict::Tried(Outcome::Later("450 busy".to_owned()), Some(next));
        database.write(|conn| outcomes::write(conn, &[(again.clone(), busy)], later)).unwrap();
        let skipped = [(again.clone(), Verdict::Unwanted("the subscriber had stopped"))];
        database.write(|conn| outcomes::write(conn, &skipped, next)).unwrap();
        let told = database.read(|conn| {
            let entries = ledger::entries(conn, &ledger::Search::default(), 20)?;
            let entry = entries.into_iter().find(|entry| entry.id == again.id).unwrap();
            let threads = [entry.incident_id.unwrap().to_string()];
            told::of_threads(conn, &threads, std::slice::from_ref(&again.recipient_id), false)
        });
        assert_eq!(told.unwrap().len(), 1, "they hear an apology");
    }

    fn a_reader_who_cannot_be_read_keeps_nobody_from_being_told(database: &TestDatabase) {
        let database = &database.database;
        let now = ten_waiting(database);
        let broken = "UPDATE subscribers SET language = 'xx' WHERE id = (SELECT max(recipient_id) FROM deliveries)";
        database.write(|conn| Ok::<_, StoreError>(Statement::new(broken).execute(conn)?)).unwrap();
        assert_eq!(claim(database, "a.1", now, 10).len(), 9);
        let given_up = ledger::Search { state: Some(DeliveryState::Failed), ..ledger::Search::default() };
        let entries = database.read(|conn| ledger::entries(conn, &given_up, 10)).unwrap();
        assert!(entries.len() == 1 && entries[0].reply.starts_with("it cannot be read: "), "{entries:?}");
    }

    fn what_is_damaged_holds_nobody_else_up(database: &TestDatabase) {
        let (database, now) = (&database.database, at(NOW));
        scene(database, now - TimeDelta::days(1));
        let join = |name: &str, conn: &mut Conn| subscribe(conn, &mut act(now - TimeDelta::hours(1)), name, &[], &[]);
        database.write(|conn| {
            let broken = join("broken@x.example", conn);
            join("e@x.example", conn);
            Statement::new("UPDATE subscribers SET filter = '{' WHERE id = ?").bind(broken.as_str()).execute(conn)?;
            let incident = publish(conn, &mut act(now), "p1", "api", "eu");
            Statement::new("UPDATE notices SET audience = '{' WHERE incident_id = ?").bind(incident.as_str()).execute(conn)?;
            publish(conn, &mut act(now), "p2", "payments", "us");
            Ok::<_, StoreError>(())
        }).unwrap();
        let ended = std::iter::repeat_with(|| fan_out::step(database, now)).find(|step| !matches!(step, Ok(true))).unwrap();
        assert!(ended.unwrap_err().to_string().starts_with("stored data is damaged: notice "), "it is told of");
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "one", now, now, 9)).unwrap().going;
        assert_eq!(claimed.iter().map(|claim| claim.address.as_str()).collect::<Vec<_>>(), ["e@x.example"]);
        let notice = database.read(|conn| notices::find(conn, &claimed[0].notice_id)).unwrap().unwrap();
        assert_eq!(notice.left_out, "{\"damaged\":1}");
    }
}
