//! Everything public at one moment.

use crate::{
    domain::{
        catalogue::Catalogue,
        health::Health,
        id::{ComponentId, IncidentId, MaintenanceId, RegionId},
        impact::{Impact, Pair},
    },
    store::{incidents::Incident, maintenances::Maintenance, updates::Update},
};
use chrono::{DateTime, Utc};
use std::{collections::HashMap, sync::Arc};

/// An incident with its thread.
#[derive(Clone, Debug)]
pub(crate) struct IncidentRecord {
    /// The incident.
    pub incident: Incident,
    /// Its updates, newest first.
    pub updates: Vec<Update>,
    /// What it did, oldest first.
    pub impacts: Vec<Impact>,
}

/// A maintenance with its thread.
#[derive(Clone, Debug)]
pub(crate) struct MaintenanceRecord {
    /// The maintenance.
    pub maintenance: Maintenance,
    /// Its updates, newest first.
    pub updates: Vec<Update>,
    /// What it did, oldest first.
    pub impacts: Vec<Impact>,
}

/// Everything public at one moment. What did not change is shared with the state before.
#[derive(Clone, Debug, Default)]
pub(crate) struct PublicState {
    /// The page revision it shows.
    pub revision: i64,
    /// When it was looked at.
    pub now: DateTime<Utc>,
    /// The title of the page.
    pub title: String,
    /// Regions, groups, components.
    pub catalogue: Catalogue,
    /// Every public incident, the one that began last first.
    pub incidents: Vec<Arc<IncidentRecord>>,
    /// Every maintenance, the one that begins last first.
    pub maintenances: Vec<Arc<MaintenanceRecord>>,
    /// Where an incident stands in `incidents`.
    pub incident_places: HashMap<IncidentId, usize>,
    /// Where a maintenance stands in `maintenances`.
    pub maintenance_places: HashMap<MaintenanceId, usize>,
}

impl IncidentRecord {
    /// Whether it did anything in `region`; one that names no place concerns every region.
    pub(crate) fn concerns(&self, region: &RegionId) -> bool {
        self.impacts.is_empty() || self.impacts.iter().any(|impact| impact.pair.region == *region)
    }

    /// The pairs it ever hit with the worst health of each that still runs, or of all when none does.
    pub(crate) fn affected(&self) -> Vec<(Pair, Health)> {
        affected(&self.impacts)
    }
}

impl MaintenanceRecord {
    /// Whether it does anything in `region`; one that names no place concerns every region.
    pub(crate) fn concerns(&self, region: &RegionId) -> bool {
        self.impacts.is_empty() || self.impacts.iter().any(|impact| impact.pair.region == *region)
    }

    /// The pairs it takes out.
    pub(crate) fn affected(&self) -> Vec<(Pair, Health)> {
        affected(&self.impacts)
    }
}

fn affected(impacts: &[Impact]) -> Vec<(Pair, Health)> {
    let runs = impacts.iter().any(|impact| impact.until.is_none());
    let mut pairs: Vec<(Pair, Health)> = Vec::new();
    for impact in impacts.iter().filter(|impact| !runs || impact.until.is_none()) {
        match pairs.iter_mut().find(|(pair, _)| *pair == impact.pair) {
            Some((_, health)) => *health = (*health).max(impact.health),
            None => pairs.push((impact.pair.clone(), impact.health)),
        }
    }
    pairs
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

    /// Every impact by the pair it hit.
    pub(crate) fn impacts_by_pair(&self) -> HashMap<&Pair, Vec<&Impact>> {
        let mut by_pair: HashMap<&Pair, Vec<&Impact>> = HashMap::new();
        let of_incidents = self.incidents.iter().flat_map(|record| &record.impacts);
        let of_maintenances = self.maintenances.iter().flat_map(|record| &record.impacts);
        for impact in of_incidents.chain(of_maintenances) {
            by_pair.entry(&impact.pair).or_default().push(impact);
        }
        by_pair
    }

    /// The health of a pair now: the worst of the impacts that run.
    pub(crate) fn health(&self, component: &ComponentId, region: &RegionId) -> Health {
        let of_incidents =
            self.incidents.iter().filter(|record| record.incident.phase.is_open()).flat_map(|record| &record.impacts);
        let of_maintenances =
            self.maintenances.iter().filter(|record| record.maintenance.phase.is_open()).flat_map(|record| &record.impacts);
        of_incidents
            .chain(of_maintenances)
            .filter(|impact| impact.pair.component == *component && impact.pair.region == *region && impact.runs_at(self.now))
            .map(|impact| impact.health)
            .max()
            .unwrap_or(Health::Operational)
    }
}
