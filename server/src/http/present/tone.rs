//! Health as a look, and what is hit by its names.

use super::view::View;
use crate::{
    domain::{
        catalogue::Catalogue,
        health::Health,
        id::{ComponentId, RegionId},
        impact::Pair,
        severity::Severity,
    },
    locale,
};
use allclear_app::{Lang, Tone, say};

/// The look of a health.
pub(crate) fn tone(health: Health) -> Tone {
    match health {
        Health::Operational => Tone::Operational,
        Health::UnderMaintenance => Tone::Maintenance,
        Health::DegradedPerformance => Tone::Degraded,
        Health::PartialOutage => Tone::Partial,
        Health::MajorOutage => Tone::Major,
    }
}

/// The look of an open incident: never that of all well.
pub(crate) fn open_tone(worst: Option<Health>) -> Tone {
    match worst {
        None | Some(Health::Operational) => Tone::Degraded,
        Some(health) => tone(health),
    }
}

/// A severity as readers know it.
pub(crate) fn severity(lang: Lang, severity: Severity) -> String {
    lang.say(&format!("severity-{severity}"))
}

/// Component and region of a pair by name, for staff; the region is left out where there is only one.
pub(crate) fn named(catalogue: &Catalogue, pair: &Pair) -> String {
    let component = catalogue.component(pair.component.as_str()).map_or("A former component", |found| found.name.as_str());
    match catalogue.region(pair.region.as_str()) {
        Some(region) if catalogue.regions.len() > 1 => format!("{component}, {}", region.name),
        _ => component.to_owned(),
    }
}

/// Names of the components of pairs in one sentence, in the order of the catalogue.
pub(super) fn components(view: View<'_>, pairs: &[(Pair, Health)]) -> String {
    let hit = |id: &ComponentId| pairs.iter().any(|(pair, _)| pair.component == *id);
    let names: Vec<&str> =
        view.state.catalogue.components.iter().filter(|one| hit(&one.id)).map(|one| one.name.as_str()).collect();
    locale::list(view.lang, &names)
}

/// Names of the regions of pairs in one sentence, in the order of the catalogue.
pub(super) fn regions(view: View<'_>, pairs: &[(Pair, Health)]) -> String {
    locale::list(view.lang, &region_names(view, pairs))
}

fn region_names<'a>(view: View<'a>, pairs: &[(Pair, Health)]) -> Vec<&'a str> {
    let hit = |id: &RegionId| pairs.iter().any(|(pair, _)| pair.region == *id);
    view.state.catalogue.regions.iter().filter(|one| hit(&one.id)).map(|one| one.name.as_str()).collect()
}

/// What is hit and where, in one sentence; the regions are left out where it is all of them.
pub(super) fn places(view: View<'_>, affected: &[(Pair, Health)]) -> Option<String> {
    if affected.is_empty() {
        return None;
    }
    let names = components(view, affected);
    let places = region_names(view, affected);
    if places.len() == view.state.catalogue.regions.len() {
        return Some(names);
    }
    Some(say!(view.lang, "names-in-regions", names = names, regions = locale::list(view.lang, &places)))
}
