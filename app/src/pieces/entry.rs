//! One incident or maintenance in a list.

use super::{At, at, icon};
use crate::{Tone, render::t};
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
    /// The time that is left until it begins or ends.
    pub counting: Option<At>,
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
            counting: None,
            facts: vec!["P2 high".to_owned(), "1 h 12 min".to_owned(), "Webhooks".to_owned()],
            body_html: "<p>Events arrive on time again.</p>".to_owned(),
        }
    }
}

/// The entry; `deep` when it stands under a heading of the third level.
pub(crate) fn entry(entry: Entry, deep: bool) -> impl IntoView + use<> {
    let window = entry.window.map(|(from, until)| view! { <span>{at(from)}" "{t("to")}" "{at(until)}</span>" " });
    let counting = entry.counting.map(|moment| view! { <span>{at(moment)}</span>" " });
    let facts = entry.facts.into_iter().map(|fact| view! { <span>{fact}</span>" " }).collect_view();
    let body = (!entry.body_html.is_empty()).then(|| view! { <div class="prose" dir="auto" inner_html=entry.body_html></div> });
    // People write in one direction and the page may read in the other.
    let title = view! { <a href=entry.href><bdi>{entry.title}</bdi></a> };
    let title = if deep { view! { <h4>{title}</h4> }.into_any() } else { view! { <h3>{title}</h3> }.into_any() };
    view! {
        <article class=format!("entry {}", entry.tone.class())>
            {icon(entry.tone)}
            {title}
            <p class="entry-line"><strong>{entry.phase}</strong>" "{counting}{window}{facts}</p>
            {body}
        </article>
    }
}
