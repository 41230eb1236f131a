//! The form of a maintenance: from what was typed to the page, and back.

use super::super::{health_grid, sayings};
use crate::{
    domain::{
        health::Health,
        invalid::Faults,
        maintenance::{Effect, MaintenanceInput, Quiet},
        region,
    },
    http::{extract, present::forms},
    state::App,
};
use allclear_app::{
    Lang,
    pages::admin::plan::Plan,
    pieces::{Choice, Field, Kind, Options},
};
use chrono::TimeDelta;
use chrono_tz::Tz;

/// What was typed.
pub(super) fn read(fields: &extract::Fields) -> MaintenanceInput {
    let filled = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    MaintenanceInput {
        title: fields.get("title").to_owned(),
        body: fields.get("body").to_owned(),
        zone: fields.get("zone").to_owned(),
        starts_at: fields.get("starts_at").to_owned(),
        estimate: filled("estimate"),
        ends_at: filled("ends_at"),
        affected: health_grid::read(fields, false),
        effect: fields.get("effect").to_owned(),
        advice: fields.get("advice").to_owned(),
        contact_by: filled("contact_by"),
        ends_itself: fields.get("ends_itself") == "yes",
        repeat: filled("rule").or_else(|| filled("repeat")),
        subscriber_groups: fields.all("subscriber_groups"),
        template: fields.get("template").to_owned(),
        translations: sayings::read(fields),
    }
}

/// Rules to choose from, with what they say.
const RULES: [(&str, &str); 6] = [
    ("", "Once"),
    ("FREQ=DAILY", "Every day"),
    ("FREQ=WEEKLY", "Every week"),
    ("FREQ=WEEKLY;INTERVAL=2", "Every two weeks"),
    ("FREQ=WEEKLY;INTERVAL=4", "Every four weeks"),
    ("FREQ=MONTHLY", "Every month on that day"),
];

fn repeat(input: &MaintenanceInput, faults: &Faults) -> (Options, Field) {
    let rule = input.repeat.clone().unwrap_or_default();
    let choices = RULES.iter().map(|(word, label)| Choice::new(*word, *label, *word == rule));
    let hint = "RFC 5545, such as FREQ=MONTHLY;BYDAY=2SU;COUNT=6.";
    let own = if RULES.iter().any(|(word, _)| *word == rule) { "" } else { &rule };
    let own = Field { optional: true, ..forms::field("rule", "Or by a rule", hint, own, &Faults::default()) };
    (forms::options("repeat", "It comes", "", choices.collect(), faults), own)
}

/// The zone that was chosen; UTC while it is none.
pub(super) fn zone_of(input: &MaintenanceInput) -> Tz {
    region::zone("zone", &input.zone).unwrap_or(Tz::UTC)
}

/// The length that was asked for, buffer included; an hour and a half while nothing was said.
pub(super) fn length_of(input: &MaintenanceInput) -> TimeDelta {
    let estimate = input.estimate.as_deref().and_then(|text| text.trim().parse::<i64>().ok());
    let minutes = estimate.filter(|minutes| (1..=10_000).contains(minutes)).unwrap_or(60);
    TimeDelta::minutes(minutes + (minutes + 1) / 2)
}

/// A quiet window: the start as the form takes it, and in words.
pub(super) fn proposal(quiet: &Quiet, zone: Tz) -> (String, String) {
    let start = quiet.window.starts_at.with_timezone(&zone);
    let words = format!("{}, {} % of the usual traffic", start.format("%a %-d %b, %H:%M %Z"), quiet.percent);
    (start.format("%Y-%m-%dT%H:%M").to_string(), words)
}

/// The page with what was typed.
pub(super) fn page(app: &App, staff: &extract::Staff, input: &MaintenanceInput, faults: &Faults) -> Plan {
    let snapshot = app.hub.load();
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let moment = |name: &'static str, label: &str, hint: &str, value: &str| Field {
        kind: Kind::Moment,
        ..forms::field(name, label, hint, value, faults)
    };
    let optional = |field: Field| Field { optional: true, ..field };
    let chosen = if input.effect.is_empty() { Effect::Unavailable.as_str() } else { &input.effect };
    let effects = Effect::ALL.iter().map(|one| Choice::new(one.as_str(), one.label(), one.as_str() == chosen));
    let hint = "Else staff are asked half an hour before, and customers hear when it takes longer.".to_owned();
    let itself = Choice { hint, ..Choice::new("yes", "It ends at its end without anybody", input.ends_itself) };
    let estimate = "Minutes the work takes. Half of it is added as a buffer.";
    let advice = "Markdown. What is done, why, what changes for customers.";
    Plan {
        frame: super::super::frame(app, staff, "/admin/maintenance", "Plan a maintenance"),
        title: forms::field("title", "Title", "What is done. It is the subject of the mail.", &input.title, faults),
        zone: forms::zones(Lang::En, &input.zone, faults),
        times: vec![
            moment("starts_at", "Begins", "On the clocks of the zone.", &input.starts_at),
            optional(forms::field("estimate", "The work takes", estimate, &text(&input.estimate), faults)),
            optional(moment("ends_at", "Or: ends", "Named by you, buffer included.", &text(&input.ends_at))),
        ],
        repeat: repeat(input, faults),
        ends_itself: forms::options("ends_itself", "The end", "", vec![itself], faults),
        grid: health_grid::of(
            &snapshot.state.catalogue,
            &input.affected,
            |_| true,
            &[Health::Operational, Health::UnderMaintenance],
        ),
        effect: forms::options("effect", "What customers notice", "", effects.collect(), faults),
        body: forms::words("body", "Text", advice, &input.body, faults),
        sayings: sayings::fields(&input.translations, faults, true),
        more: vec![
            optional(forms::field("advice", "What customers should do", "One line.", &input.advice, faults)),
            optional(moment("contact_by", "To speak up until", "For customers whom it does not suit.", &text(&input.contact_by))),
        ],
        faults: forms::summary(faults),
        ..Plan::default()
    }
}
