//! From the store to the public state. Only what changed since the state before is read.

use super::{
    record::{IncidentRecord, MaintenanceRecord},
    state::PublicState,
};
use crate::{
    domain::{
        id::{IncidentId, MaintenanceId},
        impact::Impact,
    },
    store::{self, Conn, StoreError, impacts, incidents, maintenances, postmortems, revision, settings, translations, updates},
};
use chrono::{DateTime, Utc};
use std::{collections::HashMap, sync::Arc};

/// The title of a page that nobody has named yet.
const TITLE: &str = "Service";

/// The state now, sharing with `before` what did not change.
pub(super) fn build(conn: &mut Conn, before: &PublicState, now: DateTime<Utc>) -> Result<PublicState, StoreError> {
    // The number is read first: what commits after it is read again next time.
    let revision = revision::current(conn)?;
    let changed = changed(conn, before.revision)?;
    let incidents =
        merge(&before.incidents, changed.incidents, |record| record.incident.id.clone(), |record| record.incident.started_at);
    let maintenances = merge(
        &before.maintenances,
        changed.maintenances,
        |record| record.maintenance.id.clone(),
        |record| record.maintenance.starts_at,
    );
    let mut state = PublicState {
        revision,
        version: before.version.clone(),
        now,
        stale_since: None,
        page_id: settings::get(conn, settings::PAGE_ID)?.unwrap_or_default(),
        url: before.url.clone(),
        title: settings::get(conn, settings::PAGE_TITLE)?.unwrap_or_else(|| TITLE.to_owned()),
        appearance: settings::appearance(conn)?,
        catalogue: store::catalogue::load(conn)?,
        translations: translations::list(conn)?,
        incidents,
        maintenances,
        ..PublicState::default()
    };
    state.settle();
    Ok(state)
}

struct Changed {
    incidents: Vec<Arc<IncidentRecord>>,
    maintenances: Vec<Arc<MaintenanceRecord>>,
}

fn changed(conn: &mut Conn, since: i64) -> Result<Changed, StoreError> {
    let incidents = incidents::changed_since(conn, since)?;
    let maintenances = maintenances::changed_since(conn, since)?;
    if incidents.is_empty() && maintenances.is_empty() {
        return Ok(Changed { incidents: Vec::new(), maintenances: Vec::new() });
    }
    let mut said_of_incidents: HashMap<IncidentId, Vec<updates::Update>> = HashMap::new();
    let mut said_of_maintenances: HashMap<MaintenanceId, Vec<updates::Update>> = HashMap::new();
    for update in updates::changed_since(conn, since)? {
        match (&update.incident_id, &update.maintenance_id) {
            (Some(id), _) => said_of_incidents.entry(id.clone()).or_default().push(update),
            (None, Some(id)) => said_of_maintenances.entry(id.clone()).or_default().push(update),
            (None, None) => {}
        }
    }
    let mut done_by_incidents: HashMap<IncidentId, Vec<Impact>> = HashMap::new();
    let mut done_by_maintenances: HashMap<MaintenanceId, Vec<Impact>> = HashMap::new();
    for row in impacts::changed_since(conn, since)? {
        let impact = row.impact();
        match (row.incident_id, row.maintenance_id) {
            (Some(id), _) => done_by_incidents.entry(id).or_default().push(impact),
            (None, Some(id)) => done_by_maintenances.entry(id).or_default().push(impact),
            (None, None) => {}
        }
    }
    let mut reviews: HashMap<IncidentId, postmortems::Postmortem> =
        postmortems::changed_since(conn, since)?.into_iter().map(|review| (review.incident.clone(), review)).collect();
    Ok(Changed {
        incidents: incidents
            .into_iter()
            .map(|incident| {
                let updates = said_of_incidents.remove(&incident.id).unwrap_or_default();
                let impacts = done_by_incidents.remove(&incident.id).unwrap_or_default();
                let postmortem = reviews.remove(&incident.id);
                Arc::new(IncidentRecord { incident, updates, impacts, postmortem })
            })
            .collect(),
        maintenances: maintenances
            .into_iter()
            .map(|maintenance| {
                let updates = said_of_maintenances.remove(&maintenance.id).unwrap_or_default();
                let impacts = done_by_maintenances.remove(&maintenance.id).unwrap_or_default();
                Arc::new(MaintenanceRecord { maintenance, updates, impacts })
            })
            .collect(),
    })
}

/// The old records with the changed ones in place of theirs, newest first. What is not public is left out.
fn merge<T: Public, K: Eq + std::hash::Hash, O: Ord>(
    old: &[Arc<T>],
    changed: Vec<Arc<T>>,
    key: impl Fn(&T) -> K,
    order: impl Fn(&T) -> O,
) -> Vec<Arc<T>> {
    if changed.is_empty() {
        return old.to_vec();
    }
    let mut records: HashMap<K, Arc<T>> = old.iter().map(|record| (key(record), Arc::clone(record))).collect();
    for record in changed {
        if record.is_public() {
            records.insert(key(&record), record);
        } else {
            records.remove(&key(&record));
        }
    }
    let mut merged: Vec<Arc<T>> = records.into_values().collect();
    merged.sort_by_cached_key(|record| std::cmp::Reverse((order(record), record.tie())));
    merged
}

trait Public {
    fn is_public(&self) -> bool;
    fn tie(&self) -> String;
}

impl Public for IncidentRecord {
    fn is_public(&self) -> bool {
        self.incident.phase.is_public()
    }

    fn tie(&self) -> String {
        self.incident.id.to_string()
    }
}

impl Public for MaintenanceRecord {
    fn is_public(&self) -> bool {
        true
    }

    fn tie(&self) -> String {
        self.maintenance.id.to_string()
    }
}
