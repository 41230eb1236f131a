//! The same in further languages, folded away until somebody writes there.

use crate::pieces::{Field, field};
use leptos::prelude::*;

/// One fold for each language: its name and its fields.
pub(super) fn sayings(languages: Vec<(String, Vec<Field>)>) -> impl IntoView + use<> {
    let folds = languages.into_iter().map(|(name, fields)| {
        let wrong = fields.iter().any(|field| field.error.is_some());
        let written = fields.iter().any(|field| !field.value.is_empty()).then_some(", written");
        let fields = fields.into_iter().map(field).collect_view();
        view! { <details class="fold" open=wrong><summary>{name}{written}</summary>{fields}</details> }
    });
    let folds = folds.collect_view();
    view! {
        <fieldset class="sayings">
            <legend>"In further languages"</legend>
            <p class="hint">"Readers of a language that is left empty get the text above."</p>
            {folds}
        </fieldset>
    }
}
