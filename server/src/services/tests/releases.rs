//! The second pair of eyes.

use super::{
    conduct::{START, say, staff},
    suspicions::signal,
};
use crate::{
    domain::{
        incident::{IncidentInput, UpdateInput},
        person::Role,
        policy::Policy,
        release::ReleaseState,
        suspicion::SuspicionState,
    },
    services::{
        Act, Refusal, incidents, policy, releases,
        signals::{self, Came},
        suspicions,
        tokens::{self, Wanted},
    },
    store::{self, Database, incidents as rows, suspicions as stored},
    testing::{act, at, on_each_database, publish, scene},
};
use chrono::{DateTime, TimeDelta, Utc};

fn by(name: &str, now: DateTime<Utc>) -> Act {
    let mut act = act(now);
    act.actor = name.to_owned();
    act
}

fn ask_for_two(database: &Database) {
    let mut policy = Policy::default();
    policy.p1.second_pair_for = Some(10);
    database.write(|conn| policy::change(conn, &mut act(at(START)), &policy)).unwrap();
}

fn down() -> IncidentInput {
    IncidentInput { title: "Down".to_owned(), severity: "p1".to_owned(), body: "Down.".to_owned(), ..IncidentInput::default() }
}

on_each_database! {
    fn a_second_person_releases_and_the_first_only_after_the_term(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        ask_for_two(database);
        let wanted = database.write(|conn| releases::publish(conn, &mut by("ada", start), &down(), None)).unwrap();
        let releases::Wanted::Waits(id) = wanted else { panic!("{wanted:?}") };
        assert!(database.read(rows::open).unwrap().is_empty(), "nothing is public");
        let alone = database.write(|conn| releases::release(conn, &mut by("ada", start + TimeDelta::minutes(9)), &id)).unwrap_err();
        assert!(alone.to_string().contains("second person"), "{alone}");
        database.write(|conn| releases::release(conn, &mut by("eve", start), &id)).unwrap();
        let twice = database.write(|conn| releases::release(conn, &mut by("eve", start), &id)).unwrap_err();
        assert!(matches!(twice, Refusal::Conflict(_)));
        assert_eq!(database.read(rows::open).unwrap().len(), 1);
    }

    fn a_part_does_not_go_round_the_second_person(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        ask_for_two(database);
        let came = database.write(|conn| signals::take(conn, &mut act(start), &signal("k"))).unwrap();
        let Came::Joined(suspicion) = came else { panic!("{came:?}") };
        let whole = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p3", "api", "eu"))).unwrap();
        let joined = database.write(|conn| suspicions::join(conn, &mut by("ada", start), &suspicion, &down(), &whole)).unwrap_err();
        assert!(joined.to_string().contains("second person must release"), "{joined}");
        let waits = database.write(|conn| releases::publish(conn, &mut by("ada", start), &down(), Some(&suspicion))).unwrap();
        assert!(matches!(waits, releases::Wanted::Waits(_)));
        let twice = database.write(|conn| releases::publish(conn, &mut by("ada", start), &down(), Some(&suspicion))).unwrap_err();
        assert!(twice.to_string().contains("waits for a second person already"), "{twice}");
    }

    fn a_suspicion_waits_too_and_is_confirmed_by_its_release(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        ask_for_two(database);
        let came = database.write(|conn| signals::take(conn, &mut act(start), &signal("k"))).unwrap();
        let Came::Joined(suspicion) = came else { panic!("{came:?}") };
        let wanted = database.write(|conn| releases::publish(conn, &mut by("ada", start), &down(), Some(&suspicion))).unwrap();
        let releases::Wanted::Waits(id) = wanted else { panic!("{wanted:?}") };
        let found = |database: &Database| database.read(|conn| stored::find(conn, &suspicion)).unwrap().unwrap();
        assert_eq!(found(database).state, SuspicionState::Open);
        let incident = database.write(|conn| releases::release(conn, &mut by("eve", start), &id)).unwrap();
        assert_eq!((found(database).state, found(database).incident), (SuspicionState::Confirmed, Some(incident)));
    }

    fn who_spoke_last_does_not_raise_it_alone(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        ask_for_two(database);
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut by("ada", start), "p2", "api", "us"))).unwrap();
        let worse = UpdateInput { severity: Some("p1".to_owned()), ..say("identified") };
        let alone = database.write(|conn| incidents::post_update(conn, &mut by("ada", start), &id, &worse, None)).unwrap_err();
        assert!(alone.to_string().contains("second person"), "{alone}");
        database.write(|conn| incidents::post_update(conn, &mut by("eve", start), &id, &worse, None)).unwrap();
    }

    fn a_token_is_the_eyes_of_its_person_and_of_nobody_else(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        staff(database, "ada@northwind.example", Role::Responder);
        ask_for_two(database);
        let token = |name: &str, person: Option<&str>| {
            database.write(|conn| tokens::create(conn, &mut act(start), &Wanted { name, scope: Role::Responder, person, days: None })).unwrap()
        };
        token("hers", Some("Ada@northwind.example"));
        token("robot", None);
        let stranger = database.write(|conn| tokens::create(conn, &mut act(start), &Wanted { name: "x", scope: Role::Responder, person: Some("eve"), days: None })).unwrap_err();
        assert!(stranger.to_string().contains("nobody's address"), "{stranger}");
        let propose = |who: &str| {
            match database.write(|conn| releases::publish(conn, &mut by(who, start), &down(), None)).unwrap() {
                releases::Wanted::Waits(id) => id,
                other @ releases::Wanted::Published(_) => panic!("{other:?}"),
            }
        };
        let release = |who: &str, id: &str| database.write(|conn| releases::release(conn, &mut by(who, start), id)).map(|_| ());
        let first = propose("ada@northwind.example");
        for same in ["ada@northwind.example", "token:hers", "token:robot"] {
            let alone = release(same, &first).unwrap_err();
            assert!(alone.to_string().contains("second person"), "{same}: {alone}");
        }
        release("eve", &first).unwrap();
        release("ada@northwind.example", &propose("token:hers")).unwrap_err();
        release("ada@northwind.example", &propose("token:robot")).unwrap();
    }

    fn what_waits_of_a_suspicion_goes_with_it(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        ask_for_two(database);
        let came = database.write(|conn| signals::take(conn, &mut act(start), &signal("k"))).unwrap();
        let Came::Joined(suspicion) = came else { panic!("{came:?}") };
        let waits = database.write(|conn| releases::publish(conn, &mut by("ada", start), &down(), Some(&suspicion))).unwrap();
        let releases::Wanted::Waits(id) = waits else { panic!("{waits:?}") };
        database.write(|conn| suspicions::dismiss(conn, &mut by("eve", start), &suspicion, "A test alarm.")).unwrap();
        let row = database.read(|conn| store::releases::find(conn, &id)).unwrap().unwrap();
        assert_eq!((row.state, row.ended_by.as_str()), (ReleaseState::Withdrawn, "eve"));
    }
}
