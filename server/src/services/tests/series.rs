//! Planned work that comes again: its dates, one of them skipped or moved, its end.

use crate::{
    domain::{
        incident::AffectedInput,
        maintenance::{MaintenanceInput, MaintenancePhase, MoveInput},
        notice::{MaintenanceNews, NoticeKind},
    },
    services::{Refusal, catalogue, maintenances, timers},
    store::{Database, StoreError, maintenances as rows, maintenances::Maintenance, notices},
    testing::{act, at, on_each_database, scene},
};
use chrono::{DateTime, TimeDelta, Utc};

const NOW: &str = "2026-03-10T09:00:00Z";

fn weekly() -> MaintenanceInput {
    let place =
        AffectedInput { component: "dashboard".to_owned(), region: "eu".to_owned(), health: "under_maintenance".to_owned() };
    MaintenanceInput {
        title: "Weekly restart".to_owned(),
        body: "We restart the machines.".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        starts_at: "2026-03-15T03:00".to_owned(),
        ends_at: Some("2026-03-15T04:00".to_owned()),
        repeat: Some("FREQ=WEEKLY;BYDAY=SU".to_owned()),
        affected: vec![place],
        ends_itself: true,
        ..MaintenanceInput::default()
    }
}

/// The dates, in order.
fn dates(database: &Database) -> Vec<Maintenance> {
    let mut all = database.read(|conn| rows::page(conn, None, 100)).unwrap();
    all.sort_by_key(|row| row.starts_at);
    all
}

fn starts(database: &Database) -> Vec<String> {
    dates(database).iter().map(|row| row.starts_at.format("%m-%d %H:%M").to_string()).collect()
}

fn run(database: &Database, from: DateTime<Utc>, until: &str) {
    let mut now = from;
    while now <= at(until) {
        while timers::step(database, &mut act(now)).unwrap() {}
        now += TimeDelta::minutes(30);
    }
}

fn told(database: &Database, kind: NoticeKind) -> usize {
    database.read(|conn| Ok::<_, StoreError>(notices::of_kind(conn, kind)?.len())).unwrap()
}

on_each_database! {
    fn dates_are_written_down_as_they_come_near_and_each_runs_by_itself(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(NOW));
        database.write(|conn| maintenances::plan(conn, &mut act(at(NOW)), &weekly())).unwrap();
        assert_eq!(starts(database), ["03-15 02:00", "03-22 02:00", "03-29 01:00", "04-05 01:00", "04-12 01:00"]);
        let news = database.read(|conn| notices::of_kind(conn, NoticeKind::Planned)).unwrap();
        let news: MaintenanceNews = serde_json::from_str(&news[0].content).unwrap();
        assert_eq!((told(database, NoticeKind::Planned), news.further.len()), (1, 4), "one mail, which names the next dates");
        run(database, at(NOW), "2026-03-24T00:00:00Z");
        let phases: Vec<_> = dates(database).iter().map(|row| row.phase).collect();
        assert_eq!(phases[..3], [MaintenancePhase::Completed, MaintenancePhase::Completed, MaintenancePhase::Scheduled]);
        assert_eq!(starts(database).last().unwrap(), "04-26 01:00", "two more have come near");
        assert_eq!(told(database, NoticeKind::Planned), 1);
    }

    fn one_date_is_skipped_or_moved_and_only_who_was_told_hears_of_it(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(NOW));
        database.write(|conn| maintenances::plan(conn, &mut act(at(NOW)), &weekly())).unwrap();
        let all = dates(database);
        let (near, far) = (all[0].id.clone(), all[3].id.clone());
        database.write(|conn| maintenances::cancel(conn, &mut act(at(NOW)), &far, "A holiday.")).unwrap();
        assert_eq!(told(database, NoticeKind::Cancelled), 1, "the first mail had named it");
        let other = MoveInput { starts_at: "2026-03-16T03:00".to_owned(), ends_at: "2026-03-16T04:00".to_owned(), body: String::new() };
        database.write(|conn| maintenances::reschedule(conn, &mut act(at(NOW)), &near, &other)).unwrap();
        assert_eq!(told(database, NoticeKind::Moved), 1);
        assert_eq!(starts(database), ["03-16 02:00", "03-22 02:00", "03-29 01:00", "04-05 01:00", "04-12 01:00"]);
    }

    fn the_end_of_a_series_calls_off_what_is_ahead(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(NOW));
        let first = database.write(|conn| maintenances::plan(conn, &mut act(at(NOW)), &weekly())).unwrap();
        run(database, at(NOW), "2026-03-16T00:00:00Z");
        let now = at("2026-03-16T00:30:00Z");
        database.write(|conn| maintenances::end_series(conn, &mut act(now), &first, "Machines restart alone now.")).unwrap();
        run(database, now, "2026-04-20T00:00:00Z");
        let phases: Vec<_> = dates(database).iter().map(|row| row.phase).collect();
        assert_eq!(phases[0], MaintenancePhase::Completed);
        assert!(phases[1..].iter().all(|phase| *phase == MaintenancePhase::Cancelled), "{phases:?}");
        let news = database.read(|conn| notices::of_kind(conn, NoticeKind::Cancelled)).unwrap();
        let news: Vec<MaintenanceNews> = news.iter().map(|notice| serde_json::from_str(&notice.content).unwrap()).collect();
        assert_eq!(news.len(), 1, "in the thread of the one that was told of a week before");
        let further: Vec<_> = news[0].further.iter().map(|at| at.format("%m-%d").to_string()).collect();
        assert_eq!(further, ["03-29", "04-05", "04-12"], "with the dates that the first mail had named");
        let twice = database.write(|conn| maintenances::end_series(conn, &mut act(now), &first, "Again.")).unwrap_err();
        assert!(matches!(twice, Refusal::Conflict(_)));
    }

    fn what_does_not_fit_any_more_ends_and_staff_are_told(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(NOW));
        crate::services::people::add(database, &mut act(at(NOW)), "ada@northwind.example", crate::domain::person::Role::Responder, "correct horse battery").unwrap();
        database.write(|conn| {
            maintenances::plan(conn, &mut act(at(NOW)), &weekly())?;
            let dashboard = crate::store::catalogue::load(conn)?.component("dashboard").unwrap().clone();
            let input = catalogue::ComponentInput { name: dashboard.name, code: dashboard.code, regions: vec!["us".to_owned()], ..catalogue::ComponentInput::default() };
            catalogue::change_component(conn, &mut act(at(NOW)), &dashboard.id, &input)
        }).unwrap();
        run(database, at(NOW), "2026-03-17T00:00:00Z");
        assert_eq!(starts(database).len(), 5, "no further date");
        let letters = database.read(|conn| notices::of_kind(conn, NoticeKind::Staff)).unwrap();
        assert!(letters.iter().any(|letter| letter.content.contains("cannot be repeated any more")), "{letters:?}");
    }
}
