//! What customers get back: worked out, decided, told.

use super::conduct::say;
use crate::{
    domain::{
        channel::Channel,
        id::{IncidentId, MaintenanceId},
        incident::{AffectedInput, UpdateInput},
        maintenance::MaintenanceInput,
        notice::NoticeKind,
        sla::CreditState,
    },
    services::{
        Refusal, catalogue,
        credits::{self, Cause},
        customers, fan_out, incidents, maintenances, mutes, timers,
    },
    store::{Database, StoreError, claims, credits as rows, subscribers},
    testing::{act, at, on_each_database, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};

const BEGIN: &str = "2026-06-10T09:00:00Z";

const FILE: &str = "customer,segment,regions,monthly_fee,currency,contact_name,contact_email\n\
    Acme,enterprise,eu,5000,EUR,Cleo,cleo@acme.example\n\
    Beta,enterprise,us,5000,EUR,Bob,bob@beta.example\n\
    Gamma,startup,,99.99,EUR,Gil,gil@gamma.example\n";

/// The company of the scenarios, with a promise for Payments and three customers.
fn promised(database: &Database) {
    let start = at("2026-05-01T00:00:00Z");
    scene(database, start);
    database
        .write(|conn| {
            let payments = crate::store::catalogue::load(conn)?.component("payments").unwrap().clone();
            let input = catalogue::ComponentInput {
                name: payments.name,
                code: payments.code,
                regions: ["eu", "us", "ap"].map(str::to_owned).to_vec(),
                slo: "99.9".to_owned(),
                ..catalogue::ComponentInput::default()
            };
            catalogue::change_component(conn, &mut act(start), &payments.id, &input)?;
            subscribe(conn, &mut act(start), "cleo@acme.example", &[], &[]);
            subscribe(conn, &mut act(start), "e@customers.example", &["eu"], &[]);
            customers::import(conn, &mut act(start), FILE)
        })
        .unwrap();
}

/// The credits of June: amount and state, by the customers' names.
fn of_june(database: &Database) -> Vec<(String, i64, CreditState)> {
    let rows = database.read(|conn| rows::of_month(conn, "2026-06", None, 100)).unwrap();
    rows.into_iter().map(|(row, name)| (name, row.amount, row.state)).collect()
}

fn decide(database: &Database, now: DateTime<Utc>, name: &str, state: CreditState) {
    let all = database.read(|conn| rows::of_month(conn, "2026-06", None, 100)).unwrap();
    let open = all.into_iter().find(|(row, of)| of == name && row.state == CreditState::Proposed).unwrap();
    database.write(|conn| credits::decide(conn, &mut act(now), &open.0.id, state)).unwrap();
}

/// Who reads what, in the order of addresses, of what waits.
fn readers(database: &Database, now: DateTime<Utc>) -> Vec<(NoticeKind, String, usize)> {
    while fan_out::step(database, now).unwrap() {}
    let claimed =
        database.write(|conn| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), 50)).unwrap().going;
    let incident = |conn: &mut crate::store::Conn, claim: &claims::Claim| {
        let notice = crate::store::notices::find(conn, &claim.notice_id)?.unwrap();
        let Some(incident) = notice.incident_id else { return Ok(0) };
        Ok::<_, StoreError>(rows::told_to(conn, &incident, &claim.address, notice.created_at)?.len())
    };
    let mut readers: Vec<_> = claimed
        .iter()
        .map(|claim| (claim.kind, claim.address.clone(), database.read(|conn| incident(conn, claim)).unwrap()))
        .collect();
    readers.sort_by(|one, other| one.1.cmp(&other.1));
    readers
}

fn down(database: &Database, from: &str) -> IncidentId {
    let now = at(from);
    database.write(|conn| Ok::<_, Refusal>(publish(conn, &mut act(now), "p1", "payments", "eu"))).unwrap()
}

fn work_out(database: &Database, now: DateTime<Utc>, id: &IncidentId) -> usize {
    database.write(|conn| credits::work_out(conn, &mut act(now), &Cause::Incident(id.clone()))).unwrap()
}

on_each_database! {
    fn a_hundred_minutes_are_a_tenth_and_stand_in_that_customers_mail_alone(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let id = down(database, BEGIN);
        assert_eq!(work_out(database, at(BEGIN) + TimeDelta::minutes(43), &id), 0, "not yet below the promise");
        let now = at(BEGIN) + TimeDelta::minutes(100);
        assert_eq!(work_out(database, now, &id), 2);
        assert_eq!(work_out(database, now, &id), 2, "again is no more");
        assert_eq!(of_june(database), [
            ("Acme".to_owned(), 50_000, CreditState::Proposed),
            ("Gamma".to_owned(), 1_000, CreditState::Proposed),
        ]);
        decide(database, now, "Acme", CreditState::Approved);
        decide(database, now, "Gamma", CreditState::Declined);
        let _ = readers(database, now);
        database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &say("resolved"), None)).unwrap();
        let told = readers(database, now);
        assert_eq!(told, [
            (NoticeKind::Resolved, "cleo@acme.example".to_owned(), 1),
            (NoticeKind::Resolved, "e@customers.example".to_owned(), 0),
        ]);
        assert_eq!(of_june(database).len(), 2, "nothing more is owed");
    }

    fn who_wants_no_more_of_the_incident_hears_what_is_given_back_as_a_contact(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let id = down(database, BEGIN);
        let now = at(BEGIN) + TimeDelta::minutes(100);
        assert_eq!(work_out(database, now, &id), 2);
        decide(database, now, "Acme", CreditState::Approved);
        let _ = readers(database, now);
        database.write(|conn| {
            let cleo = subscribers::by_email(conn, "cleo@acme.example")?.unwrap();
            mutes::begin(conn, &mut act(now), &id, &cleo.id)?;
            incidents::post_update(conn, &mut act(now), &id, &say("resolved"), None)
        }).unwrap();
        while fan_out::step(database, now).unwrap() {}
        let claim = |conn: &mut _| claims::claim(conn, Channel::Email, "one", now, now + TimeDelta::minutes(1), 50);
        let mut told: Vec<_> = database.write(claim).unwrap().going.into_iter().map(|claim| (claim.address, claim.reader)).collect();
        told.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(told, [
            ("cleo@acme.example".to_owned(), claims::Reader::Contact),
            ("e@customers.example".to_owned(), claims::Reader::Subscriber),
        ]);
    }

    fn what_is_approved_after_the_end_is_told_at_once_and_only_to_contacts(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let id = down(database, BEGIN);
        let now = at(BEGIN) + TimeDelta::minutes(100);
        database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &say("resolved"), None)).unwrap();
        let _ = readers(database, now);
        decide(database, now, "Gamma", CreditState::Approved);
        assert_eq!(readers(database, now), [(NoticeKind::Credited, "gil@gamma.example".to_owned(), 0)]);
    }

    fn what_was_approved_for_a_false_alarm_is_taken_back(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let id = down(database, BEGIN);
        let now = at(BEGIN) + TimeDelta::minutes(100);
        work_out(database, now, &id);
        decide(database, now, "Acme", CreditState::Approved);
        database.write(|conn| incidents::retract(conn, &mut act(now), &id, "It was nothing.", None)).unwrap();
        assert_eq!(of_june(database), [("Acme".to_owned(), 50_000, CreditState::Declined)]);
    }

    fn what_a_month_was_like_stays_known_when_a_component_moves(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let id = down(database, BEGIN);
        let now = at(BEGIN) + TimeDelta::minutes(100);
        database.write(|conn| incidents::post_update(conn, &mut act(now), &id, &say("resolved"), None)).unwrap();
        let europe = || {
            let month = "2026-06".parse().unwrap();
            let (measured, catalogue) = database.read(|conn| credits::measure(conn, month, now)).unwrap();
            let eu = catalogue.region("eu").unwrap().id.clone();
            let payments = catalogue.component("payments").unwrap().id.clone();
            measured.into_iter().find(|one| one.pair.component == payments && one.pair.region == eu).map(|one| one.spent)
        };
        let before = europe().unwrap();
        assert_eq!((before.major, before.unknown), (6_000, 0));
        let runs_in = |regions: &[&str], when: DateTime<Utc>| database.write(|conn| {
            let payments = crate::store::catalogue::load(conn)?.component("payments").unwrap().clone();
            let regions = regions.iter().map(|code| (*code).to_owned()).collect();
            let input = catalogue::ComponentInput { name: payments.name, code: payments.code, regions, slo: "99.9".to_owned(), ..catalogue::ComponentInput::default() };
            catalogue::change_component(conn, &mut act(when), &payments.id, &input)
        }).unwrap();
        runs_in(&["us"], now);
        let gone = europe().unwrap();
        assert_eq!((gone.major, gone.known() + gone.unknown), (6_000, 30 * 86_400), "what it was like until then");
        runs_in(&["us", "eu"], now + TimeDelta::hours(1));
        let back = europe().unwrap();
        assert_eq!((back.major, back.unknown), (6_000, 3_600), "only the hour between is not known");
    }

    fn a_second_outage_gives_what_is_missing_and_a_false_alarm_nothing(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let first = down(database, BEGIN);
        let now = at(BEGIN) + TimeDelta::minutes(100);
        database.write(|conn| incidents::post_update(conn, &mut act(now), &first, &say("resolved"), None)).unwrap();
        decide(database, now, "Acme", CreditState::Approved);
        let second = down(database, "2026-06-20T00:00:00Z");
        let later = at("2026-06-20T08:00:00Z");
        assert_eq!(work_out(database, later, &second), 2);
        let amounts: Vec<_> = of_june(database).into_iter().filter(|(name, ..)| name == "Acme").map(|(_, amount, _)| amount).collect();
        assert_eq!(amounts.iter().sum::<i64>(), 125_000, "a quarter of the fee for less than 99 %");
        database.write(|conn| incidents::retract(conn, &mut act(later), &second, "It was nothing.", None)).unwrap();
        assert_eq!(of_june(database), [
            ("Acme".to_owned(), 50_000, CreditState::Approved),
            ("Gamma".to_owned(), 1_000, CreditState::Proposed),
        ]);
    }

    fn an_outage_over_the_end_of_a_month_counts_in_each(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let id = down(database, "2026-06-30T22:00:00Z");
        let now = at("2026-07-01T02:00:00Z");
        assert_eq!(work_out(database, now, &id), 4, "two customers, two months");
        let share = database.read(|conn| rows::of_month(conn, "2026-07", None, 10)).unwrap()[0].0.availability;
        assert_eq!(share, 99_731, "two of 744 hours");
    }

    fn a_maintenance_that_ends_over_two_hours_late_is_down_time(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let start = at("2026-06-10T08:00:00Z");
        let place = AffectedInput { component: "payments".to_owned(), region: "eu".to_owned(), health: "under_maintenance".to_owned() };
        let input = MaintenanceInput {
            title: "A new database".to_owned(),
            body: "Larger.".to_owned(),
            zone: "UTC".to_owned(),
            starts_at: "2026-06-10T09:00:00Z".to_owned(),
            ends_at: Some("2026-06-10T10:00:00Z".to_owned()),
            affected: vec![place],
            ..MaintenanceInput::default()
        };
        let late_by = |minutes: i64| {
            let id: MaintenanceId = database.write(|conn| maintenances::plan(conn, &mut act(start), &input)).unwrap();
            for minute in 0..=(60 + minutes) {
                while timers::step(database, &mut act(at("2026-06-10T09:00:00Z") + TimeDelta::minutes(minute))).unwrap() {}
            }
            let end = at("2026-06-10T10:00:00Z") + TimeDelta::minutes(minutes);
            database.write(|conn| maintenances::finish(conn, &mut act(end), &id, "")).unwrap();
        };
        late_by(120);
        assert!(of_june(database).is_empty(), "two hours are not more than two hours");
        late_by(130);
        assert_eq!(of_june(database)[0], ("Acme".to_owned(), 50_000, CreditState::Proposed));
    }

    fn an_exercise_costs_nothing(database: &TestDatabase) {
        let database = &database.database;
        promised(database);
        let input = crate::domain::incident::IncidentInput {
            title: "Exercise".to_owned(),
            severity: "p1".to_owned(),
            body: "Exercise.".to_owned(),
            drill: true,
            affected: vec![AffectedInput { component: "payments".to_owned(), region: "eu".to_owned(), health: "major_outage".to_owned() }],
            ..crate::domain::incident::IncidentInput::default()
        };
        let id = database.write(|conn| incidents::publish(conn, &mut act(at(BEGIN)), &input, None)).unwrap();
        let now = at(BEGIN) + TimeDelta::days(5);
        assert_eq!(work_out(database, now, &id), 0);
        let other = down(database, "2026-06-20T00:00:00Z");
        let end = UpdateInput { ..say("resolved") };
        let now = at("2026-06-20T00:10:00Z");
        database.write(|conn| incidents::post_update(conn, &mut act(now), &other, &end, None)).unwrap();
        assert!(of_june(database).is_empty(), "ten minutes are within the promise, whatever was exercised");
    }
}
