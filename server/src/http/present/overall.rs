//! The one sentence: what is wrong and where, and what is well (PRODUCT 11).

use super::{
    time::moment,
    tone::{self, listed},
};
use crate::{
    domain::{catalogue::Region, health::Health},
    snapshot::{IncidentRecord, PublicState},
};
use allclear_app::{
    Tone,
    pages::home::{Overall, Promise},
};
use std::sync::Arc;

/// The state of a region, or of everything. Never well while an incident is open.
pub(super) fn overall(state: &PublicState, region: Option<&Region>) -> Overall {
    let open = state.open(region.map(|region| &region.id));
    if open.is_empty() {
        return without_incidents(state, region);
    }
    let worst = worst(state, region).filter(|health| *health != Health::UnderMaintenance);
    let sentence = match open.as_slice() {
        [only] => with_full_stop(&only.incident.title),
        several => format!("{} incidents are open.", several.len()),
    };
    Overall {
        tone: tone::open_tone(worst),
        sentence,
        rest: if region.is_none() { normal_regions(state, &open) } else { String::new() },
        since: open.iter().map(|record| record.incident.started_at).min().map(moment),
        next: promise(state, &open),
    }
}

fn without_incidents(state: &PublicState, region: Option<&Region>) -> Overall {
    let place = region.map(|region| format!(" in {}", region.name)).unwrap_or_default();
    let (tone, sentence) = match worst(state, region) {
        None => (Tone::Unknown, format!("Nothing is watched{place} yet.")),
        Some(Health::Operational) => (Tone::Operational, format!("All systems are operational{place}.")),
        Some(_) => (Tone::Maintenance, format!("Planned maintenance is under way{place}.")),
    };
    Overall { tone, sentence, ..Overall::default() }
}

/// The worst health of all pairs; none when there are no pairs.
fn worst(state: &PublicState, region: Option<&Region>) -> Option<Health> {
    let pairs = state
        .catalogue
        .components
        .iter()
        .flat_map(|component| component.placements.iter().map(move |(at, _)| (&component.id, at)));
    pairs.filter(|(_, at)| region.is_none_or(|region| region.id == **at)).map(|(component, at)| state.health(component, at)).max()
}

fn normal_regions(state: &PublicState, open: &[&Arc<IncidentRecord>]) -> String {
    let normal: Vec<&str> = state
        .catalogue
        .regions
        .iter()
        .filter(|region| open.iter().all(|record| !record.concerns(&region.id)))
        .map(|region| region.name.as_str())
        .collect();
    match normal.len() {
        0 => String::new(),
        1 => format!("{} is normal.", listed(&normal)),
        _ => format!("{} are normal.", listed(&normal)),
    }
}

/// The earliest promise, or that one was broken. A time that has passed is never shown.
fn promise(state: &PublicState, open: &[&Arc<IncidentRecord>]) -> Option<Promise> {
    let first = open.iter().filter_map(|record| record.incident.next_update_at).min()?;
    Some(if first <= state.now { Promise::Late } else { Promise::By(moment(first)) })
}

fn with_full_stop(title: &str) -> String {
    if title.ends_with(['.', '!', '?']) { title.to_owned() } else { format!("{title}.") }
}
