//! Who is called, moving to another policy, and seeing whom an update reaches.

use super::conduct::{START, letters, run_until, say, staff};
use crate::{
    domain::{
        id::IncidentId,
        incident::{AffectedInput, UpdateInput},
        notice::NoticeKind,
        person::Role,
        policy::Policy,
    },
    services::{Refusal, fan_out, incidents, policy, preview},
    store::{Database, StoreError, incidents as rows, ledger, responses},
    testing::{act, at, on_each_database, publish, scene, subscribe},
};
use chrono::TimeDelta;

fn subjects(database: &Database) -> Vec<(String, i64)> {
    let said = database.read(|conn| Ok::<_, StoreError>(letters(conn))).unwrap();
    said.into_iter().map(|(subject, readers)| (subject.split(':').next().unwrap_or_default().to_owned(), readers)).collect()
}

fn opened(database: &Database, severity: &str, component: &str, region: &str) -> IncidentId {
    database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(at(START)), severity, component, region))).unwrap()
}

fn spread(health: &str, component: &str, region: &str, named: Option<&[&str]>) -> UpdateInput {
    let places = [(component, region)].map(|(component, region)| AffectedInput {
        component: component.to_owned(),
        region: region.to_owned(),
        health: health.to_owned(),
    });
    let regions = named.map(|named| named.iter().map(|code| (*code).to_owned()).collect());
    UpdateInput { affected: places.to_vec(), regions, ..say("identified") }
}

on_each_database! {
    fn who_is_named_is_called_and_everybody_when_they_do_not_come(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        for (email, role) in [("ada", Role::Responder), ("eve", Role::Responder), ("vp", Role::Viewer)] {
            staff(database, &format!("{email}@northwind.example"), role);
        }
        let mut changed = Policy::default();
        changed.p2.called = vec!["vp@northwind.example".to_owned()];
        database.write(|conn| policy::change(conn, &mut act(start), &changed)).unwrap();
        let id = opened(database, "p3", "api", "us");
        assert_eq!(subjects(database), [], "nobody is called for a P3");
        let raised = UpdateInput { severity: Some("p2".to_owned()), ..say("identified") };
        database.write(|conn| incidents::post_update(conn, &mut act(start), &id, &raised, None)).unwrap();
        assert_eq!(subjects(database), [("You are called".to_owned(), 1)]);
        run_until(database, start, 31);
        assert_eq!(subjects(database).last(), Some(&("Nobody is on it".to_owned(), 2)), "both who may respond");
        let stranger = Policy { p1: crate::domain::policy::Rule { called: vec!["who@x.example".to_owned()], ..changed.p1.clone() }, ..changed };
        let refused = database.write(|conn| policy::change(conn, &mut act(start), &stranger)).unwrap_err();
        assert!(refused.to_string().contains("p1.called[0]"), "{refused}");
    }

    fn whoever_takes_part_is_on_it(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        staff(database, "ada@northwind.example", Role::Responder);
        let id = opened(database, "p2", "api", "us");
        let ada = &mut act(start + TimeDelta::minutes(10));
        ada.actor = "ada@northwind.example".to_owned();
        database.write(|conn| incidents::post_update(conn, ada, &id, &say("identified"), None)).unwrap();
        run_until(database, start, 40);
        assert_eq!(subjects(database), []);
    }

    fn an_incident_moves_to_the_policy_in_force_when_staff_say_so(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let id = opened(database, "p2", "api", "us");
        let same = database.write(|conn| incidents::adopt(conn, &mut act(start), &id)).unwrap_err();
        assert!(matches!(same, Refusal::Conflict(_)));
        let mut changed = Policy::default();
        changed.p2.update_every = Some(20);
        database.write(|conn| policy::change(conn, &mut act(start), &changed)).unwrap();
        let now = start + TimeDelta::minutes(5);
        let due = || database.read(|conn| rows::find(conn, &id)).unwrap().unwrap().next_update_at.unwrap() - start;
        assert_eq!(due(), TimeDelta::minutes(60));
        database.write(|conn| incidents::adopt(conn, &mut act(now), &id)).unwrap();
        assert_eq!(due(), TimeDelta::minutes(25), "sooner than promised");
        assert_eq!(database.read(|conn| responses::find(conn, &id)).unwrap().unwrap().policy, 1);
        changed.p2.update_every = Some(600);
        database.write(|conn| policy::change(conn, &mut act(now), &changed)).unwrap();
        database.write(|conn| incidents::adopt(conn, &mut act(now), &id)).unwrap();
        assert_eq!(due(), TimeDelta::minutes(25), "a promise is not put off");
    }

    fn an_update_names_the_regions_that_join(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start);
        let id = opened(database, "p1", "api", "us");
        let post = |input: UpdateInput| database.write(|conn| incidents::post_update(conn, &mut act(start), &id, &input, None));
        let refused = post(spread("major_outage", "api", "ap", Some(&[]))).unwrap_err();
        assert!(refused.to_string().contains("readers in Asia were not told so far"), "{refused}");
        post(spread("major_outage", "payments", "us", Some(&[]))).unwrap();
        post(spread("operational", "api", "ap", Some(&[]))).unwrap();
        post(spread("major_outage", "api", "ap", Some(&["ap"]))).unwrap();
        post(spread("partial_outage", "api", "ap", Some(&[]))).unwrap();
        post(spread("partial_outage", "api", "eu", None)).unwrap();
    }

    fn what_staff_see_of_an_update_is_what_happens(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        database.write(|conn| {
            let act = &mut act(start - TimeDelta::hours(1));
            for (email, regions) in [("eu", &["eu"][..]), ("us", &["us"]), ("both", &["eu", "us"]), ("all", &[])] {
                subscribe(conn, act, &format!("{email}@x.example"), regions, &[]);
            }
            Ok::<_, Refusal>(())
        }).unwrap();
        let id = opened(database, "p1", "api", "us");
        while fan_out::step(database, start).unwrap() {}
        let input = spread("major_outage", "api", "eu", Some(&["eu"]));
        let ahead = preview::of_update(database, &mut act(start), &id, &input).unwrap().unwrap();
        assert_eq!((ahead.reach.hears, ahead.kind, ahead.told_before), (4, NoticeKind::Updated, None));
        assert_eq!(ahead.reach.regions, [("Europe".to_owned(), 3), ("America".to_owned(), 3)]);
        assert_eq!(ahead.news.body, "More.");
        let count = || database.read(|conn| ledger::entries(conn, &ledger::Search::default(), 100)).unwrap().len();
        let before = count();
        while fan_out::step(database, start).unwrap() {}
        assert_eq!(count(), before, "looking tells nobody");
        database.write(|conn| incidents::post_update(conn, &mut act(start), &id, &input, None)).unwrap();
        while fan_out::step(database, start).unwrap() {}
        assert_eq!(count() - before, 4);
        let end = preview::of_update(database, &mut act(start), &id, &say("resolved")).unwrap().unwrap();
        assert_eq!(end.told_before, Some(4));
    }
}
