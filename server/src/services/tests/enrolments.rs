//! Files of subscribers, and the list of those that nothing is sent to.

use super::conduct::START;
use crate::{
    domain::{
        channel::Channel,
        subscriber::{SubscriberState, SubscriptionInput},
    },
    services::{
        Refusal,
        enrolments::{self, Count, Deed},
        erasure, fan_out, subscriptions, suppressions,
    },
    store::{Database, catalogue, claims, subscribers},
    testing::{act, at, on_each_database, publish, scene, signer, subscribe},
};
use chrono::TimeDelta;

fn both(database: &Database, text: &str) -> [Result<Count, Refusal>; 2] {
    let catalogue = database.read(catalogue::load).unwrap();
    let now = at(START);
    [
        enrolments::enrol(database, &mut act(now), &signer(), (text, Deed::Check), &catalogue),
        enrolments::enrol(database, &mut act(now), &signer(), (text, Deed::Import), &catalogue),
    ]
}

fn state(database: &Database, email: &str) -> Option<SubscriberState> {
    database.read(|conn| subscribers::by_email(conn, email)).unwrap().map(|row| row.state)
}

on_each_database! {
    fn a_file_adds_whom_it_names_and_leaves_those_alone_who_left(database: &TestDatabase) {
        let database = &database.database;
        let now = at(START);
        scene(database, now - TimeDelta::days(1));
        database
            .write(|conn| {
                let early = now - TimeDelta::hours(1);
                subscribe(conn, &mut act(early), "known@x.example", &[], &[]);
                let stopped = subscribe(conn, &mut act(early), "stopped@x.example", &[], &[]);
                subscriptions::stop(conn, &mut act(early), &stopped)?;
                let erased = subscribe(conn, &mut act(early), "erased@x.example", &[], &[]);
                erasure::erase(conn, &mut act(early), &signer(), &erased)?;
                suppressions::add(conn, &mut act(early), &signer(), "never@x.example")
            })
            .unwrap();
        let file = "email,consent,regions,severities,zone\n\
            New@x.example,\"form, 2026-02-03\",eu,p1;p2,Europe/Berlin\n\
            known@x.example,contract 7,us,,\n\
            new@x.example,\"form, 2026-02-04\",us,p1,Asia/Tokyo\n\
            stopped@x.example,form,,,\nerased@x.example,form,,,\nnever@x.example,form,,,\n";
        let expected = Count { fresh: 1, known: 1, left_alone: 3, repeated: 1 };
        let [rehearsed, written] = both(database, file);
        assert_eq!((rehearsed.unwrap(), written.unwrap()), (expected, expected));
        let row = database.read(|conn| subscribers::by_email(conn, "new@x.example")).unwrap().unwrap();
        assert_eq!((row.consent.as_str(), row.zone.as_str(), row.source.as_str()), ("form, 2026-02-04", "Asia/Tokyo", "import"));
        assert_eq!((row.state, row.confirmed_at, row.created_at), (SubscriberState::Active, Some(now), now));
        assert_eq!(state(database, "stopped@x.example"), Some(SubscriberState::Stopped));
        assert_eq!(state(database, "erased@x.example"), None);
        let [_, again] = both(database, file);
        assert_eq!(again.unwrap(), Count { fresh: 0, known: 2, ..expected }, "done again it comes to the same");
        // They hear of what they want.
        database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(now), "p1", "api", "us"))).unwrap();
        while fan_out::step(database, now).unwrap() {}
        let claimed = database
            .write(|conn| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), 9))
            .unwrap().going;
        let mut told: Vec<&str> = claimed.iter().map(|claim| claim.address.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ["known@x.example", "new@x.example"]);
    }

    fn one_fault_and_nobody_is_added(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(START) - TimeDelta::days(1));
        for (file, told) in [
            ("", "has no column “email”"),
            ("email\na@x.example\n", "has no column “consent”"),
            ("email,consent,shoe\na@x.example,form,42\n", "has a column “shoe” that nobody knows"),
            ("email,consent\na@x.example,form\nb@x.example,\n", "line 3, consent"),
            ("email,consent,regions\na@x.example,form,moon\n", "line 2, regions"),
            ("email,consent\n", "holds nobody"),
            ("email,consent\na@x.example,form,more\n", "is not a CSV file"),
        ] {
            for refused in both(database, file) {
                let refusal = refused.unwrap_err();
                assert!(refusal.to_string().contains(told), "{file}: {refusal}");
            }
        }
        assert_eq!(state(database, "a@x.example"), None);
    }

    fn nothing_is_sent_to_those_on_the_list_until_they_are_off_it(database: &TestDatabase) {
        let database = &database.database;
        let now = at(START);
        scene(database, now - TimeDelta::days(1));
        let input = SubscriptionInput { email: "ada@x.example".to_owned(), ..SubscriptionInput::default() };
        let ask = || database.write(|conn| subscriptions::ask(conn, &mut act(now), &signer(), &input, None)).unwrap();
        database.write(|conn| suppressions::add(conn, &mut act(now), &signer(), "Ada@X.example")).unwrap();
        ask();
        assert_eq!(state(database, "ada@x.example"), None);
        let barred = database.read(crate::store::suppressions::barred).unwrap();
        assert_eq!(barred[0].address, "Ada@x.example");
        database.write(|conn| suppressions::lift(conn, &mut act(now), &barred[0].mark)).unwrap();
        assert!(database.write(|conn| suppressions::lift(conn, &mut act(now), &barred[0].mark)).is_err());
        ask();
        assert_eq!(state(database, "ada@x.example"), Some(SubscriberState::Pending));
        // A link that is still in the mailbox brings nobody back who is on the list.
        let id = database.read(|conn| subscribers::by_email(conn, "ada@x.example")).unwrap().unwrap().id;
        database.write(|conn| suppressions::add(conn, &mut act(now), &signer(), "ada@x.example")).unwrap();
        database.write(|conn| subscriptions::confirm(conn, &mut act(now), &signer(), &id, None)).unwrap();
        assert_eq!(state(database, "ada@x.example"), Some(SubscriberState::Stopped));
    }

    fn who_was_erased_and_barred_stays_erased_when_taken_off_the_list(database: &TestDatabase) {
        let database = &database.database;
        let now = at(START);
        scene(database, now - TimeDelta::days(1));
        let id = database.write(|conn| Ok::<_, Refusal>(subscribe(conn, &mut act(now), "a@x.example", &[], &[]))).unwrap();
        database.write(|conn| erasure::erase(conn, &mut act(now), &signer(), &id)).unwrap();
        database.write(|conn| suppressions::add(conn, &mut act(now), &signer(), "a@x.example")).unwrap();
        let barred = database.read(crate::store::suppressions::barred).unwrap();
        database.write(|conn| suppressions::lift(conn, &mut act(now), &barred[0].mark)).unwrap();
        let [_, written] = both(database, "email,consent\na@x.example,form\n");
        assert_eq!(written.unwrap(), Count { left_alone: 1, ..Count::default() });
    }

    fn staff_write_again_to_an_address_that_works_again(database: &TestDatabase) {
        let database = &database.database;
        let now = at(START);
        scene(database, now - TimeDelta::days(1));
        let id = database.write(|conn| Ok::<_, Refusal>(subscribe(conn, &mut act(now), "a@x.example", &[], &[]))).unwrap();
        let reinstate = || database.write(|conn| suppressions::reinstate(conn, &mut act(now), &id));
        assert!(reinstate().is_err(), "it is not out of reach");
        let row = database.read(|conn| subscribers::find(conn, &id)).unwrap().unwrap();
        let bounced = subscribers::Subscriber { state: SubscriberState::Bounced, stopped_at: Some(now), ..row };
        database.write(|conn| subscribers::save(conn, &bounced)).unwrap();
        reinstate().unwrap();
        assert_eq!(state(database, "a@x.example"), Some(SubscriberState::Active));
    }
}
