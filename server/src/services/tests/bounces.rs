//! When an address that refuses is given up, and how it comes back.

use super::conduct::START;
use crate::{
    domain::{
        channel::Channel,
        delivery::Outcome,
        feedback::{Feedback, Means},
        id::SubscriberId,
        notice::NoticeKind,
        person::Role,
        subscriber::{SubscriberState, SubscriptionInput},
    },
    services::{Refusal, additions, bounces, customers, fan_out, people, subscriptions},
    store::{Database, backlog, claims, claims::Claim, notices, outcomes, outcomes::Verdict, subscribers, suppressions},
    testing::{act, at, on_each_database, publish, scene, signer, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};

/// One reader of everything.
fn reader(database: &Database) -> SubscriberId {
    let start = at(START);
    scene(database, start - TimeDelta::days(1));
    let add = |conn: &mut _| Ok::<_, Refusal>(subscribe(conn, &mut act(start - TimeDelta::hours(1)), "a@x.example", &[], &[]));
    database.write(add).unwrap()
}

/// Publishes another incident, and lets the mails about it end so.
fn publish_and_send(database: &Database, now: DateTime<Utc>, outcome: &Outcome) -> usize {
    database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(now), "p1", "api", "us"))).unwrap();
    while fan_out::step(database, now).unwrap() {}
    send(database, now, outcome).len()
}

fn send(database: &Database, now: DateTime<Utc>, outcome: &Outcome) -> Vec<NoticeKind> {
    settle(database, Channel::Email, now, outcome).into_iter().map(|claim| claim.kind).collect()
}

fn settle(database: &Database, channel: Channel, now: DateTime<Utc>, outcome: &Outcome) -> Vec<Claim> {
    let claimed = database.write(|conn| claims::claim(conn, channel, "one", now, now + TimeDelta::minutes(1), 99)).unwrap().going;
    let facts: Vec<_> = claimed.into_iter().map(|claim| (claim, Verdict::Tried(outcome.clone(), None))).collect();
    let settle = |conn: &mut _| {
        outcomes::write(conn, &facts, now)?;
        bounces::after(conn, &mut act(now), &signer(), &facts)
    };
    database.write(settle).unwrap();
    facts.into_iter().map(|(claim, _)| claim).collect()
}

/// One program that hears of everything.
fn program(database: &Database) -> SubscriberId {
    let start = at(START);
    scene(database, start - TimeDelta::days(1));
    let join = |conn: &mut _| {
        let mut act = act(start - TimeDelta::hours(1));
        let hook = subscriptions::Target::endpoint(Channel::Webhook, "https://x.example/hook", &signer(), &mut act)?;
        subscriptions::ask_endpoint(conn, &mut act, &hook, &SubscriptionInput::default(), None)?;
        let row = subscribers::lock_by_key(conn, Channel::Webhook, &hook.key)?.unwrap();
        subscriptions::confirm(conn, &mut act, &signer(), &row.id, None)?;
        Ok::<_, Refusal>(row.id)
    };
    database.write(join).unwrap()
}

/// Publishes another incident, lets the post about it end so, and says how the program stands then.
fn tell(database: &Database, id: &SubscriberId, now: DateTime<Utc>, outcome: &Outcome) -> SubscriberState {
    database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(now), "p1", "api", "us"))).unwrap();
    while fan_out::step(database, now).unwrap() {}
    settle(database, Channel::Webhook, now, outcome);
    state(database, id)
}

fn state(database: &Database, id: &SubscriberId) -> SubscriberState {
    database.read(|conn| subscribers::find(conn, id)).unwrap().unwrap().state
}

fn gone(reply: &str) -> Outcome {
    Outcome::Gone(reply.to_owned())
}

on_each_database! {
    fn a_mailbox_that_is_not_there_is_given_up_at_once(database: &TestDatabase) {
        let database = &database.database;
        let id = reader(database);
        assert_eq!(publish_and_send(database, at(START), &gone("permanent error (550): 5.1.1 no such user")), 1);
        assert_eq!(state(database, &id), SubscriberState::Bounced);
        assert_eq!(publish_and_send(database, at(START), &gone("")), 0, "nothing more is queued for it");
    }

    fn other_refusals_are_strikes_of_a_week(database: &TestDatabase) {
        let database = &database.database;
        let id = reader(database);
        let full = gone("permanent error (552): 5.2.2 over quota");
        for (day, wanted) in [(0, true), (4, true), (8, true), (9, false)] {
            assert_eq!(publish_and_send(database, at(START) + TimeDelta::days(day), &full), 1);
            assert_eq!(state(database, &id) == SubscriberState::Active, wanted, "day {day}");
        }
    }

    fn what_says_nothing_of_the_address_is_no_strike(database: &TestDatabase) {
        let database = &database.database;
        let id = reader(database);
        for minute in 0..5 {
            let now = at(START) + TimeDelta::minutes(minute);
            publish_and_send(database, now, &gone("permanent error (550): 5.7.26 unauthenticated"));
            publish_and_send(database, now, &gone("the template names what is not there"));
            publish_and_send(database, now, &Outcome::Later("permanent error (554): Message rejected".to_owned()));
        }
        publish_and_send(database, at(START) + TimeDelta::hours(1), &gone("permanent error (550): no thanks"));
        assert_eq!(state(database, &id), SubscriberState::Active, "that was the first strike");
    }

    fn who_was_given_up_comes_back_by_confirming(database: &TestDatabase) {
        let database = &database.database;
        let id = reader(database);
        publish_and_send(database, at(START), &gone("550 5.1.1 no such user"));
        let input = SubscriptionInput { email: "A@x.example".to_owned(), ..SubscriptionInput::default() };
        let later = at(START) + TimeDelta::hours(1);
        let added = database.write(|conn| additions::add(conn, &mut act(later), &crate::testing::signer(), std::slice::from_ref(&input))).unwrap();
        assert_eq!((added.stopped, state(database, &id)), (1, SubscriberState::Bounced), "an import does not bring it back");
        database.write(|conn| subscriptions::ask(conn, &mut act(later), &signer(), &input, None)).unwrap();
        assert_eq!(send(database, later, &Outcome::Sent("250 ok".to_owned())), [NoticeKind::Confirm]);
        assert_eq!(state(database, &id), SubscriberState::Bounced, "typing an address proves nothing");
        database.write(|conn| subscriptions::confirm(conn, &mut act(later), &signer(), &id, None)).unwrap();
        assert_eq!(state(database, &id), SubscriberState::Active);
    }

    fn what_comes_back_ends_its_delivery_and_counts_for_its_reader(database: &TestDatabase) {
        let database = &database.database;
        let (id, taken) = (reader(database), Outcome::Sent("250 taken".to_owned()));
        let came_back = |delivery: &str, means: Means, words: &str| {
            let feedback = Feedback {
                delivery: Some(delivery.to_owned()),
                address: None,
                means,
                words: words.to_owned(),
            };
            database.write(|conn| bounces::came_back(conn, &mut act(at(START)), &signer(), &feedback)).unwrap()
        };
        let sent = || {
            database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(at(START)), "p1", "api", "us"))).unwrap();
            while fan_out::step(database, at(START)).unwrap() {}
            settle(database, Channel::Email, at(START), &taken).remove(0).id
        };
        for strike in 1..=3 {
            assert_eq!(state(database, &id), SubscriberState::Active, "before strike {strike}");
            let delivery = sent();
            assert!(came_back(&delivery, Means::Refused, "5.2.2 mailbox full"));
            assert!(came_back(&delivery, Means::Refused, "5.2.2 mailbox full"), "told twice, it counts once");
        }
        assert_eq!(state(database, &id), SubscriberState::Bounced);
        assert!(!came_back("N1.S1", Means::Gone, "5.1.1"), "nobody here is meant by it");
    }

    fn whoever_calls_it_spam_is_stopped(database: &TestDatabase) {
        let database = &database.database;
        let id = reader(database);
        let feedback =
            Feedback { delivery: None, address: Some("A@x.example".to_owned()), means: Means::Unwanted, words: String::new() };
        let tell = |feedback: &Feedback| database.write(|conn| bounces::came_back(conn, &mut act(at(START)), &signer(), feedback)).unwrap();
        assert!(tell(&feedback));
        assert_eq!(state(database, &id), SubscriberState::Stopped);
        assert!(!tell(&Feedback { address: Some("nobody@x.example".to_owned()), ..feedback }));
    }

    fn a_contact_who_cannot_be_reached_or_wants_no_more_is_barred(database: &TestDatabase) {
        let database = &database.database;
        reader(database);
        let file = "customer,segment,regions,contact_name,contact_email\nAcme,enterprise,eu,Cleo,cleo@acme.example\n\
            Acme,enterprise,eu,Dan,dan@acme.example\nAcme,enterprise,eu,Ada,A@x.example\n";
        database.write(|conn| customers::import(conn, &mut act(at(START)), file)).unwrap();
        let tell = |address: &str, means: Means| {
            let feedback = Feedback { delivery: None, address: Some(address.to_owned()), means, words: String::new() };
            assert!(database.write(|conn| bounces::came_back(conn, &mut act(at(START)), &signer(), &feedback)).unwrap());
            let mut barred: Vec<_> = database.read(suppressions::barred).unwrap().into_iter().map(|one| one.address).collect();
            barred.sort();
            barred
        };
        assert_eq!(tell("cleo@acme.example", Means::Refused), [""; 0], "for once only");
        assert_eq!(tell("cleo@acme.example", Means::Gone), ["cleo@acme.example (as a contact)"]);
        assert_eq!(tell("a@x.example", Means::Unwanted).len(), 2, "who subscribed is one as well");
        let input = SubscriptionInput { email: "cleo@acme.example".to_owned(), ..SubscriptionInput::default() };
        let later = at(START) + TimeDelta::hours(1);
        database.write(|conn| subscriptions::ask(conn, &mut act(later), &signer(), &input, None)).unwrap();
        assert_eq!(send(database, later, &Outcome::Sent("250 ok".to_owned())), [NoticeKind::Confirm], "and may subscribe");
    }

    fn a_program_that_refuses_has_days_to_be_mended(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        let id = program(database);
        let told = |hours: i64, outcome: &Outcome| tell(database, &id, start + TimeDelta::hours(hours), outcome);
        people::add(database, &mut act(start), "ada@northwind.example", Role::Manager, "correct horse battery").unwrap();
        people::add(database, &mut act(start), "bob@northwind.example", Role::Responder, "correct horse battery").unwrap();
        let refused = Outcome::Later("403 forbidden".to_owned());
        let states = [1, 2, 3, 4].map(|hour| told(hour, &refused));
        assert_eq!(states, [SubscriberState::Active; 4]);
        told(60, &Outcome::Sent("200".to_owned()));
        assert_eq!([61, 62, 100].map(|hour| told(hour, &refused)), [SubscriberState::Active; 3], "it was mended in between");
        assert_eq!(told(134, &refused), SubscriberState::Bounced);
        let letters = settle(database, Channel::Email, start + TimeDelta::hours(134), &Outcome::Sent("250 ok".to_owned()));
        let said = |claim: &Claim| database.read(|conn| notices::find(conn, &claim.notice_id)).unwrap().unwrap().content;
        let letters = letters.iter().filter(|claim| said(claim).contains("is told no more"));
        assert_eq!(letters.map(|claim| claim.address.as_str()).collect::<Vec<_>>(), ["ada@northwind.example"]);
    }

    fn what_our_own_server_does_not_take_is_a_standstill(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        reader(database);
        database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "api", "us"))).unwrap();
        while fan_out::step(database, start).unwrap() {}
        let after = |minutes: i64, outcome: Outcome| {
            let (now, next) = (start + TimeDelta::minutes(minutes), start + TimeDelta::minutes(minutes + 1));
            let claim = |conn: &mut _| claims::claim(conn, Channel::Email, "one", now, next, 9);
            let claimed = database.write(claim).unwrap().going.into_iter();
            let facts: Vec<_> = claimed.map(|claim| (claim, Verdict::Tried(outcome.clone(), Some(next)))).collect();
            assert_eq!(facts.len(), 1);
            database.write(|conn| outcomes::write(conn, &facts, now)).unwrap();
            database.read(|conn| backlog::oldest_blocked(conn, Channel::ALL)).unwrap()
        };
        assert_eq!(after(0, Outcome::Later("451 try again".to_owned())), None, "it keeps one reader alone");
        assert_eq!(after(2, Outcome::Blocked("connection refused".to_owned())), Some(start));
        assert_eq!(after(4, Outcome::Later("451 try again".to_owned())), None, "it is back");
    }

    fn what_we_could_not_make_is_no_strike(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        let id = program(database);
        let told = |hours: i64, outcome: &Outcome| tell(database, &id, start + TimeDelta::hours(hours), outcome);
        let unmade = Outcome::Blocked("it cannot be made: a page is damaged".to_owned());
        let refused = Outcome::Later("403 forbidden".to_owned());
        told(0, &unmade);
        told(30, &unmade);
        assert_eq!(told(100, &refused), SubscriberState::Active);
    }
}
