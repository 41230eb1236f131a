//! Incidents and maintenances as lines of a list.

use super::{
    prose::{self, Promise},
    thread::{maintenance_phase, phase_label, promised},
    time::{left, moment},
    tone,
    view::View,
};
use crate::{
    domain::phase::Phase,
    locale,
    snapshot::{IncidentRecord, MaintenanceRecord},
};
use allclear_app::{Tone, pieces::Entry};

/// An incident with its last word, which is left out where lists are long.
pub(super) fn incident(view: View<'_>, record: &IncidentRecord, with_body: bool) -> Entry {
    let (incident, lang) = (&record.incident, view.lang);
    let affected = record.affected();
    let mut facts = vec![tone::severity(lang, incident.severity)];
    facts.push(match incident.resolved_at {
        Some(end) => locale::length(lang, end - incident.started_at),
        None => lang.say("ongoing"),
    });
    facts.extend(tone::places(view, &affected));
    let newest = record.updates.iter().find(|update| update.phase != "postmortem").filter(|_| with_body);
    Entry {
        tone: match incident.phase {
            Phase::Resolved => Tone::Operational,
            Phase::FalseAlarm => Tone::Unknown,
            _ => tone::open_tone(affected.iter().map(|(_, health)| *health).max()),
        },
        title: incident.title.clone(),
        href: view.plain(&format!("/incidents/{}", incident.id)),
        phase: phase_label(lang, incident.phase.as_str()),
        facts,
        body_html: newest.map(|update| prose::html(lang, &update.body, promised(view, record))).unwrap_or_default(),
        ..Entry::default()
    }
}

/// A maintenance with its window, and how long it is until it begins or ends.
pub(super) fn maintenance(view: View<'_>, record: &MaintenanceRecord, with_body: bool) -> Entry {
    let (maintenance, lang) = (&record.maintenance, view.lang);
    let newest = record.updates.first().filter(|_| with_body);
    Entry {
        tone: Tone::Maintenance,
        title: maintenance.title.clone(),
        href: view.plain(&format!("/maintenance/{}", maintenance.id)),
        phase: maintenance_phase(view, record),
        window: Some((moment(lang, maintenance.starts_at), moment(lang, maintenance.ends_at))),
        counting: counting(view, record),
        facts: tone::places(view, &record.affected()).into_iter().collect(),
        body_html: newest.map(|update| prose::html(lang, &update.body, Promise::Past)).unwrap_or_default(),
    }
}

/// The time that is left until open work begins or ends; none once both have passed.
pub(super) fn counting(view: View<'_>, record: &MaintenanceRecord) -> Option<allclear_app::pieces::At> {
    let maintenance = &record.maintenance;
    let ahead = [maintenance.starts_at, maintenance.ends_at].into_iter().find(|time| *time > view.state.now);
    // How long until the end would read like how long until the start; the end stands among the facts.
    ahead
        .filter(|_| maintenance.phase.is_open() && !maintenance.phase.is_running())
        .map(|time| left(view.lang, time, view.state.now))
}
