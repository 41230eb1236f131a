//! The life of an incident: what may follow, what it does to health, and what happens once.

use crate::{
    domain::{
        health::Health,
        incident::{AffectedInput, IncidentInput, UpdateInput},
        phase::Phase,
    },
    services::{Refusal, incidents, once},
    store::{Database, StoreError, impacts, incidents as rows, notices, updates},
    testing::{act, at, on_each_database, publish, scene},
};
use chrono::TimeDelta;

const START: &str = "2026-03-01T09:00:00Z";

fn say(phase: &str, body: &str) -> UpdateInput {
    UpdateInput { phase: phase.to_owned(), body: body.to_owned(), ..UpdateInput::default() }
}

fn counts(database: &Database) -> (usize, usize) {
    database
        .read(|conn| {
            let all = rows::page(conn, None, 100)?;
            let notices = notices::to_fan_out(conn)?;
            Ok::<_, StoreError>((all.len(), notices.len()))
        })
        .unwrap()
}

on_each_database! {
    fn resolving_returns_every_pair_and_keeps_the_span(database: &TestDatabase) {
        let start = at(START);
        scene(&database.database, start - TimeDelta::days(1));
        let end = start + TimeDelta::minutes(100);
        let spans = database.database.write(|conn| {
            let id = publish(conn, &mut act(start), "p1", "payments", "eu");
            incidents::post_update(conn, &mut act(end), &id, &say("resolved", "Fixed."), None)?;
            let incident = rows::find(conn, &id)?.unwrap();
            assert_eq!((incident.phase, incident.resolved_at, incident.next_update_at), (Phase::Resolved, Some(end), None));
            Ok::<_, Refusal>(impacts::of_incident(conn, &id)?)
        }).unwrap();
        let spans: Vec<_> = spans.iter().map(impacts::Row::impact).map(|span| (span.health, span.from, span.until)).collect();
        assert_eq!(spans, [(Health::MajorOutage, start, Some(end))]);
    }

    fn what_staff_say_stays_hit_after_the_end_and_is_restored_later(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let later = |minute: i64| act(start + TimeDelta::minutes(minute));
        let hit = |health: &str| vec![AffectedInput { component: "payments".to_owned(), region: "eu".to_owned(), health: health.to_owned() }];
        let running = |id: &_| database.read(|conn| incidents::current_impacts(conn, id)).unwrap().into_iter().map(|(_, health)| health).collect::<Vec<_>>();
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "payments", "eu"))).unwrap();
        let end = UpdateInput { affected: hit("degraded_performance"), ..say("resolved", "It works again, if slowly.") };
        let unsaid = database.write(|conn| incidents::post_update(conn, &mut later(1), &id, &end, None)).unwrap_err();
        assert!(unsaid.to_string().contains("say that it stays so"), "{unsaid}");
        let end = UpdateInput { keep_health: true, ..end };
        database.write(|conn| incidents::post_update(conn, &mut later(1), &id, &end, None)).unwrap();
        assert_eq!(running(&id), [Health::DegradedPerformance]);
        database.write(|conn| incidents::restore(conn, &mut later(9), &id)).unwrap();
        assert_eq!(running(&id), []);
        let twice = database.write(|conn| incidents::restore(conn, &mut later(9), &id)).unwrap_err();
        assert!(matches!(twice, Refusal::Conflict(_)));
    }

    fn one_that_is_over_can_turn_out_to_have_been_none(database: &TestDatabase) {
        let (database, start) = (&database.database, at(START));
        scene(database, start - TimeDelta::days(1));
        let later = |minute: i64| act(start + TimeDelta::minutes(minute));
        let id = database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(start), "p1", "payments", "eu"))).unwrap();
        database.write(|conn| incidents::post_update(conn, &mut later(5), &id, &say("resolved", "Over."), None)).unwrap();
        let braces = database.write(|conn| incidents::retract(conn, &mut later(6), &id, "Since {started} it was nothing.", None)).unwrap_err();
        assert!(braces.to_string().contains("still says {started}"), "{braces}");
        database.write(|conn| incidents::retract(conn, &mut later(6), &id, "It was nothing.", None)).unwrap();
        let row = database.read(|conn| rows::find(conn, &id)).unwrap().unwrap();
        assert_eq!((row.phase, row.resolved_at), (Phase::FalseAlarm, Some(start + TimeDelta::minutes(5))));
        let review = database.read(|conn| crate::store::postmortems::find(conn, &id)).unwrap().unwrap();
        assert!(review.finished_at.is_some() && review.published_at.is_none(), "nobody is asked to write it");
    }

    fn an_update_changes_health_and_the_next_promise(database: &TestDatabase) {
        let start = at(START);
        scene(&database.database, start - TimeDelta::days(1));
        let later = start + TimeDelta::minutes(37);
        database.database.write(|conn| {
            let id = publish(conn, &mut act(start), "p1", "payments", "eu");
            assert_eq!(rows::find(conn, &id)?.unwrap().next_update_at, Some(start + TimeDelta::minutes(30)));
            let affected = ["eu", "us"].map(|region| AffectedInput { component: "payments".to_owned(), region: region.to_owned(), health: "partial_outage".to_owned() });
            incidents::post_update(conn, &mut act(later), &id, &UpdateInput { affected: affected.to_vec(), ..say("identified", "Better.") }, None)?;
            assert_eq!(rows::find(conn, &id)?.unwrap().next_update_at, Some(later + TimeDelta::minutes(30)));
            let now = incidents::current_impacts(conn, &id)?;
            assert_eq!(now.iter().map(|(_, health)| *health).collect::<Vec<_>>(), [Health::PartialOutage, Health::PartialOutage]);
            assert_eq!(updates::of_incident(conn, &id)?.len(), 2);
            Ok::<_, Refusal>(())
        }).unwrap();
    }

    fn nothing_follows_the_end(database: &TestDatabase) {
        let start = at(START);
        scene(&database.database, start - TimeDelta::days(1));
        let id = database.database.write(|conn| {
            let id = publish(conn, &mut act(start), "p1", "payments", "eu");
            incidents::post_update(conn, &mut act(start + TimeDelta::minutes(1)), &id, &say("resolved", "Fixed."), None)?;
            Ok::<_, Refusal>(id)
        }).unwrap();
        let before = counts(&database.database);
        let refused = database.database.write(|conn| incidents::post_update(conn, &mut act(start + TimeDelta::minutes(2)), &id, &say("monitoring", "Again."), None));
        assert_eq!(refused.unwrap_err().to_string(), "phase: this incident is resolved; open a new one if the trouble is back");
        assert_eq!(counts(&database.database), before, "nothing is written");
    }

    fn a_request_with_its_key_happens_once_even_twice_at_once(database: &TestDatabase) {
        let start = at(START);
        scene(&database.database, start - TimeDelta::days(1));
        let input = IncidentInput { title: "Down".to_owned(), severity: "p1".to_owned(), body: "Down.".to_owned(), ..IncidentInput::default() };
        let key = once::Key::new("token:a", "k", "request");
        let made: Vec<once::Made> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|number| {
                let (input, key) = (&input, &key);
                scope.spawn(move || {
                    let mut act = act(start + TimeDelta::microseconds(number));
                    once::once(&database.database, &mut act, Some(key), |conn, act| Ok(incidents::publish(conn, act, input, None)?.to_string())).unwrap()
                })
            }).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(made.iter().filter(|one| !one.repeated).count(), 1);
        assert!(made.iter().all(|one| one.id == made[0].id));
        assert_eq!(counts(&database.database), (1, 1), "one incident, one notice");
        let other = once::Key::new("token:a", "k", "another request");
        let refused = once::once(&database.database, &mut act(start), Some(&other), |_, _| Ok("never".to_owned()));
        assert!(matches!(refused, Err(Refusal::Conflict(_))));
    }
}

#[test]
fn every_fault_of_a_new_incident_is_named() {
    let database = crate::testing::TestDatabase::sqlite();
    let start = at(START);
    scene(&database.database, start - TimeDelta::days(1));
    let input = IncidentInput {
        title: "x\r\nBcc: a@b.c".to_owned(),
        severity: "p9".to_owned(),
        phase: "resolved".to_owned(),
        body: String::new(),
        affected: vec![
            AffectedInput { component: "nope".to_owned(), region: "mars".to_owned(), health: "sick".to_owned() },
            AffectedInput { component: "api".to_owned(), region: "eu".to_owned(), health: "major_outage".to_owned() },
            AffectedInput { component: "api".to_owned(), region: "eu".to_owned(), health: "operational".to_owned() },
        ],
        customers_affected: Some("130".to_owned()),
        started_at: Some("2026-04-01T00:00:00Z".to_owned()),
        next_update_at: Some("2026-02-01T00:00".to_owned()),
        regions: Some(vec!["us".to_owned()]),
        eta_at: Some("soon".to_owned()),
        cause: Some("a\nb".to_owned()),
        ..IncidentInput::default()
    };
    let refused = database.database.write(|conn| incidents::publish(conn, &mut act(start), &input, None)).unwrap_err();
    insta::assert_snapshot!(refused.to_string().replace("; ", "\n"));
    assert_eq!(counts(&database.database), (0, 0));
}
