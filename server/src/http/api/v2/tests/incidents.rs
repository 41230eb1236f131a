//! Incidents from their opening to their review.

use super::{assert_keys, open, pick, read, say};
use crate::{
    domain::{health::Health, id::IncidentId, phase::Phase, region::RegionDraft},
    integrations::import::statuspage,
    store::{
        incidents,
        postmortems::{self, Postmortem},
        revision,
    },
    testing::{Answer, Site, at},
};
use serde_json::{Value, json};

fn id(opened: &Answer) -> IncidentId {
    opened.json()["id"].as_str().unwrap().into()
}

#[test]
fn an_open_incident_has_every_key_in_its_place() {
    Site::run(|site| async move {
        let opened = open(&site, "p1", &[("payments", "major_outage")]).await;
        let summary = site.get("/api/v2/summary.json").await;
        let keys = "id name status created_at updated_at monitoring_at resolved_at impact shortlink started_at page_id \
                    incident_updates components reminder_intervals";
        assert_keys(&summary.body, "incidents", keys);
        let keys = "id status body incident_id created_at updated_at display_at affected_components deliver_notifications \
                    custom_tweet tweet_id";
        assert_keys(&summary.body, "incident_updates", keys);
        let summary = summary.json();
        assert_eq!(summary["status"], json!({"indicator": "major", "description": "Partial System Outage"}));
        let incident = &summary["incidents"][0];
        let told = pick(incident, &["status", "impact", "started_at", "monitoring_at", "resolved_at", "reminder_intervals"]);
        assert_eq!(told, json!(["investigating", "critical", "2026-03-01T09:00:00.000Z", null, null, null]));
        assert_eq!(incident["shortlink"], format!("https://status.example.com/incidents/{}", id(&opened)));
        assert_eq!(pick(&incident["components"][0], &["name", "status"]), json!(["Payments", "major_outage"]));
        let update = pick(&incident["incident_updates"][0], &["body", "deliver_notifications", "custom_tweet", "tweet_id"]);
        assert_eq!(update, json!(["Cards **fail**.", true, null, null]));
    });
}

#[test]
fn each_update_says_what_it_changed() {
    Site::run(|site| async move {
        let opened = open(&site, "p1", &[("payments", "major_outage")]).await;
        site.set("2026-03-01T09:10:00Z");
        say(&site, &opened, "monitoring").await;
        site.set("2026-03-01T09:20:00Z");
        say(&site, &opened, "resolved").await;
        assert_eq!(read(&site, "incidents/unresolved.json").await["incidents"], json!([]));
        assert_eq!(read(&site, "summary.json").await["incidents"], json!([]));
        let over = &read(&site, "incidents/resolved.json").await["incidents"][0];
        let told = pick(over, &["status", "monitoring_at", "resolved_at", "updated_at"]);
        let (monitored, ended) = ("2026-03-01T09:10:00.000Z", "2026-03-01T09:20:00.000Z");
        assert_eq!(told, json!(["resolved", monitored, ended, ended]));
        assert_eq!(over["components"][0]["status"], "operational", "components are told as they are now");
        let updates = over["incident_updates"].as_array().unwrap();
        let moves: Value =
            updates.iter().map(|update| pick(&update["affected_components"][0], &["name", "old_status", "new_status"])).collect();
        let expected = json!([
            ["Commerce - Payments", "major_outage", "operational"],
            ["Commerce - Payments", "major_outage", "major_outage"],
            ["Commerce - Payments", "operational", "major_outage"],
        ]);
        assert_eq!(moves, expected);
    });
}

#[test]
fn all_is_not_well_while_an_incident_is_open() {
    Site::run(|site| async move {
        assert_eq!(read(&site, "status.json").await["status"]["indicator"], "none");
        let opened = open(&site, "p4", &[]).await;
        let expected = json!({"indicator": "minor", "description": "Minor Service Outage"});
        assert_eq!(read(&site, "status.json").await["status"], expected);
        let incident = &read(&site, "incidents.json").await["incidents"][0];
        assert_eq!(incident["components"], json!([]));
        assert_eq!(incident["incident_updates"][0]["affected_components"], Value::Null);
        say(&site, &opened, "resolved").await;
        assert_eq!(read(&site, "status.json").await["status"]["indicator"], "none");
    });
}

#[test]
fn a_false_alarm_is_over_and_did_nothing() {
    Site::run(|site| async move {
        let id = id(&open(&site, "p1", &[("payments", "major_outage")]).await);
        let retracted = site.app.write("test", move |conn, _| {
            let found = incidents::find(conn, &id)?.unwrap();
            let revision = revision::next(conn)?;
            Ok(incidents::save(conn, &incidents::Incident { phase: Phase::FalseAlarm, revision, ..found })?)
        });
        retracted.await.unwrap();
        assert_eq!(read(&site, "incidents/unresolved.json").await["incidents"], json!([]));
        let incident = &read(&site, "incidents.json").await["incidents"][0];
        let told = pick(incident, &["status", "impact", "resolved_at"]);
        assert_eq!(told, json!(["resolved", "none", "2026-03-01T09:00:00.000Z"]));
    });
}

#[test]
fn a_published_review_is_the_last_word() {
    Site::run(|site| async move {
        let opened = open(&site, "p1", &[("payments", "major_outage")]).await;
        site.set("2026-03-01T09:20:00Z");
        say(&site, &opened, "resolved").await;
        let id = id(&opened);
        let published = site.app.write("test", move |conn, _| {
            let found = incidents::find(conn, &id)?.unwrap();
            let published_at = Some(at("2026-03-03T09:00:00Z"));
            postmortems::save(
                conn,
                &Postmortem {
                    incident: id,
                    body: "Why.".to_owned(),
                    published_at,
                    is_public: true,
                    due_at: None,
                    finished_at: published_at,
                },
            )?;
            let revision = revision::next(conn)?;
            Ok(incidents::save(conn, &incidents::Incident { revision, ..found })?)
        });
        published.await.unwrap();
        let incident = &read(&site, "incidents/resolved.json").await["incidents"][0];
        let told = pick(incident, &["status", "resolved_at", "updated_at"]);
        assert_eq!(told, json!(["postmortem", "2026-03-01T09:20:00.000Z", "2026-03-03T09:00:00.000Z"]));
        let words: Vec<&Value> = incident["incident_updates"].as_array().unwrap().iter().map(|one| &one["status"]).collect();
        assert_eq!(words, ["postmortem", "resolved", "investigating"]);
        assert_eq!(incident["incident_updates"][0]["body"], "Why.");
    });
}

#[test]
fn our_own_import_reads_what_we_serve() {
    Site::run(|site| async move {
        let opened = open(&site, "p1", &[("payments", "major_outage")]).await;
        site.set("2026-03-01T09:20:00Z");
        say(&site, &opened, "resolved").await;
        let documents = statuspage::Documents {
            components: site.get("/api/v2/components.json").await.body,
            incidents: site.get("/api/v2/incidents.json").await.body,
            maintenances: site.get("/api/v2/scheduled-maintenances.json").await.body,
        };
        let past = statuspage::read(&documents, &RegionDraft::parse("eu", "Europe", "UTC").unwrap()).unwrap();
        assert_eq!((past.groups.len(), past.components.len(), past.incidents.len()), (1, 4, 1));
        let spans: Vec<_> = past.incidents[0].impacts.iter().map(|hit| (hit.health, hit.from, hit.until)).collect();
        assert_eq!(spans, [(Health::MajorOutage, at("2026-03-01T09:00:00Z"), Some(at("2026-03-01T09:20:00Z")))]);
    });
}
