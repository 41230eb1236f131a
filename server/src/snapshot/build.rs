//! From the store to the public state. Only what changed since the state before is read.

use super::{
    record::{IncidentRecord, MaintenanceRecord},
    state::PublicState,
};
use crate::{
    domain::{
        id::{IncidentId, MaintenanceId},
        impact::Impact,
        policy::Policy,
        severity::Severity,
    },
    store::{
        self, Conn, StoreError,
        extent::{Extent, Owners},
        impacts,
        incidents::{self, Incident},
        maintenances::{self, Maintenance},
        policies, postmortems, revision, settings, translations, updates,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// So many changed records are put in place one by one; more are sorted in.
const FEW: usize = 16;
/// The title of a page that nobody has named yet.
const TITLE: &str = "Service";

/// What is read first: what goes on, what was hit in the days of the bars, and what was said in the days that are told of.
const HIT: TimeDelta = TimeDelta::days(91);
const SAID: TimeDelta = TimeDelta::days(15);

/// The state now, sharing with `before` what did not change.
pub(super) fn build(conn: &mut Conn, before: &PublicState, now: DateTime<Utc>) -> Result<PublicState, StoreError> {
    if before.revision == 0 || before.is_of_late {
        let nothing = PublicState { incidents: Vec::new(), maintenances: Vec::new(), ..before.clone() };
        return read(conn, &nothing, Extent::All, now);
    }
    read(conn, before, Extent::ChangedAfter(before.revision), now)
}

/// As much of the state now as the page itself shows: a long past takes a while.
pub(super) fn build_of_late(conn: &mut Conn, url: String, now: DateTime<Utc>) -> Result<PublicState, StoreError> {
    let nothing = PublicState { url, ..PublicState::default() };
    let mut state = read(conn, &nothing, Extent::Since(now - HIT), now)?;
    state.said_at = updates::newest(conn)?;
    state.is_of_late = true;
    Ok(state)
}

/// The state now: what `before` knows, and what is read.
fn read(conn: &mut Conn, before: &PublicState, extent: Extent, now: DateTime<Utc>) -> Result<PublicState, StoreError> {
    // The number is read first: what commits after it is read again next time.
    let revision = revision::current(conn)?;
    let changed = changed(conn, extent, now - SAID)?;
    let incidents = merge(&before.incidents, changed.incidents);
    let maintenances = merge(&before.maintenances, changed.maintenances);
    let mut state = PublicState {
        revision,
        version: before.version.clone(),
        now,
        stale_since: None,
        page_id: settings::get(conn, settings::PAGE_ID)?.unwrap_or_default(),
        url: before.url.clone(),
        title: settings::get(conn, settings::PAGE_TITLE)?.unwrap_or_else(|| TITLE.to_owned()),
        appearance: settings::appearance(conn)?,
        banners: banners(&policies::current(conn)?.policy),
        weights: settings::terms(conn)?.weights,
        catalogue: store::catalogue::load(conn)?,
        translations: translations::list(conn)?,
        incidents,
        maintenances,
        ..PublicState::default()
    };
    state.settle();
    Ok(state)
}

fn banners(policy: &Policy) -> Vec<Severity> {
    Severity::ALL.iter().copied().filter(|severity| policy.rule(*severity).banner).collect()
}

/// What belongs to each incident, and to each maintenance.
struct Belongings<T> {
    incidents: HashMap<IncidentId, Vec<T>>,
    maintenances: HashMap<MaintenanceId, Vec<T>>,
}

impl<T> Belongings<T> {
    fn of(rows: Vec<T>, owner: impl Fn(&T) -> (Option<IncidentId>, Option<MaintenanceId>)) -> Self {
        let mut all = Self { incidents: HashMap::new(), maintenances: HashMap::new() };
        for row in rows {
            match owner(&row) {
                (Some(id), _) => all.incidents.entry(id).or_default().push(row),
                (None, Some(id)) => all.maintenances.entry(id).or_default().push(row),
                (None, None) => {}
            }
        }
        all
    }
}

fn all_done(rows: Option<Vec<impacts::Row>>) -> Vec<Impact> {
    rows.unwrap_or_default().iter().map(impacts::Row::impact).collect()
}

struct Changed {
    incidents: Vec<Arc<IncidentRecord>>,
    maintenances: Vec<Arc<MaintenanceRecord>>,
}

/// Whose impacts are read, and whose updates: before everything else only what was said recently.
fn owners<'a>(
    extent: Extent,
    incidents: &'a [Incident],
    maintenances: &'a [Maintenance],
    recently: DateTime<Utc>,
) -> [Owners<'a>; 2] {
    let all = Owners::These(incidents.iter().map(|one| &one.id).collect(), maintenances.iter().map(|one| &one.id).collect());
    match extent {
        Extent::All => [Owners::All, Owners::All],
        Extent::ChangedAfter(_) => [all.clone(), all],
        Extent::Since(_) => {
            let recent = incidents.iter().filter(|one| one.resolved_at.is_none_or(|end| end >= recently));
            let open = maintenances.iter().filter(|one| one.phase.is_open());
            [all, Owners::These(recent.map(|one| &one.id).collect(), open.map(|one| &one.id).collect())]
        }
    }
}

fn changed(conn: &mut Conn, extent: Extent, recently: DateTime<Utc>) -> Result<Changed, StoreError> {
    let incidents = incidents::within(conn, extent)?;
    let maintenances = maintenances::within(conn, extent)?;
    if incidents.is_empty() && maintenances.is_empty() {
        return Ok(Changed { incidents: Vec::new(), maintenances: Vec::new() });
    }
    let [owners, talked_of] = owners(extent, &incidents, &maintenances, recently);
    let said = updates::of(conn, &talked_of)?;
    let mut said = Belongings::of(said, |update| (update.incident_id.clone(), update.maintenance_id.clone()));
    let done = impacts::of(conn, &owners)?;
    let mut done = Belongings::of(done, |row| (row.incident_id.clone(), row.maintenance_id.clone()));
    // What the parts of a cascade do, the whole does.
    let wholes: HashSet<&IncidentId> = incidents.iter().map(|incident| &incident.id).collect();
    for (part, whole) in incidents::all_parts(conn)?.into_iter().filter(|(_, whole)| wholes.contains(whole)) {
        done.incidents.entry(whole).or_default().extend(impacts::of_incident(conn, &part)?);
    }
    let mut reviews: HashMap<IncidentId, postmortems::Postmortem> =
        postmortems::of(conn, &owners)?.into_iter().map(|review| (review.incident.clone(), review)).collect();
    Ok(Changed {
        incidents: incidents
            .into_iter()
            .map(|incident| {
                let updates = said.incidents.remove(&incident.id).unwrap_or_default();
                let impacts = all_done(done.incidents.remove(&incident.id));
                let postmortem = reviews.remove(&incident.id);
                Arc::new(IncidentRecord { incident, updates, impacts, postmortem })
            })
            .collect(),
        maintenances: maintenances
            .into_iter()
            .map(|maintenance| {
                let updates = said.maintenances.remove(&maintenance.id).unwrap_or_default();
                let impacts = all_done(done.maintenances.remove(&maintenance.id));
                Arc::new(MaintenanceRecord { maintenance, updates, impacts })
            })
            .collect(),
    })
}

/// The old records with the changed ones in place of theirs, newest first. What is not public is left out.
///
/// Most changes touch one record of thousands: only that one is taken out and put where it belongs.
fn merge<T: Public>(old: &[Arc<T>], changed: Vec<Arc<T>>) -> Vec<Arc<T>> {
    let touched: HashSet<&str> = changed.iter().map(|record| record.id()).collect();
    let mut merged: Vec<Arc<T>> = old.iter().filter(|record| !touched.contains(record.id())).cloned().collect();
    drop(touched);
    let changed = changed.into_iter().filter(|record| record.is_public());
    if changed.size_hint().1.is_some_and(|most| most > FEW) {
        merged.extend(changed);
        merged.sort_by(|a, b| b.order().cmp(&a.order()));
        return merged;
    }
    for record in changed {
        let place = merged.partition_point(|other| other.order() > record.order());
        merged.insert(place, record);
    }
    merged
}

trait Public {
    fn is_public(&self) -> bool;
    fn id(&self) -> &str;
    /// By when it began, and for what began together by id.
    fn order(&self) -> (DateTime<Utc>, &str);
}

impl Public for IncidentRecord {
    fn is_public(&self) -> bool {
        !self.incident.drill
    }

    fn id(&self) -> &str {
        self.incident.id.as_str()
    }

    fn order(&self) -> (DateTime<Utc>, &str) {
        (self.incident.started_at, self.id())
    }
}

impl Public for MaintenanceRecord {
    fn is_public(&self) -> bool {
        true
    }

    fn id(&self) -> &str {
        self.maintenance.id.as_str()
    }

    fn order(&self) -> (DateTime<Utc>, &str) {
        (self.maintenance.starts_at, self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Thing(String, i64, bool);

    impl Public for Thing {
        fn is_public(&self) -> bool {
            self.2
        }

        fn id(&self) -> &str {
            &self.0
        }

        fn order(&self) -> (DateTime<Utc>, &str) {
            (DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(self.1), &self.0)
        }
    }

    proptest! {
        #[test]
        fn putting_in_place_is_the_same_as_sorting(
            old in proptest::collection::btree_map("[a-z]{1,2}", 0..50i64, 0..120),
            changed in proptest::collection::btree_map("[a-z]{1,2}", (0..50i64, any::<bool>()), 0..6),
        ) {
            let old = merge(&[], old.into_iter().map(|(id, at)| Arc::new(Thing(id, at, true))).collect());
            let changed: Vec<Arc<Thing>> = changed.into_iter().map(|(id, (at, public))| Arc::new(Thing(id, at, public))).collect();
            let merged = merge(&old, changed.clone());
            let mut expected: Vec<Arc<Thing>> = old.into_iter().filter(|one| changed.iter().all(|other| other.0 != one.0)).collect();
            expected.extend(changed.into_iter().filter(|one| one.2));
            expected.sort_by(|a, b| b.order().cmp(&a.order()));
            prop_assert_eq!(merged, expected);
        }
    }
}
