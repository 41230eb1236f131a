//! Everything public at one moment.

use super::record::{IncidentRecord, MaintenanceRecord};
use crate::{
    domain::{
        appearance::Appearance,
        catalogue::Catalogue,
        health::Health,
        id::{ComponentId, IncidentId, MaintenanceId, RegionId},
        impact::{Impact, Pair},
        phase::Phase,
        severity::Severity,
        uptime::Weights,
    },
    store::translations::Translation,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, sync::Arc};

/// Everything public at one moment. What did not change is shared with the state before.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct PublicState {
    /// The page revision it shows.
    pub revision: i64,
    /// Changes whenever the page reads differently, for open pages to compare.
    pub version: String,
    /// When it was looked at.
    pub now: DateTime<Utc>,
    /// Since when nothing newer could be read, once that is longer than a moment.
    pub stale_since: Option<DateTime<Utc>>,
    /// A name for the page that programs keep: twelve letters and digits.
    pub page_id: String,
    /// The public address, without a slash at the end.
    pub url: String,
    /// The title of the page.
    pub title: String,
    /// How it looks.
    pub appearance: Appearance,
    /// The severities that a banner on other sites tells of, by the policy.
    #[serde(default)]
    pub banners: Vec<Severity>,
    /// What counts as down.
    #[serde(default)]
    pub weights: Weights,
    /// Regions, groups, components.
    pub catalogue: Catalogue,
    /// Every public incident, the one that began last first.
    pub incidents: Vec<Arc<IncidentRecord>>,
    /// Every maintenance, the one that begins last first.
    pub maintenances: Vec<Arc<MaintenanceRecord>>,
    /// What staff say in further languages.
    pub translations: Vec<Translation>,
    /// Whether only what is of late was read so far, of which nothing but the page itself may be made.
    #[serde(skip)]
    pub is_of_late: bool,
    /// When the newest update of an incident was said.
    #[serde(skip)]
    pub said_at: Option<DateTime<Utc>>,
    /// The health of every pair that is not operational now.
    #[serde(skip)]
    pub troubled: HashMap<Pair, Health>,
    /// Where an incident stands in `incidents`.
    #[serde(skip)]
    pub incident_places: HashMap<IncidentId, usize>,
    /// Where a maintenance stands in `maintenances`.
    #[serde(skip)]
    pub maintenance_places: HashMap<MaintenanceId, usize>,
}

impl PublicState {
    /// One incident.
    pub(crate) fn incident(&self, id: &str) -> Option<&Arc<IncidentRecord>> {
        self.incident_places.get(&IncidentId::from(id)).and_then(|place| self.incidents.get(*place))
    }

    /// One maintenance.
    pub(crate) fn maintenance(&self, id: &str) -> Option<&Arc<MaintenanceRecord>> {
        self.maintenance_places.get(&MaintenanceId::from(id)).and_then(|place| self.maintenances.get(*place))
    }

    /// The open incidents that concern a region, or all, worst severity first. The parts of a larger one that is open
    /// are told of in it, and so are left out.
    pub(crate) fn leading(&self, region: Option<&RegionId>) -> Vec<&Arc<IncidentRecord>> {
        let is_part = |record: &IncidentRecord| {
            let whole = record.incident.parent.as_ref().and_then(|id| self.incident(id.as_str()));
            whole.is_some_and(|whole| whole.incident.phase.is_open())
        };
        self.open(region).into_iter().filter(|record| !is_part(record)).collect()
    }

    /// The open incidents that concern a region, or all, worst severity first.
    pub(crate) fn open(&self, region: Option<&RegionId>) -> Vec<&Arc<IncidentRecord>> {
        let mut open: Vec<_> = self
            .incidents
            .iter()
            .filter(|record| record.incident.phase.is_open() && region.is_none_or(|region| record.concerns(region)))
            .collect();
        open.sort_by_key(|record| record.incident.severity);
        open
    }

    /// The parts of a larger incident, newest first.
    pub(crate) fn parts(&self, id: &IncidentId) -> impl Iterator<Item = &Arc<IncidentRecord>> {
        self.incidents.iter().filter(move |record| record.incident.parent.as_ref() == Some(id))
    }

    /// Every impact by the pair it hit. A false alarm did nothing (PRODUCT 3.8).
    pub(crate) fn impacts_by_pair(&self) -> HashMap<&Pair, Vec<&Impact>> {
        let mut by_pair: HashMap<&Pair, Vec<&Impact>> = HashMap::new();
        let real = self.incidents.iter().filter(|record| record.incident.phase != Phase::FalseAlarm);
        let of_incidents = real.flat_map(|record| &record.impacts);
        let of_maintenances = self.maintenances.iter().flat_map(|record| &record.impacts);
        for impact in of_incidents.chain(of_maintenances) {
            by_pair.entry(&impact.pair).or_default().push(impact);
        }
        by_pair
    }

    /// The health of a pair now: the worst of the impacts that run.
    pub(crate) fn health(&self, component: &ComponentId, region: &RegionId) -> Health {
        let pair = Pair { component: component.clone(), region: region.clone() };
        self.troubled.get(&pair).copied().unwrap_or(Health::Operational)
    }

    /// Works out what follows from the rest, after incidents and maintenances were put in order.
    pub(super) fn settle(&mut self) {
        let of_incidents =
            self.incidents.iter().filter(|record| record.incident.phase.is_open()).flat_map(|record| &record.impacts);
        let of_maintenances =
            self.maintenances.iter().filter(|record| record.maintenance.phase.is_open()).flat_map(|record| &record.impacts);
        self.troubled = HashMap::new();
        for impact in of_incidents.chain(of_maintenances).filter(|impact| impact.runs_at(self.now)) {
            let worst = self.troubled.entry(impact.pair.clone()).or_insert(impact.health);
            *worst = (*worst).max(impact.health);
        }
        let incidents = self.incidents.iter().enumerate();
        self.incident_places = incidents.map(|(place, record)| (record.incident.id.clone(), place)).collect();
        let maintenances = self.maintenances.iter().enumerate();
        self.maintenance_places = maintenances.map(|(place, record)| (record.maintenance.id.clone(), place)).collect();
        self.said_at = self.incidents.iter().filter_map(|record| record.updates.first()).map(|update| update.said_at).max();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{store::incidents::Incident, testing::at};

    fn record(id: &str, phase: Phase, parent: Option<&str>) -> Arc<IncidentRecord> {
        let incident = Incident {
            id: id.into(),
            title: id.to_owned(),
            severity: Severity::P2,
            phase,
            customers_affected: None,
            started_at: at("2026-03-01T09:00:00Z"),
            published_at: at("2026-03-01T09:00:00Z"),
            resolved_at: None,
            next_update_at: None,
            revision: 1,
            parent: parent.map(Into::into),
            eta_at: None,
            cause: String::new(),
            workaround: String::new(),
            drill: false,
        };
        Arc::new(IncidentRecord { incident, updates: Vec::new(), impacts: Vec::new(), postmortem: None })
    }

    #[test]
    fn a_part_is_told_of_in_the_whole_as_long_as_that_is_open() {
        for (phase, leading) in [(Phase::Identified, vec!["whole"]), (Phase::Resolved, vec!["part"])] {
            let incidents = vec![record("whole", phase, None), record("part", Phase::Identified, Some("whole"))];
            let mut state = PublicState { incidents, ..PublicState::default() };
            state.settle();
            let shown: Vec<&str> = state.leading(None).into_iter().map(|record| record.incident.id.as_str()).collect();
            assert_eq!(shown, leading);
            assert_eq!(state.parts(&"whole".into()).count(), 1);
        }
    }
}
