//! Scheduled maintenances.

use super::{assert_keys, names, open, pick, read};
use crate::{
    domain::{
        health::Health,
        history::{History, PastImpact, PastMaintenance, PastUpdate},
        maintenance::MaintenancePhase,
    },
    services::history,
    testing::{Site, at},
};
use serde_json::json;

/// Work on the API in Europe, named after its phase.
fn work(site: &Site, phase: MaintenancePhase) -> PastMaintenance {
    let starts_at = at("2026-03-01T08:30:00Z");
    let component = site.app.hub.load().state.catalogue.components[0].id.clone();
    let until = (!phase.is_open()).then(|| at("2026-03-01T08:50:00Z"));
    let hit = PastImpact { component, region: "eu".to_owned(), health: Health::UnderMaintenance, from: starts_at, until };
    let id = format!("update-{phase}").into();
    let said = PastUpdate { id, phase: phase.to_string(), body: "Work.".to_owned(), said_at: starts_at };
    PastMaintenance {
        id: phase.as_str().into(),
        title: phase.to_string(),
        phase,
        starts_at,
        ends_at: at("2026-03-01T10:00:00Z"),
        published_at: at("2026-02-20T09:00:00Z"),
        updates: vec![said],
        impacts: if phase == MaintenancePhase::Scheduled { Vec::new() } else { vec![hit] },
    }
}

async fn plan(site: &Site, phases: &[MaintenancePhase]) {
    let past = History { maintenances: phases.iter().map(|phase| work(site, *phase)).collect(), ..History::default() };
    site.app.write("test", move |conn, act| history::write(conn, act, &past)).await.unwrap();
}

#[test]
fn a_maintenance_is_an_incident_with_a_window() {
    Site::run(|site| async move {
        plan(&site, MaintenancePhase::ALL).await;
        let all = site.get("/api/v2/scheduled-maintenances.json").await;
        let keys = "id name status created_at updated_at monitoring_at resolved_at impact shortlink started_at page_id \
                    incident_updates components reminder_intervals scheduled_for scheduled_until";
        assert_keys(&all.body, "scheduled_maintenances", keys);
        let json = all.json();
        let list = json["scheduled_maintenances"].as_array().unwrap();
        assert_eq!(list.len(), MaintenancePhase::ALL.len());
        for one in list {
            let name = one["name"].as_str().unwrap();
            let is_over = matches!(name, "cancelled" | "completed");
            assert_eq!(one["status"], if is_over { "completed" } else { name });
            assert_eq!(one["resolved_at"].is_null(), !is_over, "{name}");
            let told = pick(one, &["impact", "monitoring_at", "scheduled_for", "scheduled_until"]);
            assert_eq!(told, json!(["maintenance", null, "2026-03-01T08:30:00.000Z", "2026-03-01T10:00:00.000Z"]));
            assert_eq!(one["shortlink"], format!("https://status.example.com/maintenance/{name}"));
        }
    });
}

#[test]
fn maintenances_stand_in_the_lists_of_their_phase() {
    Site::run(|site| async move {
        plan(&site, MaintenancePhase::ALL).await;
        for (document, expected) in [
            ("scheduled-maintenances.json", vec!["cancelled", "completed", "in_progress", "scheduled", "verifying"]),
            ("scheduled-maintenances/upcoming.json", vec!["scheduled"]),
            ("scheduled-maintenances/active.json", vec!["in_progress", "verifying"]),
            ("summary.json", vec!["in_progress", "scheduled", "verifying"]),
        ] {
            let json = read(&site, document).await;
            let mut found = names(&json["scheduled_maintenances"]);
            found.sort_unstable();
            assert_eq!(found, expected, "{document}");
        }
        assert_eq!(read(&site, "incidents.json").await["incidents"], json!([]), "maintenances are in no list of incidents");
    });
}

#[test]
fn work_under_way_is_said_and_gives_way_to_an_incident() {
    Site::run(|site| async move {
        plan(&site, &[MaintenancePhase::Completed, MaintenancePhase::Cancelled, MaintenancePhase::Scheduled]).await;
        assert_eq!(read(&site, "status.json").await["status"]["indicator"], "none");
        plan(&site, &[MaintenancePhase::InProgress]).await;
        let expected = json!({"indicator": "maintenance", "description": "Service Under Maintenance"});
        assert_eq!(read(&site, "status.json").await["status"], expected);
        open(&site, "p4", &[]).await;
        assert_eq!(read(&site, "status.json").await["status"]["indicator"], "minor");
    });
}
