//! Maintenance as calendars tell it.

use super::news::covers;
use crate::{
    domain::{
        filter::{Filter, Kind},
        maintenance::MaintenancePhase,
    },
    feeds::ical::{Calendar, Window},
    http::present::{self, View},
    snapshot::MaintenanceRecord,
};
use allclear_app::say;
use chrono::TimeDelta;

/// What is over leaves the calendar after this; what was called off has then been seen by every reader (bar F-4).
const KEPT: TimeDelta = TimeDelta::days(180);

/// The calendar of what the filter wants.
pub(super) fn calendar(view: View<'_>, filter: &Filter) -> Calendar {
    let state = view.state;
    let recent = state.maintenances.iter().filter(|record| record.maintenance.ends_at > state.now - KEPT);
    // Planned work has no severity: who asks for one asks for incidents alone.
    let is_asked_for = filter.kinds.contains(&Kind::Maintenance) && filter.severities.is_none();
    let wanted = recent.filter(|record| is_asked_for && covers(state, &record.impacts, filter));
    let windows = wanted.map(|record| window(view, record)).collect();
    Calendar {
        name: say!(view.lang, "calendar-title", brand = state.title.as_str()),
        lang: view.lang,
        method: "PUBLISH",
        windows,
    }
}

/// The calendar of one maintenance.
pub(super) fn of_one(view: View<'_>, record: &MaintenanceRecord) -> Calendar {
    Calendar { name: record.maintenance.title.clone(), lang: view.lang, method: "PUBLISH", windows: vec![window(view, record)] }
}

fn window(view: View<'_>, record: &MaintenanceRecord) -> Window {
    let maintenance = &record.maintenance;
    let host = view.state.url.split("://").nth(1).unwrap_or_default();
    Window {
        uid: format!("{}@{host}", maintenance.id),
        title: maintenance.title.clone(),
        text: record
            .updates
            .first()
            .map(|update| present::plain(view.lang, &update.body, present::Promise::Past))
            .unwrap_or_default(),
        link: format!("{}/maintenance/{}", view.state.url, maintenance.id),
        starts_at: maintenance.starts_at,
        ends_at: maintenance.ends_at,
        changed_at: record.updates.first().map_or(maintenance.published_at, |update| update.said_at),
        sequence: u32::try_from(maintenance.sequence).unwrap_or_default(),
        cancelled: maintenance.phase == MaintenancePhase::Cancelled,
    }
}
