//! Scheduled maintenances, which are incidents with a window.

use super::{
    component::{self, Component},
    incident::{Incident, LIMIT},
    page::Stamp,
    update,
};
use crate::{
    domain::maintenance::MaintenancePhase,
    http::present::Promise,
    snapshot::{MaintenanceRecord, PublicState},
};
use serde::Serialize;

/// A maintenance.
#[derive(Debug, Serialize)]
pub(super) struct Maintenance<'a> {
    #[serde(flatten)]
    thread: Incident<'a>,
    scheduled_for: Stamp,
    scheduled_until: Stamp,
}

/// The maintenances in a phase that is wanted, the one that begins last first.
pub(super) fn list<'a>(
    state: &'a PublicState,
    components: &'a [Component<'a>],
    is_wanted: impl Fn(MaintenancePhase) -> bool,
) -> Vec<Maintenance<'a>> {
    let wanted = state.maintenances.iter().filter(|record| is_wanted(record.maintenance.phase));
    wanted.take(LIMIT).map(|record| one(state, components, record)).collect()
}

/// One maintenance.
pub(super) fn one<'a>(state: &'a PublicState, components: &'a [Component<'a>], record: &'a MaintenanceRecord) -> Maintenance<'a> {
    Maintenance {
        thread: thread(state, components, record),
        scheduled_for: Stamp(record.maintenance.starts_at),
        scheduled_until: Stamp(record.maintenance.ends_at),
    }
}

fn thread<'a>(state: &'a PublicState, components: &'a [Component<'a>], record: &'a MaintenanceRecord) -> Incident<'a> {
    let work = &record.maintenance;
    let components = component::hit(components, &record.impacts);
    let updated_at = record.updates.first().map_or(work.published_at, |newest| newest.said_at);
    // Work that was ended without a word ended as planned.
    let ended_at = || update::entered(&record.updates, work.phase.as_str()).unwrap_or(work.ends_at);
    Incident {
        id: work.id.as_str(),
        name: &work.title,
        status: update::status(work.phase.as_str()),
        created_at: Stamp(work.published_at),
        updated_at: Stamp(updated_at),
        monitoring_at: None,
        resolved_at: (!work.phase.is_open()).then(|| Stamp(ended_at())),
        impact: "maintenance",
        shortlink: format!("{}/maintenance/{}", state.url, work.id),
        started_at: Stamp(work.starts_at),
        page_id: &state.page_id,
        incident_updates: update::thread(work.id.as_str(), &record.updates, &record.impacts, &components, Promise::Past),
        components,
        reminder_intervals: (),
    }
}
