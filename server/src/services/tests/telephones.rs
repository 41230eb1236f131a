//! Who hears by SMS: subscribers and contacts of enterprise customers, as the policy has it (PRODUCT 2).

use super::conduct::{START, say};
use crate::{
    domain::{channel::Channel, id::IncidentId, incident::UpdateInput, subscriber::SubscriptionInput},
    services::{
        Refusal, customers, fan_out, incidents,
        subscriptions::{self, Target},
    },
    store::{Database, claims, ledger, outcomes, outcomes::Verdict, subscribers},
    testing::{act, at, on_each_database, publish, scene, signer},
};
use chrono::{DateTime, TimeDelta, Utc};

const FILE: &str = "customer,segment,regions,contact_name,contact_email,contact_phone\n\
    Acme,enterprise,eu,Cleo,cleo@acme.example,+49 30 1234567\n\
    Beta,enterprise,us,Dan,dan@beta.example,+1 212 555 0100\n\
    Gamma,small,eu,Eve,eve@gamma.example,+49 30 7654321\n";

/// A subscriber by SMS of everything, and three customers.
fn begin(database: &Database) -> DateTime<Utc> {
    let now = at(START);
    let early = now - TimeDelta::hours(1);
    scene(database, now - TimeDelta::days(1));
    database
        .write(|conn| {
            customers::import(conn, &mut act(early), FILE)?;
            let target = Target::telephone("+43123456789");
            subscriptions::ask_endpoint(conn, &mut act(early), &target, &SubscriptionInput::default(), None)?;
            let id = subscribers::lock_by_key(conn, Channel::Sms, &target.key)?.unwrap().id;
            subscriptions::confirm(conn, &mut act(early), &signer(), &id, None)
        })
        .unwrap();
    // The letter that asked to confirm.
    assert_eq!(called(database, now), ["+43123456789"]);
    now
}

/// The telephones that something waits for; it is taken as sent.
fn called(database: &Database, now: DateTime<Utc>) -> Vec<String> {
    while fan_out::step(database, now).unwrap() {}
    let taken = |conn: &mut _| {
        let claimed = claims::claim(conn, Channel::Sms, "one", now, now + TimeDelta::minutes(1), 99)?.going;
        let sent = crate::domain::delivery::Outcome::Sent("201 SM1".to_owned());
        let facts: Vec<_> = claimed.into_iter().map(|claim| (claim, Verdict::Tried(sent.clone(), None))).collect();
        outcomes::write(conn, &facts, now)?;
        Ok::<_, Refusal>(facts.into_iter().map(|(claim, _)| claim.address).collect::<Vec<_>>())
    };
    let mut called = database.write(taken).unwrap();
    called.sort();
    called
}

fn opened(database: &Database, now: DateTime<Utc>, severity: &str) -> IncidentId {
    database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(now), severity, "api", "eu"))).unwrap()
}

fn post(database: &Database, now: DateTime<Utc>, id: &IncidentId, update: &UpdateInput) {
    database.write(|conn| incidents::post_update(conn, &mut act(now), id, update, None)).unwrap();
}

on_each_database! {
    fn a_p1_reaches_the_telephones_of_those_it_hits_and_its_end_the_same_ones(database: &TestDatabase) {
        let database = &database.database;
        let now = begin(database);
        let id = opened(database, now, "p1");
        assert_eq!(called(database, now), ["+43123456789", "+49301234567"]);
        // Contacts are told of the beginning and the end, subscribers of all between.
        post(database, now + TimeDelta::minutes(1), &id, &say("identified"));
        assert_eq!(called(database, now + TimeDelta::minutes(1)), ["+43123456789"]);
        post(database, now + TimeDelta::minutes(2), &id, &say("resolved"));
        assert_eq!(called(database, now + TimeDelta::minutes(2)), ["+43123456789", "+49301234567"]);
        // Staff find a contact's in the ledger by either address.
        for address in ["+49301234567", "Cleo@acme.example"] {
            let search = ledger::Search { address: Some(address.to_owned()), ..ledger::Search::default() };
            let found = database.read(|conn| ledger::entries(conn, &search, 20)).unwrap();
            assert_eq!(found.iter().map(ledger::Entry::to).collect::<Vec<_>>(), [Some("+49301234567"); 2], "{address}");
        }
    }

    fn nothing_less_than_a_p1_goes_by_sms(database: &TestDatabase) {
        let database = &database.database;
        let now = begin(database);
        let id = opened(database, now, "p2");
        assert_eq!(called(database, now), Vec::<String>::new());
        post(database, now + TimeDelta::minutes(1), &id, &say("resolved"));
        assert_eq!(called(database, now + TimeDelta::minutes(1)), Vec::<String>::new());
    }

    fn who_was_told_hears_that_it_was_nothing(database: &TestDatabase) {
        let database = &database.database;
        let now = begin(database);
        let id = opened(database, now, "p1");
        assert_eq!(called(database, now), ["+43123456789", "+49301234567"]);
        let later = now + TimeDelta::minutes(1);
        database.write(|conn| incidents::retract(conn, &mut act(later), &id, "Sorry.", None)).unwrap();
        assert_eq!(called(database, later), ["+43123456789", "+49301234567"]);
        let id = opened(database, later, "p1");
        // Taken back before anything left.
        database.write(|conn| incidents::retract(conn, &mut act(later), &id, "Sorry.", None)).unwrap();
        assert_eq!(called(database, later + TimeDelta::minutes(1)), Vec::<String>::new());
    }

    fn what_becomes_a_p1_reaches_contacts_then_and_once(database: &TestDatabase) {
        let database = &database.database;
        let now = begin(database);
        let id = opened(database, now, "p2");
        assert_eq!(called(database, now), Vec::<String>::new());
        let worse = UpdateInput { severity: Some("p1".to_owned()), ..say("identified") };
        post(database, now + TimeDelta::minutes(1), &id, &worse);
        assert_eq!(called(database, now + TimeDelta::minutes(1)), ["+43123456789", "+49301234567"]);
        post(database, now + TimeDelta::minutes(2), &id, &say("identified"));
        assert_eq!(called(database, now + TimeDelta::minutes(2)), ["+43123456789"]);
    }

    fn a_contact_who_subscribed_with_the_same_number_gets_one(database: &TestDatabase) {
        let database = &database.database;
        let now = begin(database);
        database
            .write(|conn| {
                let target = Target::telephone("+49301234567");
                let early = now - TimeDelta::minutes(1);
                subscriptions::ask_endpoint(conn, &mut act(early), &target, &SubscriptionInput::default(), None)?;
                let id = subscribers::lock_by_key(conn, Channel::Sms, &target.key)?.unwrap().id;
                subscriptions::confirm(conn, &mut act(early), &signer(), &id, None)
            })
            .unwrap();
        assert_eq!(called(database, now), ["+49301234567"], "the letter");
        opened(database, now, "p1");
        assert_eq!(called(database, now), ["+43123456789", "+49301234567"]);
    }
}
