//! A past to be written down at once: what an import reads or the demonstration makes up.

use super::{
    health::Health,
    id::{ComponentId, GroupId, IncidentId, MaintenanceId, UpdateId},
    maintenance::MaintenancePhase,
    phase::Phase,
    region::RegionDraft,
    severity::Severity,
};
use chrono::{DateTime, Utc};

/// Everything that happened, in the ids of its source.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// The name of the page it was on, when known.
    pub title: Option<String>,
    /// The regions it happened in.
    pub regions: Vec<RegionDraft>,
    /// Groups by id and name, in order.
    pub groups: Vec<(GroupId, String)>,
    /// Components, in order.
    pub components: Vec<PastComponent>,
    /// Incidents.
    pub incidents: Vec<PastIncident>,
    /// Maintenances.
    pub maintenances: Vec<PastMaintenance>,
}

/// A component as its source knew it.
#[derive(Clone, Debug)]
pub(crate) struct PastComponent {
    /// Its id.
    pub id: ComponentId,
    /// Its name.
    pub name: String,
    /// One sentence, or nothing.
    pub description: String,
    /// Its group.
    pub group: Option<GroupId>,
    /// Codes of the regions it runs in.
    pub regions: Vec<String>,
    /// Since when its health is known.
    pub known_since: DateTime<Utc>,
}

/// One message of a thread.
#[derive(Clone, Debug)]
pub(crate) struct PastUpdate {
    /// Its id.
    pub id: UpdateId,
    /// The phase it set, as a word.
    pub phase: String,
    /// Its text.
    pub body: String,
    /// When it was said.
    pub said_at: DateTime<Utc>,
}

/// What was hit, how, and for how long.
#[derive(Clone, Debug)]
pub(crate) struct PastImpact {
    /// The component.
    pub component: ComponentId,
    /// The region, by code.
    pub region: String,
    /// Its health.
    pub health: Health,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; open while it goes on.
    pub until: Option<DateTime<Utc>>,
}

/// An incident with all that was said of it.
#[derive(Clone, Debug)]
pub(crate) struct PastIncident {
    /// Its id.
    pub id: IncidentId,
    /// The larger incident that it was part of.
    pub parent: Option<IncidentId>,
    /// Its published review and when it was published.
    pub postmortem: Option<(String, DateTime<Utc>)>,
    /// What was wrong.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// Where it stands.
    pub phase: Phase,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was over.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When the next update is due.
    pub next_update_at: Option<DateTime<Utc>>,
    /// Percent of customers hit.
    pub customers_affected: Option<i32>,
    /// Its updates, oldest first.
    pub updates: Vec<PastUpdate>,
    /// What it did.
    pub impacts: Vec<PastImpact>,
}

/// A maintenance with all that was said of it.
#[derive(Clone, Debug)]
pub(crate) struct PastMaintenance {
    /// Its id.
    pub id: MaintenanceId,
    /// What was done.
    pub title: String,
    /// Where it stands.
    pub phase: MaintenancePhase,
    /// The window's start.
    pub starts_at: DateTime<Utc>,
    /// The window's end.
    pub ends_at: DateTime<Utc>,
    /// When it was announced.
    pub published_at: DateTime<Utc>,
    /// Its updates, oldest first.
    pub updates: Vec<PastUpdate>,
    /// What it did.
    pub impacts: Vec<PastImpact>,
}
