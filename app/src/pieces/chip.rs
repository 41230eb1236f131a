//! A state as people see it: shape, word, and perhaps where; and the badge of a severity.

use crate::{Tone, render::lang};
use leptos::prelude::*;

/// A state at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The look.
    pub tone: Tone,
    /// Where, when that must be said.
    pub place: Option<String>,
    /// The state in words, where they are not those of the look.
    pub word: Option<String>,
}

impl State {
    /// A state whose word is that of its look.
    pub fn of(tone: Tone) -> Self {
        Self { tone, place: None, word: None }
    }

    /// A state with a word of its own.
    pub fn said(tone: Tone, word: impl Into<String>) -> Self {
        Self { word: Some(word.into()), ..Self::of(tone) }
    }

    /// The same at a place.
    pub fn at(tone: Tone, place: impl Into<String>) -> Self {
        Self { place: Some(place.into()), ..Self::of(tone) }
    }
}

/// The shape of a state as the inside of an SVG of 20 by 20, to be drawn in strokes; what is `solid` is filled as well.
pub fn shape(tone: Tone) -> &'static str {
    match tone {
        Tone::Unknown => r#"<circle cx="10" cy="10" r="8" stroke-dasharray="3.5 2.783"/>"#,
        Tone::Operational => r#"<circle cx="10" cy="10" r="8"/><path d="m6.3 10.3 2.6 2.6 4.8-5.2"/>"#,
        Tone::Maintenance => {
            r#"<path transform="rotate(45 10 10)" d="M8.2 .7v4.6h3.6V.7a4.8 4.8 0 0 1 .2 8.9v7.9a2 2 0 0 1-4 0V9.6a4.8 4.8 0 0 1 .2-8.9z"/>"#
        }
        Tone::Degraded => r#"<circle cx="10" cy="10" r="8"/><path d="M5.9 10.9c.9-2 2.5-2.3 4.1-.9s3.2 1.1 4.1-.9"/>"#,
        Tone::Partial => r#"<circle cx="10" cy="10" r="8"/><path class="solid" d="M2 10h16a8 8 0 0 1-16 0z"/>"#,
        Tone::Major => r#"<path d="M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7z"/><path d="m7.2 7.2 5.6 5.6m0-5.6-5.6 5.6"/>"#,
    }
}

/// The shape of a state, 20 px, in the colour of the text around it.
pub(crate) fn icon(tone: Tone) -> impl IntoView + use<> {
    view! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" inner_html=shape(tone)></svg> }
}

pub(crate) fn state(state: State) -> impl IntoView + use<> {
    let word = state.word.unwrap_or_else(|| state.tone.word(lang()));
    let place = state.place.map(|place| view! { <span class="region">{place}</span>" " });
    view! {
        <span class=format!("state {}", state.tone.class())>
            {icon(state.tone)}" "{place}<span class="word">{word}</span>
        </span>
    }
}

/// The badge of a severity; its class is made from the code, `P1 critical` gives `severity-p1`.
pub(crate) fn severity(label: &str) -> impl IntoView + use<> {
    let code = label.split(' ').next().unwrap_or_default().to_lowercase();
    let label = label.to_owned();
    view! { <span class=format!("severity severity-{code}")>{label}</span> }
}
