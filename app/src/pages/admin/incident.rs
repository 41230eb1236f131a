//! One incident as staff see it: facts, a form for the next update, the thread so far.

use super::{Frame, Grid, sayings::sayings};
use crate::pieces::{Fact, Field, Options, Post, State, choices, errors, facts, field, severity, state, thread};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// Head and navigation.
    pub frame: Frame,
    /// Its title.
    pub title: String,
    /// Its severity.
    pub severity: String,
    /// The worst of what it does.
    pub state: State,
    /// Its phase.
    pub phase: String,
    /// Its public page.
    pub public: String,
    /// Facts beside the thread.
    pub facts: Vec<Fact>,
    /// Its updates, newest first.
    pub posts: Vec<Post>,
    /// The form for the next update; none when it is over or the reader may not write.
    pub update: Option<Update>,
}

/// The form for the next update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Where it is sent.
    pub action: String,
    /// Under which it is known, so that it happens once.
    pub key: String,
    /// The number of what the form shows.
    pub seen: String,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// The phases that may follow.
    pub phase: Options,
    /// The severities.
    pub severity: Options,
    /// The text.
    pub body: Field,
    /// The same in further languages: name and fields of each.
    pub sayings: Vec<(String, Vec<Field>)>,
    /// The affected pairs.
    pub grid: Grid,
    /// When the next update comes.
    pub next: Field,
    /// What `next` was filled in with beforehand; nothing when staff typed it.
    pub prefilled: String,
}

impl Incident {
    /// A believable open incident.
    pub fn sample() -> Self {
        Self {
            frame: Frame { title: "Payments are failing".to_owned(), section: "/admin/incidents", ..Frame::sample() },
            title: "Payments are failing".to_owned(),
            severity: "P1 critical".to_owned(),
            state: State::of(crate::Tone::Major),
            phase: "Investigating".to_owned(),
            public: "/incidents/1".to_owned(),
            facts: vec![Fact::Text("Regions".to_owned(), "Europe".to_owned())],
            posts: vec![Post::sample()],
            update: Some(Update {
                sayings: Vec::new(),
                action: "/admin/incidents/1/updates".to_owned(),
                key: "k".to_owned(),
                seen: "7".to_owned(),
                phase: Options {
                    name: "phase",
                    legend: "Phase".to_owned(),
                    choices: vec![crate::pieces::Choice::new("resolved", "Resolved", false)],
                    ..Options::default()
                },
                severity: Options {
                    name: "severity",
                    legend: "Severity".to_owned(),
                    choices: vec![crate::pieces::Choice::new("p1", "P1 critical", true)],
                    ..Options::default()
                },
                body: Field { name: "body", label: "Text".to_owned(), kind: crate::pieces::Kind::Body, ..Field::default() },
                grid: Grid::sample(),
                next: Field { name: "next_update_at", label: "Next update by".to_owned(), optional: true, ..Field::default() },
                faults: Vec::new(),
                prefilled: String::new(),
            }),
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, title, severity: badge, state: worst, phase, public, facts: known, posts, update } = self;
        let around = frame.clone();
        around.around(move || {
            let form = update.map(|update| form(update, &frame));
            view! {
                <div class="title">
                    <h1>{title}</h1>
                    <p class="incident-line">
                        {severity(&badge)}" "{state(worst)}" "<span class="muted">{phase}</span>" "<a href=public>"See it on the page"</a>
                    </p>
                </div>
                <div class="beside">
                    <aside aria-label="Facts">{facts(known)}</aside>
                    <div class="stack">
                        {form}
                        <section aria-labelledby="so-far"><h2 id="so-far">"So far"</h2>{thread(posts)}</section>
                    </div>
                </div>
            }
        })
    }
}

fn form(update: Update, frame: &Frame) -> impl IntoView + use<> {
    view! {
        <form class="steps" id="post" method="post" action=update.action aria-labelledby="post-title" novalidate=true>
            <h2 id="post-title">"Post an update"</h2>
            {frame.token()}
            <input type="hidden" name="key" value=update.key/>
            <input type="hidden" name="prefilled" value=update.prefilled/>
            <input type="hidden" name="seen" value=update.seen/>
            {errors(&update.faults)}
            {choices(update.phase, "choices short")}
            {field(update.body)}
            {sayings(update.sayings)}
            {update.grid.view()}
            {choices(update.severity, "choices short")}
            {field(update.next)}
            <div class="actions"><button class="button">"Post to page and send"</button></div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_open_incident() {
        insta::assert_snapshot!(super::Incident::sample().html());
    }
}
