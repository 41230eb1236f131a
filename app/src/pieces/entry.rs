//! One incident or maintenance in a list.

use super::{At, at, icon};
use crate::Tone;
use leptos::prelude::*;

/// A line that leads to its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The look of its state.
    pub tone: Tone,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its phase.
    pub phase: String,
    /// From when to when, for planned work.
    pub window: Option<(At, At)>,
    /// Further facts, each a few words.
    pub facts: Vec<String>,
    /// The last word on it, as safe HTML.
    pub body_html: String,
}

impl Entry {
    /// A believable entry.
    pub fn sample() -> Self {
        Self {
            tone: Tone::Operational,
            title: "Webhooks were delivered late".to_owned(),
            href: "/incidents/2".to_owned(),
            phase: "Resolved".to_owned(),
            window: None,
            facts: vec!["P2 high".to_owned(), "1 h 12 min".to_owned(), "Webhooks".to_owned()],
            body_html: "<p>Events arrive on time again.</p>".to_owned(),
        }
    }
}

pub(crate) fn entry(entry: Entry) -> impl IntoView + use<> {
    let window = entry.window.map(|(from, until)| view! { <span>{at(from)}" to "{at(until)}</span>" " });
    let facts = entry.facts.into_iter().map(|fact| view! { <span>{fact}</span>" " }).collect_view();
    let body = (!entry.body_html.is_empty()).then(|| view! { <div class="prose" inner_html=entry.body_html></div> });
    view! {
        <article class=format!("entry {}", entry.tone.class())>
            {icon(entry.tone)}
            <h3><a href=entry.href>{entry.title}</a></h3>
            <p class="entry-line"><strong>{entry.phase}</strong>" "{window}{facts}</p>
            {body}
        </article>
    }
}
