//! The documents: under which name, and what is in each.

use super::{
    component::{self, Component},
    incident::{self, Incident},
    maintenance::{self, Maintenance},
    page::Page,
    status::Status,
};
use crate::{
    domain::{maintenance::MaintenancePhase, phase::Phase},
    snapshot::PublicState,
};
use serde::Serialize;

/// A document that clients read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// Everything that matters now.
    Summary,
    /// The one sentence.
    Status,
    /// All components.
    Components,
    /// Incidents in every state.
    Incidents,
    /// Incidents that are open.
    Unresolved,
    /// Incidents that are over; undocumented, but the widget of Statuspage asks for it.
    Resolved,
    /// Maintenances in every state.
    Maintenances,
    /// Maintenances that have not begun.
    Upcoming,
    /// Maintenances under way.
    Active,
}

/// What a document may hold, in the order of Statuspage.
#[derive(Debug, Serialize)]
struct Body<'a> {
    page: Page<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<&'a [Component<'a>]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incidents: Option<Vec<Incident<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_maintenances: Option<Vec<Maintenance<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

impl Document {
    /// Every document.
    pub(super) const ALL: [Self; 9] = [
        Self::Summary,
        Self::Status,
        Self::Components,
        Self::Incidents,
        Self::Unresolved,
        Self::Resolved,
        Self::Maintenances,
        Self::Upcoming,
        Self::Active,
    ];

    /// The document with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|document| document.name() == name)
    }

    /// Its name, as it follows `/api/v2/`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary.json",
            Self::Status => "status.json",
            Self::Components => "components.json",
            Self::Incidents => "incidents.json",
            Self::Unresolved => "incidents/unresolved.json",
            Self::Resolved => "incidents/resolved.json",
            Self::Maintenances => "scheduled-maintenances.json",
            Self::Upcoming => "scheduled-maintenances/upcoming.json",
            Self::Active => "scheduled-maintenances/active.json",
        }
    }

    /// Its text. There is always one; should it not be writable, there is no such document.
    pub(super) fn text(self, state: &PublicState) -> Option<String> {
        let components = component::all(state);
        serde_json::to_string(&self.body(state, &components)).ok()
    }

    fn body<'a>(self, state: &'a PublicState, components: &'a [Component<'a>]) -> Body<'a> {
        let empty = Body { page: Page::of(state), components: None, incidents: None, scheduled_maintenances: None, status: None };
        let incidents = |is_wanted: fn(Phase) -> bool| Some(incident::list(state, components, is_wanted));
        let planned = |is_wanted: fn(MaintenancePhase) -> bool| Some(maintenance::list(state, components, is_wanted));
        match self {
            Self::Summary => Body {
                components: Some(components),
                incidents: incidents(Phase::is_open),
                scheduled_maintenances: planned(MaintenancePhase::is_open),
                status: Some(Status::of(state, components)),
                ..empty
            },
            Self::Status => Body { status: Some(Status::of(state, components)), ..empty },
            Self::Components => Body { components: Some(components), ..empty },
            Self::Incidents => Body { incidents: incidents(|_| true), ..empty },
            Self::Unresolved => Body { incidents: incidents(Phase::is_open), ..empty },
            Self::Resolved => Body { incidents: incidents(|phase| !phase.is_open()), ..empty },
            Self::Maintenances => Body { scheduled_maintenances: planned(|_| true), ..empty },
            Self::Upcoming => Body { scheduled_maintenances: planned(|phase| phase == MaintenancePhase::Scheduled), ..empty },
            Self::Active => Body { scheduled_maintenances: planned(is_active), ..empty },
        }
    }
}

fn is_active(phase: MaintenancePhase) -> bool {
    matches!(phase, MaintenancePhase::InProgress | MaintenancePhase::Verifying)
}
