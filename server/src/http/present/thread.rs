//! The page of one incident or maintenance.

use super::{
    entries, frame,
    time::{length, moment},
    tone::{self, listed, regions, tone},
};
use crate::{
    domain::{health::Health, phase::Phase},
    markdown,
    snapshot::{IncidentRecord, MaintenanceRecord, PublicState},
    store::updates::Update,
};
use allclear_app::{
    Tone,
    pages::incident::Incident,
    pieces::{Fact, Post, State},
};

/// The page of an incident.
pub(crate) fn incident(state: &PublicState, record: &IncidentRecord) -> Incident {
    let incident = &record.incident;
    let affected = record.affected();
    let worst = tone::open_tone(affected.iter().map(|(_, health)| *health).max());
    let mut facts = vec![Fact::Moment("Started", moment(incident.started_at))];
    if let Some(end) = incident.resolved_at {
        facts.push(Fact::Moment("Resolved", moment(end)));
        facts.push(Fact::Text("Lasted", length(end - incident.started_at)));
    }
    if incident.phase.is_open() {
        match incident.next_update_at {
            Some(next) if next > state.now => facts.push(Fact::Moment("Next update by", moment(next))),
            Some(_) => facts.push(Fact::Text("Next update", "is late".to_owned())),
            None => {}
        }
    }
    if let Some(percent) = incident.customers_affected {
        facts.push(Fact::Text("Customers affected", format!("about {percent} %")));
    }
    facts.extend(places(state, &affected, incident.phase.is_open()));
    let now = match incident.phase {
        Phase::Resolved => State { word: "Resolved".to_owned(), ..State::of(Tone::Operational) },
        Phase::FalseAlarm => State { word: "False alarm".to_owned(), ..State::of(Tone::Unknown) },
        _ if affected.is_empty() => State { word: "Open".to_owned(), ..State::of(worst) },
        _ => State::of(worst),
    };
    Incident {
        frame: frame(state, &format!("{}: {}", incident.phase.label(), incident.title), None),
        title: incident.title.clone(),
        severity: Some(incident.severity.label().to_owned()),
        state: now,
        phase: if incident.phase.is_open() { incident.phase.label().to_owned() } else { String::new() },
        facts,
        posts: posts(&record.updates, worst),
    }
}

/// The page of a maintenance.
pub(crate) fn maintenance(state: &PublicState, record: &MaintenanceRecord) -> Incident {
    let maintenance = &record.maintenance;
    let mut facts =
        vec![Fact::Moment("Begins", moment(maintenance.starts_at)), Fact::Moment("Ends", moment(maintenance.ends_at))];
    facts.extend(places(state, &record.affected(), maintenance.phase.is_open()));
    Incident {
        frame: frame(state, &format!("Maintenance: {}", maintenance.title), None),
        title: maintenance.title.clone(),
        severity: None,
        state: State { word: "Planned maintenance".to_owned(), ..State::of(Tone::Maintenance) },
        phase: entries::phase(state, record),
        facts,
        posts: posts(&record.updates, Tone::Maintenance),
    }
}

/// Updates as posts; the end is drawn as well, the rest in the look of the trouble.
pub(crate) fn posts(updates: &[Update], worst: Tone) -> Vec<Post> {
    updates
        .iter()
        .map(|update| Post {
            id: update.id.to_string(),
            tone: match update.phase.as_str() {
                "resolved" | "completed" => Tone::Operational,
                _ => worst,
            },
            phase: phase_label(&update.phase),
            said_at: moment(update.said_at),
            body_html: markdown::to_html(&update.body),
        })
        .collect()
}

fn phase_label(word: &str) -> String {
    let incident = word.parse::<Phase>().map(|phase| phase.label().to_owned());
    let maintenance = || word.parse::<crate::domain::maintenance::MaintenancePhase>().map(|phase| phase.label().to_owned());
    incident.or_else(|_| maintenance()).unwrap_or_else(|_| word.to_owned())
}

fn places(state: &PublicState, affected: &[(crate::domain::impact::Pair, Health)], open: bool) -> Vec<Fact> {
    if affected.is_empty() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    if state.catalogue.regions.len() > 1 {
        facts.push(Fact::Text("Regions", listed(&regions(&state.catalogue, affected))));
    }
    let states = affected.iter().map(|(pair, health)| State::at(tone(*health), tone::named(&state.catalogue, pair))).collect();
    facts.push(Fact::States(if open { "Components" } else { "Components were" }, states));
    facts
}
