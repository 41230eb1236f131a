//! Forms that come back filled in: what was typed, and what is wrong with it.

use crate::{
    domain::{invalid::Faults, moment},
    http::extract::Fields,
};
use allclear_app::{
    Lang,
    pages::admin::{form::Part, incident::Deed},
    pieces::{Choice, Field, Kind, Options},
};

/// What is wrong with the field `name`, or with one of its parts.
pub(crate) fn error(faults: &Faults, name: &str) -> Option<String> {
    let belongs = |field: &str| field == name || field.strip_prefix(name).is_some_and(|rest| rest.starts_with(['[', '.']));
    faults.0.iter().find(|fault| belongs(&fault.field)).map(|fault| fault.message.clone())
}

/// All that is wrong, for the list on top.
pub(crate) fn summary(faults: &Faults) -> Vec<(String, String)> {
    faults.0.iter().map(|fault| (fault.field.clone(), fault.message.clone())).collect()
}

/// A field with what was typed and what is wrong with it.
pub(crate) fn field(name: &'static str, label: impl Into<String>, hint: &str, value: &str, faults: &Faults) -> Field {
    Field {
        name,
        label: label.into(),
        hint: hint.to_owned(),
        value: value.to_owned(),
        error: error(faults, name),
        ..Field::default()
    }
}

/// A field for words to readers. A moment among them is explained where one is.
pub(crate) fn words(name: &'static str, label: impl Into<String>, hint: &str, value: &str, faults: &Faults) -> Field {
    let moments = if moment::is_in(value) { " A time in braces is shown on each reader's clock." } else { "" };
    Field { kind: Kind::Body, ..field(name, label, &format!("{hint}{moments}"), value, faults) }
}

/// Choices with what is wrong with them.
pub(crate) fn options(
    name: &'static str,
    legend: impl Into<String>,
    hint: &str,
    choices: Vec<Choice>,
    faults: &Faults,
) -> Options {
    Options { name, legend: legend.into(), hint: hint.to_owned(), choices, error: error(faults, name) }
}

/// A question with yes, no, and that nobody knows.
pub(crate) fn answer(name: &'static str, legend: &str, known: Option<bool>, faults: &Faults) -> Options {
    let choices = [("yes", "Yes", Some(true)), ("no", "No", Some(false)), ("", "Unknown", None)];
    let choices = choices.map(|(value, label, means)| Choice::new(value, label, known == means));
    options(name, legend, "", choices.to_vec(), faults)
}

/// Puts into the parts of a form what was sent for them, and what is wrong with them.
pub(crate) fn refill(parts: &mut [Part], sent: &Fields, faults: &Faults) {
    for part in parts {
        refill_one(part, sent, faults);
    }
}

fn refill_one(part: &mut Part, sent: &Fields, faults: &Faults) {
    match part {
        Part::Field(field) => {
            sent.get(field.name).clone_into(&mut field.value);
            field.error = error(faults, field.name);
        }
        Part::Checks(options) | Part::Select(options) => {
            let chosen = sent.all(options.name);
            for choice in &mut options.choices {
                choice.chosen = chosen.contains(&choice.value);
            }
            options.error = error(faults, options.name);
        }
    }
}

/// Unfolds one of the forms on a page, filled in as it was sent, with what is wrong.
pub(crate) fn unfold(deeds: &mut [Deed], id: &str, sent: &Fields, faults: &Faults) {
    for deed in deeds.iter_mut().filter(|deed| deed.id == id) {
        deed.open = true;
        deed.form.faults = summary(faults);
        refill(&mut deed.form.parts, sent, faults);
    }
}

/// Every time zone there is, the chosen one chosen.
pub(crate) fn zones(lang: Lang, chosen: &str, faults: &Faults) -> Options {
    let first = Choice::new("", "UTC", chosen.is_empty());
    let rest = chrono_tz::TZ_VARIANTS
        .iter()
        .map(|zone| zone.name())
        .filter(|name| *name == "UTC" || name.contains('/') && !name.starts_with("Etc/"));
    let rest = rest.map(|name| Choice::new(name, name, name == chosen));
    // Somebody who chose UTC is not asked to think again by their browser's zone.
    let choices = if chosen.is_empty() { std::iter::once(first).chain(rest).collect() } else { rest.collect() };
    options("zone", lang.say("time-zone"), &lang.say("time-zone-hint"), choices, faults)
}
