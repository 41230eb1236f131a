//! Subscribing: nothing without consent, no flood, no way back but one's own.

use crate::{
    domain::{
        channel::Channel,
        notice::NoticeKind,
        subscriber::{SubscriberState, SubscriptionInput},
    },
    services::{Refusal, additions, retention, subscriptions},
    store::{Database, backlog, ledger, subscribers},
    testing::{act, at, on_each_database, scene, signer},
};
use chrono::{DateTime, TimeDelta, Utc};

const START: &str = "2026-03-01T09:00:00Z";

fn ask(database: &Database, now: DateTime<Utc>, email: &str) -> Result<(), Refusal> {
    let input = SubscriptionInput { email: email.to_owned(), ..SubscriptionInput::default() };
    database.write(|conn| subscriptions::ask(conn, &mut act(now), &signer(), &input, None))
}

fn letters(database: &Database) -> Vec<NoticeKind> {
    let entries = database.read(|conn| ledger::entries(conn, &ledger::Search::default(), 1_000)).unwrap();
    entries.into_iter().rev().map(|entry| entry.kind).collect()
}

fn row(database: &Database, email: &str) -> subscribers::Subscriber {
    database.read(|conn| subscribers::by_email(conn, email)).unwrap().unwrap()
}

on_each_database! {
    fn one_asks_confirms_and_is_active(database: &TestDatabase) {
        let now = at(START);
        scene(&database.database, now);
        ask(&database.database, now, "Ada@Example.com").unwrap();
        let waiting = row(&database.database, "ada@example.com");
        assert_eq!(waiting.state, SubscriberState::Pending);
        database.database.write(|conn| subscriptions::confirm(conn, &mut act(now), &signer(), &waiting.id, None)).unwrap();
        database.database.write(|conn| subscriptions::confirm(conn, &mut act(now), &signer(), &waiting.id, None)).unwrap();
        assert_eq!(row(&database.database, "ada@example.com").state, SubscriberState::Active);
        ask(&database.database, now + TimeDelta::minutes(11), "ada@example.com").unwrap();
        assert_eq!(letters(&database.database), [NoticeKind::Confirm, NoticeKind::Manage]);
    }

    fn letters_to_confirm_have_a_limit_whoever_asks(database: &TestDatabase) {
        let (database, now) = (&database.database, at(START));
        scene(database, now);
        ask(database, now, "ada@example.com").unwrap();
        ask(database, now, "bob@example.com").unwrap();
        let room = |channel, most, now| database.write(|conn| subscriptions::room(conn, &act(now), channel, most));
        assert!(room(Channel::Email, 3, now).is_ok());
        assert!(matches!(room(Channel::Email, 2, now), Err(Refusal::TooOften(_))));
        assert!(room(Channel::Sms, 2, now).is_ok(), "each way by itself");
        assert!(room(Channel::Email, 2, now + TimeDelta::hours(2)).is_ok());
    }

    fn one_victim_gets_three_letters_a_day_at_most(database: &TestDatabase) {
        let now = at(START);
        scene(&database.database, now);
        for minute in 0..200 {
            ask(&database.database, now + TimeDelta::minutes(minute * 5), "victim@example.com").unwrap();
        }
        assert_eq!(letters(&database.database).len(), 3);
    }

    fn who_stopped_comes_back_only_by_themselves(database: &TestDatabase) {
        let now = at(START);
        scene(&database.database, now);
        let input = SubscriptionInput { email: "ada@example.com".to_owned(), ..SubscriptionInput::default() };
        let add = |later| database.database.write(|conn| additions::add(conn, &mut act(now + TimeDelta::seconds(later)), &signer(), std::slice::from_ref(&input))).unwrap();
        assert_eq!(add(0).fresh, 1);
        let id = row(&database.database, "ada@example.com").id;
        database.database.write(|conn| subscriptions::stop(conn, &mut act(now), &id)).unwrap();
        assert_eq!(add(1).stopped, 1);
        assert_eq!(row(&database.database, "ada@example.com").state, SubscriberState::Stopped);
        ask(&database.database, now + TimeDelta::minutes(1), "ada@example.com").unwrap();
        assert_eq!(row(&database.database, "ada@example.com").state, SubscriberState::Stopped, "a stranger may have typed it");
        assert_eq!(add(2).stopped, 1);
        database.database.write(|conn| subscriptions::confirm(conn, &mut act(now), &signer(), &id, None)).unwrap();
        assert_eq!(row(&database.database, "ada@example.com").state, SubscriberState::Active);
    }

    fn who_never_confirms_is_forgotten(database: &TestDatabase) {
        let now = at(START);
        scene(&database.database, now);
        ask(&database.database, now, "ada@example.com").unwrap();
        let tidy = |hours| database.database.write(|conn| retention::tidy(conn, now + TimeDelta::hours(hours))).unwrap();
        assert_eq!(tidy(47), 0);
        assert_eq!(tidy(49), 1);
        assert!(database.database.read(|conn| subscribers::by_email(conn, "ada@example.com")).unwrap().is_none());
        assert_eq!(database.database.read(|conn| backlog::oldest_due(conn, Channel::ALL, now + TimeDelta::days(3))).unwrap(), None);
    }

    fn one_fault_in_a_list_and_nobody_is_added(database: &TestDatabase) {
        let now = at(START);
        scene(&database.database, now);
        let inputs = ["good@example.com", "bad"].map(|email| SubscriptionInput { email: email.to_owned(), ..SubscriptionInput::default() });
        let refused = database.database.write(|conn| additions::add(conn, &mut act(now), &signer(), &inputs)).unwrap_err();
        assert!(refused.to_string().starts_with("subscribers[1].email: is not a mail address"), "{refused}");
        assert!(database.database.read(|conn| subscribers::by_email(conn, "good@example.com")).unwrap().is_none());
    }
}
