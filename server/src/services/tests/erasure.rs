//! Being forgotten, and staying so.

use super::conduct::START;
use crate::{
    domain::{
        channel::Channel,
        delivery::Outcome,
        subscriber::{SubscriberState, SubscriptionInput},
    },
    services::{
        Refusal, additions, erasure, fan_out,
        subscriptions::{self, Target},
    },
    store::{claims, ledger, outcomes, subscribers},
    testing::{act, at, on_each_database, publish, scene, signer, subscribe},
};
use chrono::TimeDelta;

on_each_database! {
    fn what_is_erased_is_gone_from_everywhere_and_no_import_brings_it_back(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        scene(database, now - TimeDelta::days(1));
        let id = database.write(|conn| {
            let id = subscribe(conn, &mut act(now - TimeDelta::hours(1)), "Ada@example.com", &[], &[]);
            publish(conn, &mut act(now), "p1", "api", "us");
            Ok::<_, Refusal>(id)
        }).unwrap();
        while fan_out::step(database, now).unwrap() {}
        let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "x", now, now + TimeDelta::minutes(1), 9)).unwrap().going;
        let said = outcomes::Verdict::Tried(Outcome::Gone("552 5.2.2 <Ada@example.com> over quota".to_owned()), None);
        let facts: Vec<_> = claimed.into_iter().map(|claim| (claim, said.clone())).collect();
        database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
        let known = database.read(|conn| erasure::export(conn, &signer(), &id)).unwrap();
        assert_eq!((known["address"].as_str(), known["deliveries"][0]["state"].as_str()), (Some("Ada@example.com"), Some("failed")));
        database.write(|conn| erasure::erase(conn, &mut act(now), &signer(), &id)).unwrap();
        let entries = database.read(|conn| ledger::entries(conn, &ledger::Search::default(), 9)).unwrap();
        assert_eq!(entries.iter().map(|entry| (entry.address.clone(), entry.reply.as_str())).collect::<Vec<_>>(), [(None, "")]);
        let again = SubscriptionInput { email: "ada@example.com".to_owned(), ..SubscriptionInput::default() };
        let added = database.write(|conn| additions::add(conn, &mut act(now), &signer(), std::slice::from_ref(&again))).unwrap();
        assert_eq!((added.fresh, added.stopped), (0, 1));
        database.write(|conn| subscriptions::ask(conn, &mut act(now), &signer(), &again, None)).unwrap();
        let back = database.read(|conn| subscribers::by_email(conn, "ada@example.com")).unwrap().unwrap();
        assert_eq!(back.state, SubscriberState::Pending, "they may come back themselves");
        let twice = database.write(|conn| erasure::erase(conn, &mut act(now), &signer(), &id)).unwrap_err();
        assert!(matches!(twice, Refusal::Missing(_)));
    }

    fn an_address_that_is_a_secret_is_sealed_and_known_again(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        scene(database, now - TimeDelta::days(1));
        let address = "https://hooks.slack.com/services/T0/B0/x";
        let ask = |later: i64| {
            let mut act = act(now + TimeDelta::hours(later));
            let target = Target::endpoint(Channel::Slack, address, &signer(), &mut act).unwrap();
            database.write(|conn| subscriptions::ask_endpoint(conn, &mut act, &target, &SubscriptionInput::default(), None)).unwrap();
        };
        ask(0);
        ask(1);
        let rows = database.read(|conn| subscribers::found(conn, &subscribers::Search::default(), 9)).unwrap();
        assert_eq!(rows.len(), 1, "the same address is one subscriber");
        assert!(!rows[0].address.contains("slack") && !rows[0].address_key.contains("slack"));
        let known = database.read(|conn| erasure::export(conn, &signer(), &rows[0].id)).unwrap();
        assert_eq!(known["address"], address);
    }

    fn a_test_has_its_own_limit_and_a_secret_changes_once_a_day(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        scene(database, now - TimeDelta::days(1));
        let mut first = act(now);
        let target = Target::endpoint(Channel::Webhook, "https://program.example/x", &signer(), &mut first).unwrap();
        database.write(|conn| subscriptions::ask_endpoint(conn, &mut first, &target, &SubscriptionInput::default(), None)).unwrap();
        let id = database.read(|conn| subscribers::found(conn, &subscribers::Search::default(), 9)).unwrap().remove(0).id;
        database.write(|conn| subscriptions::confirm(conn, &mut act(now), &signer(), &id, None)).unwrap();
        let test = |minute: i64| database.write(|conn| subscriptions::test(conn, &mut act(now + TimeDelta::minutes(minute)), &id)).unwrap();
        assert_eq!([test(1), test(2), test(12)], [true, false, true], "the letter to confirm counts for nothing here");
        let change = |hour: i64| database.write(|conn| subscriptions::change_secret(conn, &mut act(now + TimeDelta::hours(hour)), &id));
        change(1).unwrap();
        assert!(matches!(change(2).unwrap_err(), Refusal::Conflict(_)), "the program would lose the one it has");
        change(26).unwrap();
    }
}
