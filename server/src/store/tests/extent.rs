//! What is read of what was published: everything, what changed, and what is of late.

use crate::{
    domain::{
        id::{IncidentId, MaintenanceId},
        incident::AffectedInput,
        maintenance::{MaintenanceInput, MaintenancePhase},
        phase::Phase,
    },
    services::maintenances as plans,
    store::{
        Conn, StoreError,
        extent::{Extent, Owners},
        impacts, incidents, maintenances, revision,
        statement::Statement,
        updates,
    },
    testing::{act, at, on_each_database, publish, scene},
};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::RunQueryDsl;
use std::collections::BTreeSet;

const NOW: &str = "2026-09-01T09:00:00Z";

/// An incident of so many days ago, over after a day unless it goes on; and its id.
fn incident(conn: &mut Conn, days: i64, is_over: bool) -> String {
    let began = at(NOW) - TimeDelta::days(days);
    let id = publish(conn, &mut act(began), "p2", "api", "eu");
    if is_over {
        let row = incidents::find(conn, &id).unwrap().unwrap();
        let resolved_at = Some(began + TimeDelta::days(1));
        incidents::save(conn, &incidents::Incident { phase: Phase::Resolved, resolved_at, ..row }).unwrap();
    }
    id.to_string()
}

/// Work that was planned for so many days ago, an hour long.
fn maintenance(conn: &mut Conn, days: i64, phase: MaintenancePhase) -> String {
    let starts_at = at(NOW) - TimeDelta::days(days);
    let input = MaintenanceInput {
        title: "A new database".to_owned(),
        body: "Larger.".to_owned(),
        zone: "UTC".to_owned(),
        starts_at: starts_at.to_rfc3339(),
        estimate: Some("60".to_owned()),
        affected: vec![AffectedInput { component: "api".to_owned(), region: "us".to_owned(), health: String::new() }],
        ..MaintenanceInput::default()
    };
    let id = plans::plan(conn, &mut act(starts_at - TimeDelta::days(7)), &input).unwrap();
    let row = maintenances::find(conn, &id).unwrap().unwrap();
    maintenances::save(conn, &maintenances::Maintenance { phase, ..row }).unwrap();
    id.to_string()
}

/// The incidents and maintenances of it.
fn read(conn: &mut Conn, extent: Extent) -> Result<BTreeSet<String>, StoreError> {
    let incidents = incidents::within(conn, extent)?.into_iter().map(|row| row.id.to_string());
    Ok(incidents.chain(maintenances::within(conn, extent)?.into_iter().map(|row| row.id.to_string())).collect())
}

/// Whose updates and whose impacts these are.
fn owners(conn: &mut Conn, owners: &Owners<'_>) -> Result<[BTreeSet<String>; 2], StoreError> {
    let owner = |incident: Option<IncidentId>, maintenance: Option<MaintenanceId>| {
        incident.map(|id| id.to_string()).or(maintenance.map(|id| id.to_string()))
    };
    let said = updates::of(conn, owners)?.into_iter().filter_map(|row| owner(row.incident_id, row.maintenance_id));
    let done = impacts::of(conn, owners)?.into_iter().filter_map(|row| owner(row.incident_id, row.maintenance_id));
    Ok([said.collect(), done.collect()])
}

/// Gives what an incident or a maintenance does another end.
fn ends(conn: &mut Conn, id: &str, until: Option<DateTime<Utc>>) {
    let mut rows = impacts::of_incident(conn, &id.into()).unwrap();
    rows.append(&mut impacts::of_maintenance(conn, &id.into()).unwrap());
    assert_eq!(rows.len(), 1);
    impacts::set_span(conn, &rows[0].id, rows[0].impact().from, until).unwrap();
}

on_each_database! {
    fn of_late_is_what_goes_on_and_what_was_over_or_did_something_then_or_later(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(NOW) - TimeDelta::days(400));
        let since = at(NOW) - TimeDelta::days(100);
        let read = database.write(|conn| {
            let done = MaintenancePhase::Completed;
            let far = [incident(conn, 300, true), maintenance(conn, 200, done), maintenance(conn, 150, MaintenancePhase::Cancelled)];
            let near = [
                incident(conn, 250, false),
                incident(conn, 101, true),
                incident(conn, 3, true),
                incident(conn, 299, true),
                incident(conn, 298, true),
                maintenance(conn, 120, MaintenancePhase::Verifying),
                maintenance(conn, 99, done),
                maintenance(conn, 199, done),
                maintenance(conn, -5, MaintenancePhase::Scheduled),
            ];
            for id in &far {
                ends(conn, id, Some(since - TimeDelta::seconds(1)));
            }
            ends(conn, &near[1], Some(since - TimeDelta::days(1)));
            ends(conn, &near[3], None);
            ends(conn, &near[4], Some(since));
            ends(conn, &near[7], Some(since));
            assert_eq!(read(conn, Extent::Since(since))?, BTreeSet::from(near.clone()));
            let all: BTreeSet<String> = far.into_iter().chain(near).collect();
            assert_eq!(read(conn, Extent::All)?, all);
            assert_eq!(read(conn, Extent::ChangedAfter(-1))?, all);
            let before = revision::current(conn)?;
            let one = incident(conn, 1, true);
            assert_eq!(read(conn, Extent::ChangedAfter(before))?, BTreeSet::from([one]));
            Ok::<_, StoreError>(())
        });
        read.unwrap();
    }

    fn what_belongs_to_some_is_all_that_is_theirs(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(NOW) - TimeDelta::days(400));
        let read = database.write(|conn| {
            // More than are asked for at once.
            let many: Vec<String> = (0..510).map(|days| format!("none{days}")).collect();
            let [one, other] = [incident(conn, 2, true), incident(conn, 1, true)];
            let [work, rest] = [maintenance(conn, -5, MaintenancePhase::Scheduled), maintenance(conn, -6, MaintenancePhase::Scheduled)];
            let ids: Vec<IncidentId> = many.iter().chain([&one]).map(|id| id.as_str().into()).collect();
            let mine = Owners::These(ids.iter().collect(), vec![]);
            let both = [BTreeSet::from([one.clone()]), BTreeSet::from([one.clone()])];
            assert_eq!(owners(conn, &mine)?, both);
            let works: Vec<MaintenanceId> = vec![work.as_str().into()];
            let [said, _] = owners(conn, &Owners::These(vec![], works.iter().collect()))?;
            assert_eq!(said, BTreeSet::from([work.clone()]));
            assert_eq!(owners(conn, &Owners::All)?[0], BTreeSet::from([one, other, work, rest]));
            Ok::<_, StoreError>(())
        });
        read.unwrap();
    }

    fn the_newest_word_is_not_one_of_an_exercise(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(NOW) - TimeDelta::days(400));
        let newest = database.write(|conn| {
            assert_eq!(updates::newest(conn)?, None);
            incident(conn, 9, true);
            let drill = publish(conn, &mut act(at(NOW)), "p2", "api", "eu");
            let told = updates::newest(conn)?;
            let row = incidents::find(conn, &drill)?.unwrap();
            assert_eq!(told, Some(row.started_at));
            Statement::new("UPDATE incidents SET drill = true WHERE id = ?").bind(drill.as_str()).execute(conn)?;
            updates::newest(conn)
        });
        assert_eq!(newest.unwrap(), Some(at(NOW) - TimeDelta::days(9)));
    }
}
