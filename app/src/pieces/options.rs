//! Choosing: boxes to tick, one of several, one of a list.

use super::icon;
use crate::Tone;
use leptos::prelude::*;

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// One line of help, or nothing.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice without help.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), chosen }
    }
}

/// Things to choose from, under one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The name of the field.
    pub name: &'static str,
    /// What they are.
    pub legend: String,
    /// One sentence of help, or nothing.
    pub hint: String,
    /// The choices.
    pub choices: Vec<Choice>,
    /// What is wrong with what was chosen.
    pub error: Option<String>,
}

/// Boxes to tick, any number of them.
pub(crate) fn checks(options: Options, class: &'static str) -> impl IntoView + use<> {
    let Options { name, legend, hint, choices, error } = options;
    let boxes = boxes(name, choices);
    view! {
        <fieldset id=name tabindex="-1">
            <legend>{legend}</legend>
            {notes(name, hint, error)}
            <div class=class>{boxes}</div>
        </fieldset>
    }
}

/// Bare boxes, for a fieldset of the caller's.
pub(crate) fn boxes(name: &'static str, choices: Vec<Choice>) -> impl IntoView + use<> {
    let boxes = choices.into_iter().map(|choice| {
        let hint = (!choice.hint.is_empty()).then(|| view! { <span class="hint">{choice.hint}</span> });
        view! {
            <label class="check">
                <input type="checkbox" name=name value=choice.value checked=choice.chosen/>" "<span>{choice.label}</span>{hint}
            </label>
        }
    });
    boxes.collect_view()
}

/// One of several, as cards.
pub(crate) fn choices(options: Options, class: &'static str) -> impl IntoView + use<> {
    let Options { name, legend, hint, choices, error } = options;
    let cards = choices.into_iter().map(|choice| {
        let hint = (!choice.hint.is_empty()).then(|| view! { <span class="hint">{choice.hint}</span> });
        view! {
            <label class="choice">
                <input type="radio" name=name value=choice.value checked=choice.chosen/>" "<strong>{choice.label}</strong>" "{hint}
            </label>
        }
    });
    let cards = cards.collect_view();
    view! { <fieldset class=class id=name tabindex="-1"><legend>{legend}</legend>{notes(name, hint, error)}{cards}</fieldset> }
}

/// One of a list.
pub(crate) fn select(options: Options) -> impl IntoView + use<> {
    let Options { name, legend, hint, choices, error } = options;
    let zone = (name == "zone").then_some("");
    let rows =
        choices.into_iter().map(|choice| view! { <option value=choice.value selected=choice.chosen>{choice.label}</option> });
    let rows = rows.collect_view();
    let described = (!hint.is_empty()).then(|| format!("{name}-hint"));
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{legend}</label>
            {notes(name, hint, error)}
            <select id=name name=name data-zone=zone aria-describedby=described aria-invalid=invalid>{rows}</select>
        </div>
    }
}

fn notes(name: &'static str, hint: String, error: Option<String>) -> impl IntoView + use<> {
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> });
    let error = error.map(|error| view! { <p class="error" id=format!("{name}-error")>{icon(Tone::Major)}" "{error}</p> });
    view! { {hint}{error} }
}
