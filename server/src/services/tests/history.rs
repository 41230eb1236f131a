//! Loading another page's history: once, whole or not at all.

use crate::{
    domain::{health::Health, region::RegionDraft, severity::Severity},
    integrations::import::statuspage::{self, Documents},
    services::{demo, history},
    store::{Database, impacts, incidents, maintenances},
    testing::{act, at, on_each_database},
};
use chrono::TimeDelta;

const COMPONENTS: &str = r#"{"components":[
    {"id":"g1","name":"Core","group":true,"created_at":"2025-01-01T00:00:00Z"},
    {"id":"c1","name":"API","group_id":"g1","description":null,"created_at":"2025-01-01T00:00:00Z","start_date":"2025-02-01"},
    {"id":"c2","name":"API","created_at":"2025-01-01T00:00:00Z"}]}"#;
const INCIDENTS: &str = r#"{"incidents":[{"id":"i1","name":"API slow","status":"resolved","impact":"major",
    "created_at":"2026-01-01T10:00:00Z","resolved_at":"2026-01-01T12:00:00Z","incident_updates":[
    {"id":"u3","status":"resolved","body":"Fixed.","created_at":"2026-01-01T12:00:00Z","affected_components":[{"code":"c1","new_status":"operational"}]},
    {"id":"u2","status":"identified","body":"Worse.","created_at":"2026-01-01T11:00:00Z","affected_components":[{"code":"c1","new_status":"major_outage"}]},
    {"id":"u1","status":"investigating","body":"Slow.","created_at":"2026-01-01T10:05:00Z","affected_components":[{"code":"c1","new_status":"degraded_performance"},{"code":"gone","new_status":"major_outage"}]}]}]}"#;
const MAINTENANCES: &str = r#"{"scheduled_maintenances":[{"id":"m1","name":"Move","status":"completed","impact":"maintenance",
    "created_at":"2026-01-02T10:00:00Z","scheduled_for":"2026-01-03T10:00:00Z","scheduled_until":"2026-01-03T11:00:00Z","resolved_at":"2026-01-03T11:30:00Z","incident_updates":[
    {"id":"v1","status":"in_progress","body":"Now.","created_at":"2026-01-03T10:00:00Z","affected_components":[{"code":"c2","new_status":"under_maintenance"}]}]}]}"#;

fn documents() -> Documents {
    Documents { components: COMPONENTS.to_owned(), incidents: INCIDENTS.to_owned(), maintenances: MAINTENANCES.to_owned() }
}

fn load(database: &Database, documents: &Documents) -> Result<history::Written, String> {
    let region = RegionDraft::parse("global", "Global", "UTC").unwrap();
    let past = statuspage::read(documents, &region)?;
    database.write(|conn| history::write(conn, &mut act(at("2026-03-01T00:00:00Z")), &past)).map_err(|error| error.to_string())
}

on_each_database! {
    fn a_history_is_loaded_once(database: &TestDatabase) {
        let first = load(&database.database, &documents()).unwrap();
        assert_eq!((first.components, first.incidents, first.updates, first.maintenances), (2, 1, 4, 1));
        assert_eq!(load(&database.database, &documents()).unwrap(), history::Written::default());
        let (incident, spans, catalogue) = database.database.read(|conn| {
            let incident = incidents::find(conn, &"i1".into())?.unwrap();
            Ok::<_, crate::store::StoreError>((incident, impacts::of_incident(conn, &"i1".into())?, crate::store::catalogue::load(conn)?))
        }).unwrap();
        assert_eq!((incident.severity, incident.started_at), (Severity::P2, at("2026-01-01T10:00:00Z")));
        let spans: Vec<_> = spans.iter().map(impacts::Row::impact).map(|span| (span.health, span.until.unwrap() - span.from)).collect();
        assert_eq!(spans, [(Health::DegradedPerformance, TimeDelta::minutes(55)), (Health::MajorOutage, TimeDelta::minutes(60))]);
        assert_eq!(catalogue.components.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["api", "api-2"]);
        assert_eq!(catalogue.components[0].placements[0].1, at("2025-02-01T00:00:00Z"));
        assert!(database.database.read(|conn| maintenances::exists(conn, &"m1".into())).unwrap());
    }

    fn a_broken_file_changes_nothing_and_says_where(database: &TestDatabase) {
        for (broken, told) in [
            (Documents { incidents: INCIDENTS.replace("\"major\"", "\"huge\""), ..documents() }, "incidents.json: incidents[0].impact: “huge” is not a word"),
            (Documents { incidents: INCIDENTS.replace("\"2026-01-01T11:00:00Z\"", "\"yesterday\""), ..documents() }, "incidents.json: incidents[0].incident_updates[1].created_at: "),
            (Documents { maintenances: "{".to_owned(), ..documents() }, "scheduled-maintenances.json: "),
            (Documents { components: COMPONENTS.replace("\"Core\"", "\"\""), ..documents() }, "components.json: components[0].name: is empty"),
        ] {
            let error = load(&database.database, &broken).unwrap_err();
            assert!(error.starts_with(told), "{error}");
        }
        assert!(database.database.read(crate::store::catalogue::load).unwrap().components.is_empty());
    }

    fn the_demonstration_fills_an_empty_instance_only(database: &TestDatabase) {
        let now = at("2026-03-01T12:00:00Z");
        let written = database.database.write(|conn| demo::fill(conn, &mut act(now), &crate::testing::signer())).unwrap();
        assert_eq!((written.components, written.maintenances), (12, 2));
        assert!(written.incidents > 8);
        let open = database.database.read(incidents::open).unwrap();
        let whole = open.iter().find(|incident| incident.severity == Severity::P1).unwrap();
        let part = open.iter().find(|incident| incident.severity == Severity::P3).unwrap();
        assert_eq!((open.len(), part.parent.as_ref()), (2, Some(&whole.id)));
        assert!(database.database.write(|conn| demo::fill(conn, &mut act(now), &crate::testing::signer())).is_err());
    }
}
