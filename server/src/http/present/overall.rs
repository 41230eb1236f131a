//! The one sentence: what is wrong and where, and what is well (PRODUCT 11).

use super::{
    time::{left, moment},
    tone,
    view::View,
};
use crate::{domain::health::Health, locale, snapshot::IncidentRecord};
use allclear_app::{
    Tone,
    pages::home::{Overall, Promise},
    say,
};
use std::sync::Arc;

/// The state of a region, or of everything. Never well while an incident is open.
pub(crate) fn overall(view: View<'_>) -> Overall {
    let open = view.state.leading(view.region.map(|region| &region.id));
    if open.is_empty() {
        return without_incidents(view);
    }
    let worst = worst(view).filter(|health| *health != Health::UnderMaintenance);
    let sentence = match open.as_slice() {
        [only] => with_full_stop(&only.incident.title),
        several => say!(view.lang, "overall-incidents", count = several.len()),
    };
    Overall {
        tone: tone::open_tone(worst),
        sentence,
        rest: if view.region.is_none() { normal_regions(view, &open) } else { String::new() },
        since: open.iter().map(|record| record.incident.started_at).min().map(|time| moment(view.lang, time)),
        next: promise(view, &open),
    }
}

fn without_incidents(view: View<'_>) -> Overall {
    let (tone, key) = match worst(view) {
        None => (Tone::Unknown, "overall-unknown"),
        Some(Health::Operational) => (Tone::Operational, "overall-well"),
        Some(_) => (Tone::Maintenance, "overall-maintenance"),
    };
    let sentence = match view.region {
        None => view.lang.say(key),
        Some(region) => say!(view.lang, &format!("{key}-in"), region = region.name.as_str()),
    };
    Overall { tone, sentence, ..Overall::default() }
}

/// The worst health of all pairs; none when there are no pairs.
fn worst(view: View<'_>) -> Option<Health> {
    let components = view.state.catalogue.components.iter();
    let pairs = components.flat_map(|component| component.placements.iter().map(move |(at, _)| (&component.id, at)));
    let shown = pairs.filter(|(_, at)| view.region.is_none_or(|region| region.id == **at));
    shown.map(|(component, at)| view.state.health(component, at)).max()
}

fn normal_regions(view: View<'_>, open: &[&Arc<IncidentRecord>]) -> String {
    let regions = view.state.catalogue.regions.iter();
    let normal: Vec<&str> = regions
        .filter(|region| open.iter().all(|record| !record.concerns(&region.id)))
        .map(|region| region.name.as_str())
        .collect();
    if normal.is_empty() {
        return String::new();
    }
    say!(view.lang, "overall-normal", count = normal.len(), regions = locale::list(view.lang, &normal))
}

/// The earliest promise, or that one was broken. A time that has passed is never shown.
fn promise(view: View<'_>, open: &[&Arc<IncidentRecord>]) -> Option<Promise> {
    let first = open.iter().filter_map(|record| record.incident.next_update_at).min()?;
    let late = view.state.now - first;
    Some(if late >= chrono::TimeDelta::zero() {
        Promise::Late(locale::length(view.lang, late))
    } else {
        Promise::By(moment(view.lang, first), left(view.lang, first, view.state.now))
    })
}

fn with_full_stop(title: &str) -> String {
    if title.ends_with(['.', '!', '?', '。', '！', '？', '؟']) { title.to_owned() } else { format!("{title}.") }
}
