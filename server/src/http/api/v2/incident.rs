//! Incidents.

use super::{
    component::{self, Component},
    page::Stamp,
    update::{self, Update},
};
use crate::{
    domain::{phase::Phase, severity::Severity},
    http::present::Promise,
    snapshot::{IncidentRecord, PublicState},
    store::incidents,
};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// An incident, and all of a maintenance but its window.
#[expect(clippy::struct_field_names, reason = "the names are those of Statuspage")]
#[derive(Debug, Serialize)]
pub(super) struct Incident<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub name: &'a str,
    /// Where it stands.
    pub status: &'a str,
    /// When the public was told.
    pub created_at: Stamp,
    /// When something was last said.
    pub updated_at: Stamp,
    /// When a fix began to be watched.
    pub monitoring_at: Option<Stamp>,
    /// When it was over. Exporters take whatever has this for over, so nothing open does.
    pub resolved_at: Option<Stamp>,
    /// How bad.
    pub impact: &'static str,
    /// Its page.
    pub shortlink: String,
    /// When it began.
    pub started_at: Stamp,
    /// The page it is on.
    pub page_id: &'a str,
    /// Newest first.
    pub incident_updates: Vec<Update<'a>>,
    /// What it hit, as it is now.
    pub components: Vec<&'a Component<'a>>,
    /// Always null.
    pub reminder_intervals: (),
}

/// Most incidents, or maintenances, in one document.
pub(super) const LIMIT: usize = 50;

/// The incidents in a phase that is wanted, newest first.
pub(super) fn list<'a>(
    state: &'a PublicState,
    components: &'a [Component<'a>],
    is_wanted: impl Fn(Phase) -> bool,
) -> Vec<Incident<'a>> {
    // One public incident, whatever parts it has (PRODUCT 3.6).
    let whole = state.incidents.iter().filter(|record| record.incident.parent.is_none());
    let wanted = whole.filter(|record| is_wanted(record.incident.phase));
    wanted.take(LIMIT).map(|record| one(state, components, record)).collect()
}

/// One incident.
pub(super) fn one<'a>(state: &'a PublicState, components: &'a [Component<'a>], record: &'a IncidentRecord) -> Incident<'a> {
    let incident = &record.incident;
    let components = component::hit(components, &record.impacts);
    let promise = Promise::of_incident(incident, state.now);
    let mut incident_updates = update::thread(incident.id.as_str(), &record.updates, &record.impacts, &components, promise);
    let said_at = record.updates.first().map_or(incident.published_at, |newest| newest.said_at);
    let reviewed_at = reviewed_at(record);
    let has_review = record.updates.iter().any(|update| update.phase == update::REVIEWED);
    if let (Some(at), Some(review), false) = (reviewed_at, &record.postmortem, has_review) {
        incident_updates.insert(0, update::review(incident.id.as_str(), review, at));
    }
    let resolved_at = (!incident.phase.is_open()).then(|| incident.resolved_at.unwrap_or(said_at));
    Incident {
        id: incident.id.as_str(),
        name: &incident.title,
        status: if reviewed_at.is_some() { update::REVIEWED } else { update::status(incident.phase.as_str()) },
        created_at: Stamp(incident.published_at),
        updated_at: Stamp(reviewed_at.map_or(said_at, |at| at.max(said_at))),
        monitoring_at: update::entered(&record.updates, Phase::Monitoring.as_str()).map(Stamp),
        resolved_at: resolved_at.map(Stamp),
        impact: impact(incident),
        shortlink: format!("{}/incidents/{}", state.url, incident.id),
        started_at: Stamp(incident.started_at),
        page_id: &state.page_id,
        incident_updates,
        components,
        reminder_intervals: (),
    }
}

/// When the review of what is over was published.
fn reviewed_at(record: &IncidentRecord) -> Option<DateTime<Utc>> {
    let review = record.postmortem.as_ref().filter(|_| record.incident.phase == Phase::Resolved)?;
    review.published_at
}

/// A severity in the words of Statuspage. What was no trouble had no impact.
fn impact(incident: &incidents::Incident) -> &'static str {
    if incident.phase == Phase::FalseAlarm {
        return "none";
    }
    match incident.severity {
        Severity::P1 => "critical",
        Severity::P2 => "major",
        Severity::P3 => "minor",
        Severity::P4 => "none",
    }
}
