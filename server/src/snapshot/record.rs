//! Incidents and maintenances with all that belongs to them.

use crate::{
    domain::{
        health::Health,
        id::RegionId,
        impact::{Impact, Pair},
    },
    store::{incidents::Incident, maintenances::Maintenance, postmortems::Postmortem, updates::Update},
};
use serde::{Deserialize, Serialize};

/// An incident with its thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct IncidentRecord {
    /// The incident.
    pub incident: Incident,
    /// Its updates, newest first.
    pub updates: Vec<Update>,
    /// What it did, oldest first.
    pub impacts: Vec<Impact>,
    /// Its published review.
    pub postmortem: Option<Postmortem>,
}

/// A maintenance with its thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct MaintenanceRecord {
    /// The maintenance.
    pub maintenance: Maintenance,
    /// Its updates, newest first.
    pub updates: Vec<Update>,
    /// What it did, oldest first.
    pub impacts: Vec<Impact>,
}

impl IncidentRecord {
    /// Whether it did anything in `region`; one that names no place concerns every region.
    pub(crate) fn concerns(&self, region: &RegionId) -> bool {
        concerns(&self.impacts, region)
    }

    /// The pairs it ever hit with the worst health of each that still runs, or of all when none does.
    pub(crate) fn affected(&self) -> Vec<(Pair, Health)> {
        affected(&self.impacts)
    }
}

impl MaintenanceRecord {
    /// Whether it does anything in `region`; one that names no place concerns every region.
    pub(crate) fn concerns(&self, region: &RegionId) -> bool {
        concerns(&self.impacts, region)
    }

    /// The pairs it takes out.
    pub(crate) fn affected(&self) -> Vec<(Pair, Health)> {
        affected(&self.impacts)
    }
}

fn concerns(impacts: &[Impact], region: &RegionId) -> bool {
    impacts.is_empty() || impacts.iter().any(|impact| impact.pair.region == *region)
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
