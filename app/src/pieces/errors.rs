//! What is wrong with a form, on top of it, each leading to its field.

use super::icon;
use crate::{Tone, render::lang, say};
use leptos::prelude::*;

/// Pairs of a field's name and what is wrong with it; nothing when the list is empty.
pub(crate) fn errors(faults: &[(String, String)]) -> Option<impl IntoView + use<>> {
    if faults.is_empty() {
        return None;
    }
    let title = say!(lang(), "faults", count = faults.len());
    let rows = faults.iter().cloned().map(|(name, message)| {
        let label = name.split('[').next().unwrap_or_default().replace(['_', '.'], " ");
        let message = if label.is_empty() { message } else { format!("{label}: {message}") };
        view! { <li><a href=format!("#{}", anchor(&name))>{message}</a></li> }
    });
    let rows = rows.collect_view();
    Some(view! {
        <div class="errors" role="alert" aria-labelledby="errors" tabindex="-1">
            <h2 id="errors">{icon(Tone::Major)}" "{title}</h2>
            <ul>{rows}</ul>
        </div>
    })
}

/// The id of the control for a field: `regions[2]` belongs to `regions`, and `p1.update_every` is one of its own.
fn anchor(name: &str) -> String {
    name.split('[').next().unwrap_or_default().to_owned()
}
