//! Atlassian Statuspage's public documents (API v2) as a history.
//!
//! Health is rebuilt from what each update said of its components; impact maps to severity: critical P1, major P2,
//! minor P3, none and maintenance P4. Ids and times stay as they are.

use crate::domain::{
    health::Health,
    history::{History, PastComponent, PastImpact, PastIncident, PastMaintenance, PastUpdate},
    id::{ComponentId, RegionId},
    impact::{self, Pair},
    maintenance::MaintenancePhase,
    phase::Phase,
    region::RegionDraft,
    severity::Severity,
    text,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeSet;

/// The three documents, as text.
#[derive(Clone, Debug)]
pub(crate) struct Documents {
    /// `components.json`.
    pub components: String,
    /// `incidents.json`.
    pub incidents: String,
    /// `scheduled-maintenances.json`.
    pub maintenances: String,
}

/// The names of the documents, in the order of [`Documents`].
pub(crate) const NAMES: [&str; 3] = ["components.json", "incidents.json", "scheduled-maintenances.json"];
/// Titles of other pages may be longer than ours.
const TITLE_LIMIT: usize = 500;

#[derive(Deserialize)]
struct Components {
    page: Option<Site>,
    components: Vec<Component>,
}

#[derive(Deserialize)]
struct Site {
    name: String,
}

#[derive(Deserialize)]
struct Component {
    id: String,
    name: String,
    description: Option<String>,
    #[serde(default)]
    group: bool,
    group_id: Option<String>,
    created_at: DateTime<Utc>,
    start_date: Option<chrono::NaiveDate>,
}

#[derive(Deserialize)]
struct Incidents {
    incidents: Vec<Thread>,
}

#[derive(Deserialize)]
struct Maintenances {
    scheduled_maintenances: Vec<Thread>,
}

#[derive(Deserialize)]
struct Thread {
    id: String,
    name: String,
    status: String,
    impact: String,
    created_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    resolved_at: Option<DateTime<Utc>>,
    scheduled_for: Option<DateTime<Utc>>,
    scheduled_until: Option<DateTime<Utc>>,
    incident_updates: Vec<Update>,
}

#[derive(Deserialize)]
struct Update {
    id: String,
    status: String,
    body: Option<String>,
    created_at: DateTime<Utc>,
    display_at: Option<DateTime<Utc>>,
    affected_components: Option<Vec<Affected>>,
}

#[derive(Deserialize)]
struct Affected {
    code: String,
    new_status: String,
}

/// Reads the documents. What is wrong is told with the file and the place in it.
pub(crate) fn read(documents: &Documents, region: &RegionDraft) -> Result<History, String> {
    let [components, incidents, maintenances] = NAMES;
    let catalogue: Components = parse(components, &documents.components)?;
    let past: Incidents = parse(incidents, &documents.incidents)?;
    let planned: Maintenances = parse(maintenances, &documents.maintenances)?;
    let (groups, singles): (Vec<Component>, Vec<Component>) = catalogue.components.into_iter().partition(|row| row.group);
    let known: BTreeSet<String> = singles.iter().map(|row| row.id.clone()).collect();
    let reader = Reader { region: &region.code, known: &known };
    let groups = (0..)
        .zip(groups)
        .map(|(place, row): (usize, _)| Ok((row.id.into(), title(components, &format!("components[{place}].name"), &row.name)?)))
        .collect::<Result<_, String>>()?;
    let name = catalogue.page.map(|page| title(components, "page.name", &page.name)).transpose()?;
    Ok(History {
        title: name,
        regions: vec![region.clone()],
        groups,
        components: each(singles, |_, row| component(row, &region.code))?,
        incidents: each(past.incidents, |place, thread| reader.incident(&format!("incidents[{place}]"), thread))?,
        maintenances: each(planned.scheduled_maintenances, |place, thread| {
            reader.maintenance(&format!("scheduled_maintenances[{place}]"), thread)
        })?,
    })
}

fn parse<T: DeserializeOwned>(file: &str, document: &str) -> Result<T, String> {
    let mut json = serde_json::Deserializer::from_str(document);
    serde_path_to_error::deserialize(&mut json).map_err(|error| format!("{file}: {}: {}", error.path(), error.inner()))
}

fn each<T, U>(rows: Vec<T>, read: impl Fn(usize, T) -> Result<U, String>) -> Result<Vec<U>, String> {
    rows.into_iter().enumerate().map(|(place, row)| read(place, row)).collect()
}

fn title(file: &str, path: &str, name: &str) -> Result<String, String> {
    text::line(path, name, TITLE_LIMIT).map_err(|fault| format!("{file}: {fault}"))
}

fn component(row: Component, region: &str) -> Result<PastComponent, String> {
    Ok(PastComponent {
        name: title("components.json", &row.id, &row.name)?,
        id: row.id.into(),
        description: row.description.unwrap_or_default(),
        group: row.group_id.map(Into::into),
        regions: vec![region.to_owned()],
        known_since: row.start_date.map_or(row.created_at, |day| day.and_time(chrono::NaiveTime::MIN).and_utc()),
    })
}

struct Reader<'a> {
    region: &'a str,
    known: &'a BTreeSet<String>,
}

impl Reader<'_> {
    fn incident(&self, path: &str, thread: Thread) -> Result<PastIncident, String> {
        let file = "incidents.json";
        let phase = phase(&thread.status).ok_or_else(|| unknown(file, path, "status", &thread.status))?;
        let updates = in_order(thread.incident_updates);
        let last = updates.last().map(|(at, _)| *at);
        let resolved_at = thread.resolved_at.or(last).filter(|_| !phase.is_open());
        let started_at = thread.started_at.unwrap_or(thread.created_at);
        Ok(PastIncident {
            title: title(file, &format!("{path}.name"), &thread.name)?,
            severity: severity(&thread.impact).ok_or_else(|| unknown(file, path, "impact", &thread.impact))?,
            impacts: self.impacts(file, path, &updates, resolved_at)?,
            parent: None,
            postmortem: review(&updates),
            updates: said(file, path, updates, phase_word)?,
            id: thread.id.into(),
            phase,
            started_at,
            resolved_at,
            next_update_at: None,
            customers_affected: None,
        })
    }

    fn maintenance(&self, path: &str, thread: Thread) -> Result<PastMaintenance, String> {
        let file = "scheduled-maintenances.json";
        let phase = maintenance_phase(&thread.status).ok_or_else(|| unknown(file, path, "status", &thread.status))?;
        let starts_at = thread.scheduled_for.ok_or_else(|| format!("{file}: {path}.scheduled_for: is missing"))?;
        let updates = in_order(thread.incident_updates);
        let ended = thread.resolved_at.or(thread.scheduled_until).filter(|_| !phase.is_open());
        Ok(PastMaintenance {
            title: title(file, &format!("{path}.name"), &thread.name)?,
            impacts: self.impacts(file, path, &updates, ended)?,
            updates: said(file, path, updates, |word| maintenance_phase(word).map(|phase| phase.to_string()))?,
            id: thread.id.into(),
            phase,
            starts_at,
            ends_at: thread.scheduled_until.unwrap_or(starts_at),
            published_at: thread.created_at,
        })
    }

    /// Components that are gone from the page cannot be shown; what was said of them is passed over.
    fn impacts(
        &self,
        file: &str,
        path: &str,
        updates: &[(DateTime<Utc>, Update)],
        end: Option<DateTime<Utc>>,
    ) -> Result<Vec<PastImpact>, String> {
        let mut said: Vec<(DateTime<Utc>, Pair, Health)> = Vec::new();
        for (at, update) in updates {
            for affected in update.affected_components.iter().flatten().filter(|affected| self.known.contains(&affected.code)) {
                let health = health(&affected.new_status)
                    .ok_or_else(|| unknown(file, path, "affected_components.new_status", &affected.new_status))?;
                let component = ComponentId::from(affected.code.clone());
                said.push((*at, Pair { component, region: RegionId::from(self.region) }, health));
            }
        }
        let impacts = impact::from_updates(&said, end);
        Ok(impacts
            .into_iter()
            .map(|impact| PastImpact {
                component: impact.pair.component,
                region: self.region.to_owned(),
                health: impact.health,
                from: impact.from,
                until: impact.until,
            })
            .collect())
    }
}

fn in_order(updates: Vec<Update>) -> Vec<(DateTime<Utc>, Update)> {
    let mut timed: Vec<_> = updates.into_iter().map(|update| (update.display_at.unwrap_or(update.created_at), update)).collect();
    // The documents give the newest first; a stable sort of the reverse keeps that order within one minute.
    timed.reverse();
    timed.sort_by_key(|(at, _)| *at);
    timed
}

/// A published review comes as the last word of a thread.
fn review(updates: &[(DateTime<Utc>, Update)]) -> Option<(String, DateTime<Utc>)> {
    let (at, update) = updates.iter().rev().find(|(_, update)| update.status == "postmortem")?;
    Some((update.body.clone().filter(|body| !body.trim().is_empty())?, *at))
}

fn said(
    file: &str,
    path: &str,
    updates: Vec<(DateTime<Utc>, Update)>,
    word: impl Fn(&str) -> Option<String>,
) -> Result<Vec<PastUpdate>, String> {
    updates
        .into_iter()
        .map(|(said_at, update)| {
            let phase = word(&update.status).ok_or_else(|| unknown(file, path, "incident_updates.status", &update.status))?;
            Ok(PastUpdate { id: update.id.into(), phase, body: update.body.unwrap_or_default(), said_at })
        })
        .collect()
}

fn unknown(file: &str, path: &str, field: &str, word: &str) -> String {
    format!("{file}: {path}.{field}: “{}” is not a word this program knows", word.escape_debug())
}

fn severity(impact: &str) -> Option<Severity> {
    Some(match impact {
        "critical" => Severity::P1,
        "major" => Severity::P2,
        "minor" => Severity::P3,
        "none" | "maintenance" => Severity::P4,
        _ => return None,
    })
}

fn phase(status: &str) -> Option<Phase> {
    Some(match status {
        "investigating" => Phase::Investigating,
        "identified" => Phase::Identified,
        "monitoring" => Phase::Monitoring,
        "resolved" | "postmortem" => Phase::Resolved,
        _ => return None,
    })
}

fn phase_word(status: &str) -> Option<String> {
    phase(status).map(|phase| if status == "postmortem" { status.to_owned() } else { phase.to_string() })
}

fn maintenance_phase(status: &str) -> Option<MaintenancePhase> {
    status.parse().ok()
}

fn health(status: &str) -> Option<Health> {
    status.parse().ok()
}
