//! The one sentence over everything, and its word for programs.

use super::component::Component;
use crate::{domain::health::Health, snapshot::PublicState};
use serde::Serialize;

/// How everything is. Clients know five words; one more would break them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Status {
    /// `none`, `minor`, `major`, `critical` or `maintenance`.
    pub indicator: &'static str,
    /// The sentence that stands on the banner.
    pub description: &'static str,
}

/// Said at least while an incident is open.
const OPEN: Status = Status { indicator: "minor", description: "Minor Service Outage" };

impl Status {
    /// What the components say. Statuspage says that all is well while an incident that hits no component is open; we
    /// do not.
    pub(super) fn of(state: &PublicState, components: &[Component<'_>]) -> Self {
        let healths: Vec<Health> = components.iter().filter(|one| !one.group).map(|one| one.status).collect();
        let is_open = state.incidents.iter().any(|record| record.incident.phase.is_open());
        let is_mild = healths.iter().all(|health| *health <= Health::UnderMaintenance);
        if is_open && is_mild { OPEN } else { Self::of_healths(&healths) }
    }

    /// The sentence for these components: it is milder while not all are as bad as the worst.
    pub(super) fn of_healths(healths: &[Health]) -> Self {
        let worst = healths.iter().copied().max().unwrap_or(Health::Operational);
        let all = healths.iter().all(|health| *health == worst);
        let (indicator, description) = match (worst, all) {
            (Health::Operational, _) => ("none", "All Systems Operational"),
            (Health::UnderMaintenance, _) => ("maintenance", "Service Under Maintenance"),
            (Health::DegradedPerformance, false) => ("minor", "Partially Degraded Service"),
            (Health::DegradedPerformance, true) => ("minor", "Degraded System Service"),
            (Health::PartialOutage, false) => ("minor", "Minor Service Outage"),
            (Health::PartialOutage, true) | (Health::MajorOutage, false) => ("major", "Partial System Outage"),
            (Health::MajorOutage, true) => ("critical", "Major System Outage"),
        };
        Self { indicator, description }
    }
}
