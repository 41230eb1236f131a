//! The checks of single fields; what is wrong is told under the field's name.

use super::{AffectedInput, IncidentInput};
use crate::domain::{
    catalogue::Catalogue, health::Health, id::RegionId, impact::Pair, invalid::Faults, phase::Phase, template::leftover, text,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// How far ahead a promise may lie.
const AHEAD_LIMIT: TimeDelta = TimeDelta::days(30);
/// Oldest start of an incident that is opened now.
const START_LIMIT: TimeDelta = TimeDelta::days(30);

/// Longest fact in one line, in characters.
const FACT_LIMIT: usize = 280;

/// An empty field of a form is a field left out.
pub(super) fn filled(field: Option<&String>) -> Option<&str> {
    field.map(|text| text.trim()).filter(|text| !text.is_empty())
}

pub(super) fn first_phase(faults: &mut Faults, word: &str) -> Option<Phase> {
    if word.trim().is_empty() {
        return Some(Phase::Investigating);
    }
    let phase = faults.parse::<Phase>("phase", word)?;
    if !phase.may_begin() {
        faults.add("phase", "an incident begins as investigating, identified or monitoring");
    }
    Some(phase)
}

/// Components and regions with a health each, by id or code.
pub(crate) fn affected(faults: &mut Faults, inputs: &[AffectedInput], catalogue: &Catalogue) -> Vec<(Pair, Health)> {
    let mut pairs: Vec<(Pair, Health)> = Vec::new();
    for (place, input) in inputs.iter().enumerate() {
        let field = |name: &str| format!("affected[{place}].{name}");
        let component = faults.take(catalogue.known_component(&field("component"), &input.component));
        let region = faults.take(catalogue.known_region(&field("region"), &input.region));
        let health = faults.parse::<Health>(&field("health"), &input.health);
        let (Some(component), Some(region), Some(health)) = (component, region, health) else { continue };
        if !component.runs_in(&region.id) {
            faults.add(field("region"), format!("{} does not run in {}", component.name, region.name));
        }
        let pair = Pair { component: component.id.clone(), region: region.id.clone() };
        if pairs.iter().any(|(known, _)| *known == pair) {
            faults.add(field("component"), format!("{} in {} is named twice", component.name, region.name));
        }
        pairs.push((pair, health));
    }
    pairs
}

pub(super) fn percent(faults: &mut Faults, text: Option<&str>) -> Option<i32> {
    let text = text?;
    match text.trim_end_matches('%').trim().parse::<i32>() {
        Ok(percent) if (0..=100).contains(&percent) => Some(percent),
        _ => {
            faults.add("customers_affected", "is a whole number of percent from 0 to 100");
            None
        }
    }
}

/// A time as sent by programs (RFC 3339) or by a form's date field, which is UTC.
pub(crate) fn time(faults: &mut Faults, field: &str, text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    for format in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"] {
        if let Ok(time) = chrono::NaiveDateTime::parse_from_str(text, format) {
            return Some(time.and_utc());
        }
    }
    faults.add(field, "is not a time; write it like 2026-03-01T09:30Z");
    None
}

pub(super) fn started(faults: &mut Faults, text: Option<&str>, now: DateTime<Utc>) -> DateTime<Utc> {
    let Some(started) = text.and_then(|text| time(faults, "started_at", text)) else { return now };
    if started > now {
        faults.add("started_at", "lies in the future; planned work is a maintenance");
    } else if started < now - START_LIMIT {
        faults.add("started_at", "lies more than 30 days back");
    }
    started
}

/// The promise that was made, or the usual one.
pub(super) fn next_update(
    faults: &mut Faults,
    text: Option<&str>,
    usual: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    text.map_or(usual, |text| moment_ahead(faults, "next_update_at", text, now))
}

/// A time that is ahead, and not so far that nobody would wait for it.
pub(super) fn moment_ahead(faults: &mut Faults, field: &str, text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let time = time(faults, field, text)?;
    if time <= now {
        faults.add(field, "has passed; name a time ahead");
    } else if time > now + AHEAD_LIMIT {
        faults.add(field, "lies more than 30 days ahead; name an earlier one");
    }
    Some(time)
}

/// A fact in one line; none when nothing was said of it.
pub(super) fn fact(faults: &mut Faults, field: &str, text: Option<&String>) -> Option<String> {
    faults.0.extend(leftover(field, text.map_or("", String::as_str)).0);
    text.and_then(|text| faults.take(text::optional_line(field, text, FACT_LIMIT)))
}

/// The regions whose readers are told, where staff chose others than the affected ones and said that they mean it
/// (PRODUCT 3.3).
pub(super) fn other_regions(
    faults: &mut Faults,
    input: &IncidentInput,
    affected: &[(Pair, Health)],
    catalogue: &Catalogue,
) -> Option<BTreeSet<RegionId>> {
    let asked = input.regions.as_ref()?;
    let mut chosen = BTreeSet::new();
    for (place, text) in asked.iter().enumerate() {
        let known = catalogue.known_region(&format!("regions[{place}]"), text);
        chosen.extend(faults.take(known).map(|region| region.id.clone()));
    }
    let hit = affected.iter().filter(|(_, health)| *health != Health::Operational);
    let mut hit: BTreeSet<RegionId> = hit.map(|(pair, _)| pair.region.clone()).collect();
    // What names no place concerns everybody.
    if hit.is_empty() {
        hit = catalogue.regions.iter().map(|region| region.id.clone()).collect();
    }
    if chosen == hit {
        return None;
    }
    let names = |regions: &BTreeSet<RegionId>| {
        let named = catalogue.regions.iter().filter(|region| regions.contains(&region.id));
        named.map(|region| region.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    if chosen.is_empty() {
        faults.add("regions", format!("are not verified; tick the regions whose readers are told: {}", names(&hit)));
    } else if !input.other_regions {
        let told = format!(
            "differ: you ticked {}, and the affected places are in {}; tick those, or confirm that you mean it",
            names(&chosen),
            names(&hit)
        );
        faults.add("regions", told);
    }
    Some(chosen)
}

/// An update that reaches regions whose readers were not told so far names them (PRODUCT 3.3). Programs that name none
/// mean those of the places.
pub(super) fn verified(
    faults: &mut Faults,
    named: Option<&[String]>,
    affected: &[(Pair, Health)],
    told: &BTreeSet<RegionId>,
    catalogue: &Catalogue,
) {
    let Some(named) = named else { return };
    let mut chosen = BTreeSet::new();
    for (place, text) in named.iter().enumerate() {
        let known = catalogue.known_region(&format!("regions[{place}]"), text);
        chosen.extend(faults.take(known).map(|region| &region.id));
    }
    let hit = affected.iter().filter(|(_, health)| *health != Health::Operational).map(|(pair, _)| &pair.region);
    let unnamed: BTreeSet<&RegionId> = hit.filter(|region| !told.contains(*region) && !chosen.contains(*region)).collect();
    if !unnamed.is_empty() {
        let told_of = catalogue.regions.iter().filter(|region| unnamed.contains(&region.id)).map(|region| region.name.as_str());
        let told_of = told_of.collect::<Vec<_>>().join(", ");
        faults.add("regions", format!("are not verified: readers in {told_of} were not told so far; tick what you mean"));
    }
}
