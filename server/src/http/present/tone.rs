//! Health as a look, and pairs by their names.

use crate::domain::{
    catalogue::Catalogue,
    health::Health,
    id::{ComponentId, RegionId},
    impact::Pair,
};
use allclear_app::Tone;

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
pub(super) fn open_tone(worst: Option<Health>) -> Tone {
    match worst {
        None | Some(Health::Operational) => Tone::Degraded,
        Some(health) => tone(health),
    }
}

/// Component and region of a pair by name; the region is left out where there is only one.
pub(crate) fn named(catalogue: &Catalogue, pair: &Pair) -> String {
    let component = catalogue.component(pair.component.as_str()).map_or("A former component", |found| found.name.as_str());
    match catalogue.region(pair.region.as_str()) {
        Some(region) if catalogue.regions.len() > 1 => format!("{component}, {}", region.name),
        _ => component.to_owned(),
    }
}

/// Words as a person lists them: `a`, `a and b`, `a, b and c`.
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Names of the components of pairs, each once, in the order of the catalogue.
pub(super) fn components<'a>(catalogue: &'a Catalogue, pairs: &[(Pair, Health)]) -> Vec<&'a str> {
    let hit = |id: &ComponentId| pairs.iter().any(|(pair, _)| pair.component == *id);
    catalogue.components.iter().filter(|component| hit(&component.id)).map(|component| component.name.as_str()).collect()
}

/// Names of the regions of pairs, each once, in the order of the catalogue.
pub(super) fn regions<'a>(catalogue: &'a Catalogue, pairs: &[(Pair, Health)]) -> Vec<&'a str> {
    let hit = |id: &RegionId| pairs.iter().any(|(pair, _)| pair.region == *id);
    catalogue.regions.iter().filter(|region| hit(&region.id)).map(|region| region.name.as_str()).collect()
}
