//! The page of one incident or maintenance.

use super::Frame;
use crate::pieces::{Fact, Post, State, facts, severity, state, thread};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// Head and foot.
    pub frame: Frame,
    /// What is wrong, or what is planned.
    pub title: String,
    /// Its severity; none for planned work.
    pub severity: Option<String>,
    /// The worst of what it does.
    pub state: State,
    /// Its phase.
    pub phase: String,
    /// Facts beside the thread.
    pub facts: Vec<Fact>,
    /// Its updates, newest first.
    pub posts: Vec<Post>,
}

impl Incident {
    /// A believable incident.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(),
            title: "Payments are failing in Europe".to_owned(),
            severity: Some("P1 critical".to_owned()),
            state: State::of(crate::Tone::Major),
            phase: "Investigating".to_owned(),
            facts: vec![
                Fact::Text("Regions", "Europe".to_owned()),
                Fact::States("Components", vec![State::at(crate::Tone::Major, "Payments")]),
            ],
            posts: vec![Post::sample()],
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, title, severity: badge, state: worst, phase, facts: known, posts } = self;
        frame.around("page reading", (), move || {
            let badge = badge.map(|label| view! { {severity(&label)}" " });
            view! {
                <h1>{title}</h1>
                <p class="incident-line">{badge}{state(worst)}" "<span class="muted">{phase}</span></p>
                <div class="report">
                    {facts(known)}
                    <section aria-labelledby="updates"><h2 id="updates" class="visually-hidden">"Updates"</h2>{thread(posts)}</section>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_of_an_incident() {
        insta::assert_snapshot!(super::Incident::sample().html());
    }
}
