//! The words of Statuspage. Clients know these and no others: one more would break them.

use super::{open, read};
use crate::{
    domain::{health::Health, maintenance::MaintenancePhase, phase::Phase, severity::Severity},
    http::api::v2::{status::Status, update},
    testing::Site,
};

#[test]
fn every_phase_has_a_word_that_clients_know() {
    let mut words: Vec<&str> = Phase::ALL.iter().map(|phase| update::status(phase.as_str())).collect();
    words.dedup();
    assert_eq!(words, ["investigating", "identified", "monitoring", "resolved"]);
    let mut words: Vec<&str> = MaintenancePhase::ALL.iter().map(|phase| update::status(phase.as_str())).collect();
    words.dedup();
    assert_eq!(words, ["scheduled", "in_progress", "verifying", "completed"]);
    assert_eq!(update::status("postmortem"), "postmortem");
}

#[test]
fn every_health_is_a_word_that_clients_know() {
    let words: Vec<&str> = Health::ALL.iter().map(|health| health.as_str()).collect();
    let known = ["operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage"];
    assert_eq!(words, known);
    assert_eq!(serde_json::to_value(Health::ALL).unwrap(), serde_json::json!(known));
}

#[test]
fn every_severity_has_an_impact() {
    Site::run(|site| async move {
        for (severity, impact) in Severity::ALL.iter().zip(["critical", "major", "minor", "none"]) {
            let opened = open(&site, severity.as_str(), &[]).await;
            let list = read(&site, "incidents.json").await;
            let found = list["incidents"].as_array().unwrap().iter().find(|one| one["id"] == opened.json()["id"]).unwrap();
            assert_eq!(found["impact"], impact, "{severity}");
        }
    });
}

#[test]
fn the_sentence_follows_the_worst_and_whether_all_are_so_bad() {
    let (well, work, slow, some, out) =
        (Health::Operational, Health::UnderMaintenance, Health::DegradedPerformance, Health::PartialOutage, Health::MajorOutage);
    for (healths, indicator, description) in [
        (vec![], "none", "All Systems Operational"),
        (vec![well, well], "none", "All Systems Operational"),
        (vec![work], "maintenance", "Service Under Maintenance"),
        (vec![work, well], "maintenance", "Service Under Maintenance"),
        (vec![slow], "minor", "Degraded System Service"),
        (vec![slow, work], "minor", "Partially Degraded Service"),
        (vec![some, slow], "minor", "Minor Service Outage"),
        (vec![some], "major", "Partial System Outage"),
        (vec![out, well], "major", "Partial System Outage"),
        (vec![out, out], "critical", "Major System Outage"),
    ] {
        assert_eq!(Status::of_healths(&healths), Status { indicator, description }, "{healths:?}");
    }
}
