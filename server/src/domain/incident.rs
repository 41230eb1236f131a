//! What staff and programs say when they open or update an incident, and the checks on it.

use super::{
    catalogue::Catalogue,
    health::Health,
    impact::Pair,
    invalid::Faults,
    language::Language,
    notice::SaidAgain,
    phase::Phase,
    saying::{self, TranslationInput},
    severity::Severity,
    text,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A new incident as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IncidentInput {
    /// What is wrong, in one line of at most 120 characters.
    pub title: String,
    /// `p1`, `p2`, `p3` or `p4`.
    pub severity: String,
    /// `investigating` (default), `identified` or `monitoring`.
    #[serde(default)]
    pub phase: String,
    /// The first update, in Markdown.
    pub body: String,
    /// Who is hit: each component and region with its health.
    #[serde(default)]
    pub affected: Vec<AffectedInput>,
    /// Share of customers hit in percent, 0–100.
    #[serde(default)]
    pub customers_affected: Option<String>,
    /// When the trouble began (RFC 3339); now when left out. Not in the future, at most 30 days ago.
    #[serde(default)]
    pub started_at: Option<String>,
    /// When the next update will come (RFC 3339); by the severity's cadence when left out.
    #[serde(default)]
    pub next_update_at: Option<String>,
    /// The same in further languages.
    #[serde(default)]
    pub translations: Vec<TranslationInput>,
}

/// One update as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateInput {
    /// The phase from now on; `resolved` ends the incident.
    pub phase: String,
    /// The text, in Markdown.
    pub body: String,
    /// The severity from now on; unchanged when left out.
    #[serde(default)]
    pub severity: Option<String>,
    /// Health that changes with this update. Resolving returns every pair to operational.
    #[serde(default)]
    pub affected: Vec<AffectedInput>,
    /// When the next update will come (RFC 3339); by the severity's cadence when left out.
    #[serde(default)]
    pub next_update_at: Option<String>,
    /// The same in further languages.
    #[serde(default)]
    pub translations: Vec<TranslationInput>,
}

/// The health of one component in one region, as typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AffectedInput {
    /// Id or code of the component.
    pub component: String,
    /// Id or code of the region.
    pub region: String,
    /// `operational`, `under_maintenance`, `degraded_performance`, `partial_outage` or `major_outage`.
    pub health: String,
}

/// A new incident, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IncidentDraft {
    /// What is wrong.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// Where it stands.
    pub phase: Phase,
    /// The first update.
    pub body: String,
    /// Who is hit.
    pub affected: Vec<(Pair, Health)>,
    /// Percent of customers hit.
    pub customers_affected: Option<i32>,
    /// Since when.
    pub started_at: DateTime<Utc>,
    /// When the next update is due.
    pub next_update_at: Option<DateTime<Utc>>,
    /// The same in further languages.
    pub translations: BTreeMap<Language, SaidAgain>,
}

/// An update, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UpdateDraft {
    /// The phase from now on.
    pub phase: Phase,
    /// The text.
    pub body: String,
    /// The severity from now on.
    pub severity: Severity,
    /// Health that changes.
    pub affected: Vec<(Pair, Health)>,
    /// When the next update is due.
    pub next_update_at: Option<DateTime<Utc>>,
    /// The same in further languages.
    pub translations: BTreeMap<Language, SaidAgain>,
}

/// Furthest promise of a next update.
const NEXT_UPDATE_LIMIT: TimeDelta = TimeDelta::days(30);
/// Oldest start of an incident that is opened now.
const START_LIMIT: TimeDelta = TimeDelta::days(30);

impl IncidentDraft {
    /// Checks a new incident; every fault is told.
    pub(crate) fn parse(input: &IncidentInput, catalogue: &Catalogue, now: DateTime<Utc>) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let title = faults.take(text::line("title", &input.title, text::LINE_LIMIT));
        let severity = faults.parse::<Severity>("severity", &input.severity);
        let phase = first_phase(&mut faults, &input.phase);
        let body = faults.take(text::body("body", &input.body, text::BODY_LIMIT));
        let affected = affected(&mut faults, &input.affected, catalogue);
        let customers_affected = percent(&mut faults, filled(input.customers_affected.as_ref()));
        let started_at = started(&mut faults, filled(input.started_at.as_ref()), now);
        let next_update_at = next_update(&mut faults, filled(input.next_update_at.as_ref()), severity, now);
        let translations = saying::parse(&mut faults, &input.translations);
        faults.check()?;
        let (Some(title), Some(severity), Some(phase), Some(body)) = (title, severity, phase, body) else {
            return Err(Faults::default());
        };
        Ok(Self { title, severity, phase, body, affected, customers_affected, started_at, next_update_at, translations })
    }
}

impl UpdateDraft {
    /// Checks an update to an incident that stands at `phase` and `severity`; every fault is told.
    pub(crate) fn parse(
        input: &UpdateInput,
        (phase, severity): (Phase, Severity),
        catalogue: &Catalogue,
        now: DateTime<Utc>,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let next = faults.parse::<Phase>("phase", &input.phase);
        if let Some(Err(refusal)) = next.map(|next| phase.advance(next)) {
            faults.add("phase", refusal);
        }
        let body = faults.take(text::body("body", &input.body, text::BODY_LIMIT));
        let severity = match filled(input.severity.as_ref()) {
            Some(word) => faults.parse::<Severity>("severity", word),
            None => Some(severity),
        };
        let affected = affected(&mut faults, &input.affected, catalogue);
        let due = if next.is_some_and(Phase::is_open) {
            next_update(&mut faults, filled(input.next_update_at.as_ref()), severity, now)
        } else {
            None
        };
        let translations = saying::parse(&mut faults, &input.translations);
        faults.check()?;
        let (Some(phase), Some(body), Some(severity)) = (next, body, severity) else { return Err(Faults::default()) };
        Ok(Self { phase, body, severity, affected, next_update_at: due, translations })
    }
}

/// An empty field of a form is a field left out.
fn filled(field: Option<&String>) -> Option<&str> {
    field.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn first_phase(faults: &mut Faults, word: &str) -> Option<Phase> {
    if word.trim().is_empty() {
        return Some(Phase::Investigating);
    }
    let phase = faults.parse::<Phase>("phase", word)?;
    if !phase.may_begin() {
        faults.add("phase", "an incident begins as investigating, identified or monitoring");
    }
    Some(phase)
}

fn affected(faults: &mut Faults, inputs: &[AffectedInput], catalogue: &Catalogue) -> Vec<(Pair, Health)> {
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

fn percent(faults: &mut Faults, text: Option<&str>) -> Option<i32> {
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
fn time(faults: &mut Faults, field: &str, text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    for format in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"] {
        if let Ok(time) = chrono::NaiveDateTime::parse_from_str(text, format) {
            return Some(time.and_utc());
        }
    }
    faults.add(field, "is not a time; write it like 2026-03-01T09:30Z");
    None
}

fn started(faults: &mut Faults, text: Option<&str>, now: DateTime<Utc>) -> DateTime<Utc> {
    let Some(started) = text.and_then(|text| time(faults, "started_at", text)) else { return now };
    if started > now {
        faults.add("started_at", "lies in the future; planned work is a maintenance");
    } else if started < now - START_LIMIT {
        faults.add("started_at", "lies more than 30 days back");
    }
    started
}

fn next_update(faults: &mut Faults, text: Option<&str>, severity: Option<Severity>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let Some(text) = text else { return severity.and_then(|severity| super::policy::next_update(severity, now)) };
    let due = time(faults, "next_update_at", text)?;
    if due <= now {
        faults.add("next_update_at", "has passed; promise a time ahead");
    } else if due > now + NEXT_UPDATE_LIMIT {
        faults.add("next_update_at", "lies more than 30 days ahead; promise an earlier word");
    }
    Some(due)
}
