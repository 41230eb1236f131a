//! What staff and programs say when they plan, move or prolong a maintenance, and the checks on it.

use super::{
    Effect,
    clock::{explain_clocks, moment, wall},
    repeat::{HORIZON, Repeat},
    window::{LONGEST, Window, end, window},
};
use crate::domain::{
    catalogue::Catalogue,
    health::Health,
    impact::Pair,
    incident::{AffectedInput, places},
    invalid::Faults,
    language::Language,
    notice::SaidAgain,
    region,
    saying::{self, TranslationInput},
    template::leftover,
    text,
};
use chrono::{DateTime, Utc};
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
    /// The groups of subscribers that it is told to alone, by name or id; to everyone who matches when left out.
    #[serde(default)]
    pub subscriber_groups: Vec<String>,
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
    /// The groups of subscribers that it is told to alone, as they were named.
    pub subscriber_groups: Vec<String>,
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
        Ok(Self {
            title,
            body,
            zone,
            window,
            pairs,
            subscriber_groups: input.subscriber_groups.clone(),
            effect,
            advice,
            contact_by,
            ends_itself: input.ends_itself,
            repeat,
            translations,
            template: input.template.trim().to_owned(),
        })
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

fn pairs(faults: &mut Faults, inputs: &[AffectedInput], catalogue: &Catalogue) -> Vec<Pair> {
    let named = inputs.iter().map(|input| AffectedInput { health: Health::UnderMaintenance.to_string(), ..input.clone() });
    let pairs = places(faults, &named.collect::<Vec<_>>(), catalogue);
    if pairs.is_empty() && faults.0.is_empty() {
        faults.add("affected", "is empty; name what is worked on");
    }
    pairs.into_iter().map(|(pair, _)| pair).collect()
}
