//! The one sentence at the top.

use crate::{
    Tone,
    pieces::{At, at, icon},
    render::{lang, t},
    say,
};
use leptos::prelude::*;

/// The state of everything that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overall {
    /// The look.
    pub tone: Tone,
    /// What is wrong and where, or that all is well.
    pub sentence: String,
    /// What is well, in quieter ink.
    pub rest: String,
    /// Since when.
    pub since: Option<At>,
    /// What is said of the next update.
    pub next: Option<Promise>,
}

/// What is said of the next update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Promise {
    /// It comes by then, and so much is left until then.
    By(At, At),
    /// It was due and has not come: so late is it.
    Late(String),
}

impl Overall {
    /// A believable state.
    pub fn sample() -> Self {
        Self {
            tone: Tone::Major,
            sentence: "Payments: major outage in Europe.".to_owned(),
            rest: "America is normal.".to_owned(),
            since: Some(At::sample()),
            next: Some(Promise::By(At::sample(), At::sample().counting())),
        }
    }
}

pub(super) fn overall(overall: Overall) -> impl IntoView {
    let since = overall.since.map(|moment| view! { <span>{t("since")}" "{at(moment)}</span>" " });
    let next = overall.next.map(|promise| match promise {
        Promise::By(moment, left) => {
            view! { <span>{t("next-update-by")}" "{at(moment)}" "<span class="left">{at(left)}</span></span> }.into_any()
        }
        Promise::Late(by) => view! { <span class="late">{say!(lang(), "next-update-late", length = by)}</span> }.into_any(),
    });
    let line = (since.is_some() || next.is_some()).then(|| view! { <p class="overall-line">{since}{next}</p> });
    let rest = (!overall.rest.is_empty()).then(|| view! { " "<span><bdi>{overall.rest}</bdi></span> });
    view! {
        <section class=format!("overall {}", overall.tone.class()) aria-label=t("overall-state")>
            {icon(overall.tone)}
            <h1><bdi>{overall.sentence}</bdi>{rest}</h1>
            {line}
        </section>
    }
}
