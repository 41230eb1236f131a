//! What is read of what was published: everything, what changed, and what is of late.

use crate::{
    domain::{
        id::{IncidentId, MaintenanceId},
        incident::AffectedInput,
        maintenance::{MaintenanceInput, MaintenancePhase},
        phase::Phase,
    },
    services::maintenances as plans,
    store::{Conn, StoreError, extent::Extent, impacts, incidents, maintenances, revision, statement::Statement, updates},
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

/// Of what there are incidents, maintenances, updates and impacts in it.
fn read(conn: &mut Conn, extent: Extent) -> Result<[BTreeSet<String>; 4], StoreError> {
    let owner = |incident: Option<IncidentId>, maintenance: Option<MaintenanceId>| {
        incident.map(|id| id.to_string()).or(maintenance.map(|id| id.to_string()))
    };
    Ok([
        incidents::within(conn, extent)?.into_iter().map(|row| row.id.to_string()).collect(),
        maintenances::within(conn, extent)?.into_iter().map(|row| row.id.to_string()).collect(),
        updates::within(conn, extent)?.into_iter().filter_map(|row| owner(row.incident_id, row.maintenance_id)).collect(),
        impacts::within(conn, extent)?.into_iter().filter_map(|row| owner(row.incident_id, row.maintenance_id)).collect(),
    ])
}

on_each_database! {
    fn of_late_is_what_goes_on_and_what_was_over_then_or_later(database: &TestDatabase) {
        let database = &database.database;
        scene(database, at(NOW) - TimeDelta::days(400));
        let since: DateTime<Utc> = at(NOW) - TimeDelta::days(100);
        let (all, late, everything) = database
            .write(|conn| {
                let far = [incident(conn, 300, true), maintenance(conn, 200, MaintenancePhase::Completed), maintenance(conn, 150, MaintenancePhase::Cancelled)];
                let near = [
                    incident(conn, 250, false),
                    incident(conn, 100, true),
                    incident(conn, 3, true),
                    maintenance(conn, 120, MaintenancePhase::Verifying),
                    maintenance(conn, 99, MaintenancePhase::Completed),
                    maintenance(conn, -5, MaintenancePhase::Scheduled),
                ];
                let [own, planned, said, hit] = read(conn, Extent::Since(since))?;
                let late: BTreeSet<String> = near.iter().cloned().collect();
                let all = read(conn, Extent::All)?;
                assert!(far.iter().all(|id| all[2].contains(id)), "what is far is there");
                assert_eq!(own.union(&planned).cloned().collect::<BTreeSet<_>>(), late);
                assert_eq!(said, late);
                let hits = |id: &String| all[3].contains(id);
                assert_eq!(hit, late.iter().filter(|id| hits(id)).cloned().collect());
                Ok::<_, StoreError>((all, read(conn, Extent::Since(DateTime::UNIX_EPOCH))?, read(conn, Extent::ChangedAfter(-1))?))
            })
            .unwrap();
        assert_eq!((&all, &all), (&late, &everything));
        let changed = database.write(|conn| {
            let before = revision::current(conn)?;
            let id = incident(conn, 1, true);
            Ok::<_, StoreError>((id, read(conn, Extent::ChangedAfter(before))?))
        });
        let (id, [own, planned, said, hit]) = changed.unwrap();
        let only = BTreeSet::from([id]);
        assert!(own == only && planned.is_empty() && said == only && hit == only);
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
