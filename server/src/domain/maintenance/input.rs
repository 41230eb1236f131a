//! What staff and programs say when they plan, move or prolong a maintenance, and the checks on it.

use super::{
    Effect,
    clock::{explain_clocks, moment, wall},
    repeat::{HORIZON, Repeat},
};
use crate::domain::{
    catalogue::Catalogue,
    health::Health,
    impact::Pair,
    incident::{AffectedInput, places},
    invalid::{Faults, Invalid},
    language::Language,
    notice::SaidAgain,
    region,
    saying::{self, TranslationInput},
    template::leftover,
    text,
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A new maintenance as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MaintenanceInput {
    /// What is done, in one line of at most 120 characters.
    pub title: String,
    /// What customers should know, in Markdown. May be empty when a template is named.
    #[serde(default)]
    pub body: String,
    /// The zone of times without an offset (IANA); UTC when left out.
    #[serde(default)]
    pub zone: String,
    /// When it begins: RFC 3339, or a time in the zone such as `2026-03-29T02:00`.
    pub starts_at: String,
    /// How long the work takes, in minutes; half of it is added as a buffer. Either this or `ends_at`.
    #[serde(default)]
    pub estimate: Option<String>,
    /// When it ends, buffer included.
    #[serde(default)]
    pub ends_at: Option<String>,
    /// What is worked on; the health is left out.
    #[serde(default)]
    pub affected: Vec<AffectedInput>,
    /// `unavailable` (default), `degraded` or `none`.
    #[serde(default)]
    pub effect: String,
    /// What customers should do, in one line of at most 280 characters.
    #[serde(default)]
    pub advice: String,
    /// Until when customers who cannot live with the window should say so.
    #[serde(default)]
    pub contact_by: Option<String>,
    /// It ends at its end without anybody saying so; else staff are asked.
    #[serde(default)]
    pub ends_itself: bool,
    /// When it comes again: a rule of RFC 5545, 3.3.10, on the clocks of the zone, such as `FREQ=WEEKLY;BYDAY=SU`; once when
    /// left out. Each date is a maintenance of its own.
    #[serde(default)]
    pub repeat: Option<String>,
    /// The same in further languages.
    #[serde(default)]
    pub translations: Vec<TranslationInput>,
    /// The template that the text is written from: its id, or `maintenance`. Its fields are filled in, and its text is
    /// taken where `body` is empty.
    #[serde(default)]
    pub template: String,
}

/// Another window for a maintenance that has not begun.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveInput {
    /// When it begins instead.
    pub starts_at: String,
    /// When it ends instead.
    pub ends_at: String,
    /// Why, in Markdown.
    #[serde(default)]
    pub body: String,
}

/// A later end for a maintenance that goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverrunInput {
    /// When it ends instead.
    pub ends_at: String,
    /// Why, in Markdown.
    pub body: String,
}

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The start.
    pub starts_at: DateTime<Utc>,
    /// The end, later than the start.
    pub ends_at: DateTime<Utc>,
}

/// A new maintenance, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MaintenanceDraft {
    /// What is done.
    pub title: String,
    /// What customers should know.
    pub body: String,
    /// The zone it is planned in.
    pub zone: Tz,
    /// From when to when.
    pub window: Window,
    /// What is worked on.
    pub pairs: Vec<Pair>,
    /// What customers notice.
    pub effect: Effect,
    /// What customers should do.
    pub advice: String,
    /// Until when customers should speak up.
    pub contact_by: Option<DateTime<Utc>>,
    /// Whether it ends without anybody saying so.
    pub ends_itself: bool,
    /// When it comes again.
    pub repeat: Option<Repeat>,
    /// The same in further languages.
    pub translations: BTreeMap<Language, SaidAgain>,
    /// The template that it was written from; empty for none.
    pub template: String,
}

/// Longest window.
const LONGEST: TimeDelta = TimeDelta::days(14);
/// How far ahead a window may lie.
const AHEAD: TimeDelta = TimeDelta::days(400);
/// Longest advice, in characters.
const ADVICE_LIMIT: usize = 280;

impl MaintenanceDraft {
    /// Checks a new maintenance; every fault is told.
    pub(crate) fn parse(input: &MaintenanceInput, catalogue: &Catalogue, now: DateTime<Utc>) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let title = faults.take(text::line("title", &input.title, text::LINE_LIMIT));
        let body = faults.take(text::body("body", &input.body, text::BODY_LIMIT));
        let zone = if input.zone.trim().is_empty() { "UTC" } else { &input.zone };
        let zone = faults.take(region::zone("zone", zone)).unwrap_or(Tz::UTC);
        let starts_at = moment(&mut faults, "starts_at", &input.starts_at, zone);
        let ends_at = end(&mut faults, input, starts_at, zone);
        let window = window(&mut faults, starts_at, ends_at, now);
        explain_clocks(&mut faults, &input.starts_at, zone);
        let pairs = pairs(&mut faults, &input.affected, catalogue);
        let effect = if input.effect.is_empty() { Some(Effect::Unavailable) } else { faults.parse("effect", &input.effect) };
        let advice = faults.take(text::optional_line("advice", &input.advice, ADVICE_LIMIT)).unwrap_or_default();
        faults.0.extend(leftover("advice", &advice).0);
        let contact_by = input.contact_by.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let contact_by = contact_by.and_then(|text| moment(&mut faults, "contact_by", text, zone));
        if contact_by.zip(starts_at).is_some_and(|(contact, start)| contact >= start || contact <= now) {
            faults.add("contact_by", "lies between now and the start");
        }
        let rule = input.repeat.as_deref().map(str::trim).filter(|rule| !rule.is_empty());
        let repeat = rule.zip(window).and_then(|(rule, window)| {
            let wall = wall(&input.starts_at, window.starts_at, zone);
            faults.take(Repeat::parse("repeat", rule, wall, zone, window.ends_at - window.starts_at))
        });
        let translations = saying::parse(&mut faults, &input.translations);
        faults.check()?;
        let (Some(title), Some(body), Some(window), Some(effect)) = (title, body, window, effect) else {
            return Err(Faults::default());
        };
        let (ends_itself, template) = (input.ends_itself, input.template.trim().to_owned());
        Ok(Self { title, body, zone, window, pairs, effect, advice, contact_by, ends_itself, repeat, translations, template })
    }
}

impl MaintenanceDraft {
    /// The dates after the first that are written down at once.
    pub(crate) fn further(&self, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        self.repeat.as_ref().map(|repeat| repeat.starts(self.window.starts_at.max(now), now + HORIZON)).unwrap_or_default()
    }
}

/// Checks another window for a maintenance planned in `zone`: the window, and why.
pub(crate) fn parse_move(input: &MoveInput, zone: Tz, now: DateTime<Utc>) -> Result<(Window, String), Faults> {
    let mut faults = Faults::default();
    let starts_at = moment(&mut faults, "starts_at", &input.starts_at, zone);
    let ends_at = moment(&mut faults, "ends_at", &input.ends_at, zone);
    let window = window(&mut faults, starts_at, ends_at, now);
    let body = faults.take(text::optional_body("body", &input.body, text::BODY_LIMIT));
    faults.0.extend(leftover("body", &input.body).0);
    faults.check()?;
    window.zip(body).ok_or_else(Faults::default)
}

/// Checks a later end than `ends_at`: the end, and why.
pub(crate) fn parse_overrun(
    input: &OverrunInput,
    ends_at: DateTime<Utc>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<(DateTime<Utc>, String), Faults> {
    let mut faults = Faults::default();
    let later = moment(&mut faults, "ends_at", &input.ends_at, zone);
    if later.is_some_and(|later| later <= ends_at.max(now)) {
        faults.add("ends_at", "is not later than the present end; name a later one");
    } else if later.is_some_and(|later| later > now + LONGEST) {
        faults.add("ends_at", "lies more than 14 days ahead; name an earlier one");
    }
    let body = faults.take(text::body("body", &input.body, text::BODY_LIMIT));
    faults.0.extend(leftover("body", &input.body).0);
    faults.check()?;
    later.zip(body).ok_or_else(Faults::default)
}

/// The end that was named, or the start with the estimate and half of it as a buffer.
fn end(faults: &mut Faults, input: &MaintenanceInput, starts_at: Option<DateTime<Utc>>, zone: Tz) -> Option<DateTime<Utc>> {
    let filled = |field: &Option<String>| field.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    match (filled(&input.ends_at), filled(&input.estimate)) {
        (Some(text), None) => moment(faults, "ends_at", &text, zone),
        (None, Some(text)) => {
            let estimate = text.parse::<i64>().ok().filter(|minutes| (1..=LONGEST.num_minutes()).contains(minutes));
            if estimate.is_none() {
                faults.add("estimate", "is a whole number of minutes");
            }
            starts_at.zip(estimate).map(|(start, minutes)| start + TimeDelta::minutes(minutes + (minutes + 1) / 2))
        }
        (None, None) => {
            faults.add("estimate", "is empty; say how long the work takes, or name the end");
            None
        }
        (Some(_), Some(_)) => {
            faults.add("estimate", "is given beside an end; give one of the two");
            None
        }
    }
}

fn window(
    faults: &mut Faults,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<Window> {
    let (starts_at, ends_at) = starts_at.zip(ends_at)?;
    let mut fault = |field: &str, told: &str| faults.0.push(Invalid::new(field, told));
    if starts_at <= now {
        fault("starts_at", "has passed; name a time ahead");
    } else if starts_at > now + AHEAD {
        fault("starts_at", "lies more than 400 days ahead; name an earlier one");
    }
    if ends_at <= starts_at {
        fault("ends_at", "is not after the start");
    } else if ends_at - starts_at > LONGEST {
        fault("ends_at", "makes a window of more than 14 days; plan several");
    }
    Some(Window { starts_at, ends_at })
}

fn pairs(faults: &mut Faults, inputs: &[AffectedInput], catalogue: &Catalogue) -> Vec<Pair> {
    let named = inputs.iter().map(|input| AffectedInput { health: Health::UnderMaintenance.to_string(), ..input.clone() });
    let pairs = places(faults, &named.collect::<Vec<_>>(), catalogue);
    if pairs.is_empty() && faults.0.is_empty() {
        faults.add("affected", "is empty; name what is worked on");
    }
    pairs.into_iter().map(|(pair, _)| pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_estimate_is_added() {
        let start = "2026-03-01T09:00:00Z".parse().unwrap();
        for (minutes, until) in [("40", "10:00"), ("1", "09:02"), ("0", ""), ("many", "")] {
            let input = MaintenanceInput { estimate: Some(minutes.to_owned()), ..MaintenanceInput::default() };
            let mut faults = Faults::default();
            let end = end(&mut faults, &input, Some(start), Tz::UTC);
            assert_eq!(end.map(|end| end.format("%H:%M").to_string()).unwrap_or_default(), until);
            assert_eq!(faults.0.is_empty(), end.is_some());
        }
    }
}
