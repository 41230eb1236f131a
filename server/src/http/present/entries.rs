//! Incidents and maintenances as lines of a list.

use super::{
    time::{length, moment},
    tone::{self, components, listed, regions},
};
use crate::{
    domain::{maintenance::MaintenancePhase, phase::Phase},
    markdown,
    snapshot::{IncidentRecord, MaintenanceRecord, PublicState},
};
use allclear_app::{Tone, pieces::Entry};

/// An incident with its last word, which is left out where lists are long.
pub(super) fn incident(state: &PublicState, record: &IncidentRecord, with_body: bool) -> Entry {
    let incident = &record.incident;
    let affected = record.affected();
    let mut facts = vec![incident.severity.label().to_owned()];
    match incident.resolved_at {
        Some(end) => facts.push(length(end - incident.started_at)),
        None => facts.push("ongoing".to_owned()),
    }
    facts.extend(places(state, &affected));
    let newest = record.updates.first().filter(|_| with_body);
    Entry {
        tone: match incident.phase {
            Phase::Resolved => Tone::Operational,
            Phase::FalseAlarm => Tone::Unknown,
            _ => tone::open_tone(affected.iter().map(|(_, health)| *health).max()),
        },
        title: incident.title.clone(),
        href: format!("/incidents/{}", incident.id),
        phase: incident.phase.label().to_owned(),
        window: None,
        facts,
        body_html: newest.map(|update| markdown::to_html(&update.body)).unwrap_or_default(),
    }
}

/// A maintenance with its window.
pub(super) fn maintenance(state: &PublicState, record: &MaintenanceRecord, with_body: bool) -> Entry {
    let maintenance = &record.maintenance;
    let newest = record.updates.first().filter(|_| with_body);
    Entry {
        tone: Tone::Maintenance,
        title: maintenance.title.clone(),
        href: format!("/maintenance/{}", maintenance.id),
        phase: phase(state, record),
        window: Some((moment(maintenance.starts_at), moment(maintenance.ends_at))),
        facts: places(state, &record.affected()).into_iter().collect(),
        body_html: newest.map(|update| markdown::to_html(&update.body)).unwrap_or_default(),
    }
}

/// The phase in words; what should be over and is not runs over (PRODUCT 5).
pub(super) fn phase(state: &PublicState, record: &MaintenanceRecord) -> String {
    let maintenance = &record.maintenance;
    match maintenance.phase {
        MaintenancePhase::InProgress | MaintenancePhase::Verifying if maintenance.ends_at <= state.now => {
            "Running over".to_owned()
        }
        phase => phase.label().to_owned(),
    }
}

fn places(state: &PublicState, affected: &[(crate::domain::impact::Pair, crate::domain::health::Health)]) -> Option<String> {
    if affected.is_empty() {
        return None;
    }
    let names = listed(&components(&state.catalogue, affected));
    let places = regions(&state.catalogue, affected);
    let everywhere = places.len() == state.catalogue.regions.len();
    Some(if everywhere { names } else { format!("{names} in {}", listed(&places)) })
}
