//! Staff's hand on what is being told, and newer news in the place of older.

use super::conduct::{START, say};
use crate::{
    domain::{
        channel::Channel,
        delivery::{DeliveryState, Outcome},
        id::{IncidentId, NoticeId, first_of},
        notice::NoticeKind,
    },
    services::{Refusal, fan_out, incidents, notices as service, retention},
    store::{Database, claims, ledger, notices, outcomes, outcomes::Verdict, progress, sums},
    testing::{act, at, on_each_database, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};

/// An incident that so many readers are to hear of, and its first notice.
fn told(database: &Database, readers: usize) -> (IncidentId, NoticeId) {
    let start = at(START);
    scene(database, start - TimeDelta::days(1));
    let id = database.write(|conn| {
        for reader in 0..readers {
            subscribe(conn, &mut act(start - TimeDelta::hours(1)), &format!("{reader}@x.example"), &[], &[]);
        }
        Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "api", "us"))
    });
    let id = id.unwrap();
    while fan_out::step(database, start).unwrap() {}
    let notice = database.read(|conn| notices::of_incident(conn, &id)).unwrap().remove(0);
    (id, notice)
}

fn counts(database: &Database, notice: &NoticeId) -> Vec<(DeliveryState, i64)> {
    let shares = database.read(|conn| progress::shares(conn, notice, at(START))).unwrap();
    let mut counts: Vec<_> = shares.into_iter().map(|share| (share.state, share.count)).collect();
    counts.sort_by_key(|(state, _)| state.as_str());
    counts
}

/// Takes so many in hand, as often as a worker does, and lets them end like this.
fn send(database: &Database, now: DateTime<Utc>, limit: i64, outcome: &Outcome) -> usize {
    let until = now + TimeDelta::minutes(1);
    let claim = || database.write(|conn| claims::claim(conn, Channel::Email, "one", now, until, limit)).unwrap();
    let claimed = std::iter::repeat_with(claim).find(|claimed| claimed.is_empty() || !claimed.going.is_empty()).unwrap();
    let facts: Vec<_> = claimed.going.into_iter().map(|claim| (claim, Verdict::Tried(outcome.clone(), None))).collect();
    database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
    facts.len()
}

on_each_database! {
    fn what_is_held_waits_until_it_may_go_on(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 3);
        let sent = Outcome::Sent("250 ok".to_owned());
        assert_eq!(send(database, now, 1, &sent), 1);
        database.write(|conn| service::hold(conn, &mut act(now), &notice)).unwrap();
        assert_eq!(counts(database, &notice), [(DeliveryState::Held, 2), (DeliveryState::Sent, 1)]);
        assert_eq!(send(database, now, 10, &sent), 0);
        assert!(service::finish(database, now).unwrap().is_empty(), "what is held is not done");
        let twice = database.write(|conn| service::hold(conn, &mut act(now), &notice)).unwrap_err();
        assert!(matches!(twice, Refusal::Conflict(_)));
        database.write(|conn| service::resume(conn, &mut act(now), &notice)).unwrap();
        assert_eq!(send(database, now, 10, &sent), 2);
        let done = service::finish(database, now).unwrap();
        assert_eq!(done.iter().map(|one| &one.id).collect::<Vec<_>>(), [&notice]);
        assert!(service::finish(database, now).unwrap().is_empty(), "it is noted once");
    }

    fn what_is_called_off_reaches_nobody_else(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 3);
        assert_eq!(send(database, now, 1, &Outcome::Sent("250 ok".to_owned())), 1);
        database.write(|conn| service::cancel(conn, &mut act(now), &notice)).unwrap();
        assert_eq!(counts(database, &notice), [(DeliveryState::Sent, 1), (DeliveryState::Skipped, 2)]);
        let reasons = database.read(|conn| progress::reasons(conn, &notice, 10)).unwrap();
        assert_eq!(reasons, [(DeliveryState::Skipped, "called off by test".to_owned(), 2)]);
    }

    fn of_many_a_part_is_turned_at_once_and_nothing_leaves_meanwhile(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 7);
        let sent = Outcome::Sent("250 ok".to_owned());
        database.write(|conn| service::hold(conn, &mut act(now), &notice)).unwrap();
        assert_eq!(counts(database, &notice), [(DeliveryState::Held, 2), (DeliveryState::Queued, 5)]);
        assert_eq!(send(database, now, 2, &sent), 0, "a claim turns what it finds, and takes nothing");
        assert_eq!(counts(database, &notice), [(DeliveryState::Held, 7)]);
        database.write(|conn| service::resume(conn, &mut act(now), &notice)).unwrap();
        assert!(service::finish(database, now).unwrap().is_empty());
        assert_eq!(send(database, now, 10, &sent), 2, "what is not turned yet waits");
        assert!(service::finish(database, now).unwrap().is_empty(), "what is to go on is not done");
        while service::settle(database, now).unwrap() {}
        assert_eq!(counts(database, &notice), [(DeliveryState::Queued, 5), (DeliveryState::Sent, 2)]);
        database.write(|conn| service::cancel(conn, &mut act(now), &notice)).unwrap();
        let early = database.write(|conn| service::retry(conn, &mut act(now), &notice)).unwrap_err();
        assert!(early.to_string().contains("still being skipped"), "{early}");
        assert_eq!(send(database, now, 1, &sent), 0);
        while service::settle(database, now).unwrap() {}
        assert_eq!(counts(database, &notice), [(DeliveryState::Sent, 2), (DeliveryState::Skipped, 5)]);
        assert_eq!(service::finish(database, now).unwrap().len(), 1);
    }

    fn all_that_waits_is_held_at_once(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 3);
        assert_eq!(database.write(|conn| service::hold_all(conn, &mut act(now))).unwrap(), 1);
        assert_eq!(database.write(|conn| service::hold_all(conn, &mut act(now))).unwrap(), 0);
        let sent = Outcome::Sent("250 ok".to_owned());
        assert_eq!(send(database, now, 5, &sent), 0);
        database.write(|conn| service::resume(conn, &mut act(now), &notice)).unwrap();
        while service::settle(database, now).unwrap() {}
        assert_eq!(send(database, now, 5, &sent), 3);
    }

    fn who_claims_hears_that_there_is_more_behind_what_is_held(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 9);
        database.write(|conn| service::hold(conn, &mut act(now), &notice)).unwrap();
        let claim = || database.write(|conn| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), 1));
        let mut stopped = Vec::new();
        loop {
            let claimed = claim().unwrap();
            assert!(claimed.going.is_empty());
            if claimed.is_empty() {
                break;
            }
            stopped.push(claimed.stopped);
        }
        assert!(stopped.len() > 1, "not all of it in one transaction");
        assert_eq!(counts(database, &notice), [(DeliveryState::Held, 9)]);
    }

    fn what_left_is_sent_whatever_was_decided_meanwhile(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 1);
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), 1)).unwrap().going;
        // The database was away until the lease had ended.
        let later = now + TimeDelta::minutes(2);
        database.write(|conn| service::cancel(conn, &mut act(later), &notice)).unwrap();
        assert_eq!(counts(database, &notice), [(DeliveryState::Skipped, 1)]);
        let sent = Verdict::Tried(Outcome::Sent("250 ok".to_owned()), None);
        let facts: Vec<_> = claimed.into_iter().map(|claim| (claim, sent.clone())).collect();
        database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
        assert_eq!(counts(database, &notice), [(DeliveryState::Sent, 1)]);
    }

    fn to_try_again_what_failed_lets_nothing_else_go(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 3);
        assert_eq!(send(database, now, 1, &Outcome::Gone("550 no".to_owned())), 1);
        database.write(|conn| service::hold(conn, &mut act(now), &notice)).unwrap();
        database.write(|conn| service::retry(conn, &mut act(now), &notice)).unwrap();
        assert_eq!(counts(database, &notice), [(DeliveryState::Held, 3)]);
    }

    fn a_newer_update_goes_in_the_place_of_one_that_is_held(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (id, first) = told(database, 7);
        database.write(|conn| service::hold(conn, &mut act(now), &first)).unwrap();
        while service::settle(database, now).unwrap() {}
        // It is let go on, and before all of it stands so something newer is said.
        database.write(|conn| service::resume(conn, &mut act(now), &first)).unwrap();
        let later = now + TimeDelta::minutes(2);
        database.write(|conn| incidents::post_update(conn, &mut act(later), &id, &say("identified"), None)).unwrap();
        while fan_out::step(database, later).unwrap() {}
        assert_eq!(counts(database, &first), [(DeliveryState::Skipped, 7)]);
        assert_eq!(send(database, later, 20, &Outcome::Sent("250 ok".to_owned())), 7, "one mail each");
    }

    fn what_is_let_go_on_goes_behind_a_hundred_others(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        scene(database, now - TimeDelta::days(1));
        database.write(|conn| {
            (0..3).for_each(|reader| drop(subscribe(conn, &mut act(now), &format!("{reader}@x.example"), &[], &[])));
            (0..105).for_each(|_| drop(publish(conn, &mut act(now), "p1", "api", "us")));
            Ok::<_, Refusal>(())
        }).unwrap();
        while fan_out::step(database, now).unwrap() {}
        let last = database.read(|conn| notices::of_kind(conn, NoticeKind::Opened)).unwrap().pop().unwrap().id;
        database.write(|conn| service::hold(conn, &mut act(now), &last)).unwrap();
        while service::settle(database, now).unwrap() {}
        database.write(|conn| service::resume(conn, &mut act(now), &last)).unwrap();
        while service::settle(database, now).unwrap() {}
        assert_eq!(counts(database, &last), [(DeliveryState::Queued, 3)]);
        assert_eq!(send(database, now, 500, &Outcome::Sent("250 ok".to_owned())), 315);
        assert_eq!(service::finish(database, now).unwrap().len(), 105);
    }

    fn what_comes_back_of_a_notice_that_was_called_off_is_skipped(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 1);
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), 1)).unwrap().going;
        database.write(|conn| service::cancel(conn, &mut act(now), &notice)).unwrap();
        assert_eq!(counts(database, &notice), [(DeliveryState::Queued, 1)], "it is in somebody's hand");
        assert!(!service::settle(database, now).unwrap());
        let later = Verdict::Tried(Outcome::Later("450 greylisted".to_owned()), Some(now));
        let facts: Vec<_> = claimed.into_iter().map(|claim| (claim, later.clone())).collect();
        database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
        assert_eq!(send(database, now, 1, &Outcome::Sent("250 ok".to_owned())), 0);
        assert_eq!(counts(database, &notice), [(DeliveryState::Skipped, 1)]);
    }

    fn who_was_told_is_settled_before_it_is_taken_back(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (id, _) = told(database, 7);
        assert_eq!(send(database, now, 1, &Outcome::Sent("250 ok".to_owned())), 1);
        database.write(|conn| incidents::retract(conn, &mut act(now), &id, "It was a test.", None)).unwrap();
        while fan_out::step(database, now).unwrap() {}
        let ids = database.read(|conn| notices::of_incident(conn, &id)).unwrap();
        assert_eq!(counts(database, &ids[0]), [(DeliveryState::Sent, 1), (DeliveryState::Skipped, 6)]);
        assert_eq!(counts(database, &ids[1]), [(DeliveryState::Queued, 1)], "those who were told, and nobody else");
    }

    fn what_failed_is_tried_again_for_a_day(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 2);
        assert_eq!(send(database, now, 1, &Outcome::Gone("550 no".to_owned())), 1);
        assert_eq!(send(database, now, 1, &Outcome::Sent("250 ok".to_owned())), 1);
        let later = now + TimeDelta::days(3);
        service::finish(database, later).unwrap();
        database.write(|conn| service::retry(conn, &mut act(later), &notice)).unwrap();
        assert_eq!(counts(database, &notice), [(DeliveryState::Queued, 1), (DeliveryState::Sent, 1)]);
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "two", later, later, 10)).unwrap().going;
        assert_eq!(claimed.first().map(|claim| claim.created_at), Some(later), "its day begins anew");
        let nothing = database.write(|conn| service::retry(conn, &mut act(later), &notice)).unwrap_err();
        assert!(matches!(nothing, Refusal::Conflict(_)));
    }

    fn a_newer_update_goes_in_the_place_of_one_that_has_not_left(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (id, first) = told(database, 3);
        assert_eq!(send(database, now, 1, &Outcome::Sent("250 ok".to_owned())), 1);
        let later = now + TimeDelta::minutes(2);
        database.write(|conn| incidents::post_update(conn, &mut act(later), &id, &say("identified"), None)).unwrap();
        while fan_out::step(database, later).unwrap() {}
        assert_eq!(counts(database, &first), [(DeliveryState::Sent, 1), (DeliveryState::Skipped, 2)]);
        let second = database.read(|conn| notices::of_incident(conn, &id)).unwrap().remove(1);
        assert_eq!(counts(database, &second), [(DeliveryState::Queued, 3)]);
        assert_eq!(send(database, later, 10, &Outcome::Sent("250 ok".to_owned())), 3, "one mail each");
    }

    fn what_is_old_is_added_up_and_forgotten(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 5);
        assert_eq!(send(database, now, 2, &Outcome::Sent("250 ok".to_owned())), 2);
        assert_eq!(send(database, now + TimeDelta::minutes(1), 1, &Outcome::Later("450 no".to_owned())), 1);
        let all = [(DeliveryState::Failed, 1), (DeliveryState::Queued, 2), (DeliveryState::Sent, 2)];
        assert_eq!(counts(database, &notice), all);
        let kept = TimeDelta::days(30);
        let fold = |later: TimeDelta| assert!(!retention::fold(database, now + later, kept).unwrap());
        let lines = || database.read(|conn| progress::proof(conn, &notice, "", 10)).unwrap().len();
        fold(kept);
        assert_eq!((lines(), database.read(|conn| sums::has(conn, &notice)).unwrap()), (5, false), "it is not older than that");
        fold(kept + TimeDelta::seconds(1));
        assert_eq!((lines(), counts(database, &notice)), (2, all.to_vec()), "what waits is kept, and nothing is lost of the sums");
        assert_eq!(send(database, now + TimeDelta::minutes(2), 2, &Outcome::Sent("250 ok".to_owned())), 2);
        fold(kept * 2);
        fold(kept * 2);
        assert_eq!((lines(), counts(database, &notice)), (0, vec![(DeliveryState::Failed, 1), (DeliveryState::Sent, 4)]));
        let shares = database.read(|conn| progress::shares(conn, &notice, now)).unwrap();
        let sent = shares.iter().find(|share| share.state == DeliveryState::Sent).unwrap();
        assert_eq!((sent.first, sent.last), (Some(now), Some(now + TimeDelta::minutes(2))));
    }

    fn servers_that_add_up_at_once_count_each_once(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 40);
        assert_eq!(send(database, now, 40, &Outcome::Sent("250 ok".to_owned())), 40);
        let before = first_of(now + TimeDelta::seconds(1));
        let server = || while database.write_relaxed(|conn| sums::fold(conn, &before, 3)).unwrap() > 0 {};
        std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(server))));
        server();
        assert!(database.read(|conn| progress::proof(conn, &notice, "", 10)).unwrap().is_empty());
        assert_eq!(counts(database, &notice), [(DeliveryState::Sent, 40)]);
        assert_eq!(database.read(|conn| ledger::counts_of(conn, &notice)).unwrap(), [(DeliveryState::Sent, 40)]);
    }

    fn the_proof_has_a_line_for_each(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        let (_, notice) = told(database, 3);
        send(database, now, 2, &Outcome::Sent("250 ok".to_owned()));
        let page = database.read(|conn| progress::proof(conn, &notice, "", 2)).unwrap();
        let rest = database.read(|conn| progress::proof(conn, &notice, &page[1].0, 2)).unwrap();
        let lines: Vec<_> = page.into_iter().chain(rest).map(|(_, line)| (line.address.unwrap(), line.state, line.reply)).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines.iter().filter(|line| line.1 == DeliveryState::Sent && line.2 == "250 ok").count(), 2);
        let sent = |since| {
            let shares = database.read(|conn| progress::shares(conn, &notice, since)).unwrap();
            shares.into_iter().find(|share| share.state == DeliveryState::Sent).unwrap()
        };
        let of_late = sent(now - TimeDelta::seconds(1));
        assert_eq!((of_late.first, of_late.last, of_late.lately), (Some(now), Some(now), 2));
        assert_eq!(sent(now).lately, 0, "what ended then is not of later");
    }
}
