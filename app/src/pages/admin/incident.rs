//! One incident as staff see it: facts, a form for the next update, the thread so far.

use super::{
    Frame, Grid,
    audience::{Audience, counted},
    filling::{by_return, from_template},
    form::Form,
    sayings::sayings,
};
use crate::pieces::{Fact, Field, Options, Post, State, checks, choices, errors, facts, field, severity, state, thread};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// Head and navigation.
    pub frame: Frame,
    /// Its title.
    pub title: String,
    /// Its severity; nothing when it has none.
    pub severity: String,
    /// The worst of what it does.
    pub state: State,
    /// Its phase.
    pub phase: String,
    /// Its public page; nothing when it has none.
    pub public: String,
    /// Facts beside the thread.
    pub facts: Vec<Fact>,
    /// Its updates, newest first.
    pub posts: Vec<Post>,
    /// The form for the next update; none when it is over or the reader may not write.
    pub update: Option<Update>,
    /// Its parts: title, page, state in words.
    pub parts: Vec<(String, String, String)>,
    /// What else may be done, each folded away: where it stands on the page, and its form.
    pub deeds: Vec<Deed>,
    /// What to write to enterprise customers; none while there is no need.
    pub draft: Option<String>,
}

/// Something to do with an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deed {
    /// Its place on the page.
    pub id: &'static str,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// Whether it is unfolded.
    pub open: bool,
    /// Its form.
    pub form: Form,
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
    /// The templates that fill in the text.
    pub template: Options,
    /// The text.
    pub body: Field,
    /// The same in further languages: name and fields of each.
    pub sayings: Vec<(String, Vec<Field>)>,
    /// The affected components.
    pub grid: Grid,
    /// Those that are not affected so far.
    pub others: Grid,
    /// Whether one of them is chosen.
    pub spreads: bool,
    /// The regions that join, to be ticked as verified; none while none joins.
    pub verify: Option<Options>,
    /// The groups of subscribers that it can be told to alone; none while there are none.
    pub groups: Option<Options>,
    /// Who would hear it; none before it was counted.
    pub audience: Option<Audience>,
    /// When the next update comes.
    pub next: Field,
    /// Facts that may change: expected end, what customers can do, cause, share.
    pub more: Vec<Field>,
    /// Whether what is said to be hit stays so after the end.
    pub keep: Options,
    /// Whether open parts are resolved with it; none when it has none.
    pub parts: Option<Options>,
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
                template: Options::default(),
                body: Field { name: "body", label: "Text".to_owned(), kind: crate::pieces::Kind::Body, ..Field::default() },
                grid: Grid::sample(),
                others: Grid::default(),
                spreads: false,
                verify: None,
                groups: None,
                audience: None,
                next: Field { name: "next_update_at", label: "Next update by".to_owned(), optional: true, ..Field::default() },
                faults: Vec::new(),
                more: vec![Field { name: "cause", label: "Cause".to_owned(), optional: true, ..Field::default() }],
                keep: Options {
                    name: "keep_health",
                    legend: "At the end".to_owned(),
                    choices: vec![crate::pieces::Choice::new("yes", "What is marked as hit stays so", false)],
                    ..Options::default()
                },
                parts: None,
                prefilled: String::new(),
            }),
            parts: vec![("The API is slow".to_owned(), "/admin/incidents/2".to_owned(), "Identified".to_owned())],
            deeds: vec![Deed {
                id: "war-room",
                facts: vec![Fact::Text("Commander".to_owned(), "ada@northwind.example".to_owned())],
                open: true,
                form: Form { heading: "War room".to_owned(), button: "It meets".to_owned(), ..Form::default() },
            }],
            draft: Some("Dear customer,".to_owned()),
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let Self { frame, title, severity: badge, state: worst, phase, public, facts: known, posts, .. } = self;
            let form = self.update.map(|update| form(update, &frame));
            let badge = (!badge.is_empty()).then(|| view! { {severity(&badge)}" " });
            let public = (!public.is_empty()).then(|| view! { <a href=public>"See it on the page"</a> });
            let parts = parts(self.parts);
            let deeds = self.deeds.into_iter().map(|one| deed(one, &frame)).collect_view();
            let draft = self.draft.map(draft);
            view! {
                <div class="title">
                    <h1>{title}</h1>
                    <p class="incident-line">
                        {badge}{state(worst)}" "<span class="muted">{phase}</span>" "{public}
                    </p>
                </div>
                <div class="beside">
                    <aside aria-label="Facts">{facts(known)}</aside>
                    <div class="stack">
                        {form}{parts}{draft}
                        <div class="deeds">{deeds}</div>
                        <section aria-labelledby="so-far"><h2 id="so-far">"So far"</h2>{thread(posts)}</section>
                    </div>
                </div>
            }
        })
    }
}

fn parts(parts: Vec<(String, String, String)>) -> Option<impl IntoView> {
    let rows: Vec<_> = parts
        .into_iter()
        .map(|(title, href, word)| view! { <li><a href=href>{title}</a>" "<span class="muted">{word}</span></li> })
        .collect();
    let list = (!rows.is_empty()).then(|| rows.collect_view())?;
    Some(view! { <section aria-labelledby="parts"><h2 id="parts">"Parts"</h2><ul class="parts">{list}</ul></section> })
}

fn draft(text: String) -> impl IntoView {
    view! {
        <section id="executives" aria-labelledby="executives-title">
            <h2 id="executives-title">"Draft to enterprise customers"</h2>
            <pre class="letter">{text}</pre>
        </section>
    }
}

fn deed(deed: Deed, frame: &Frame) -> impl IntoView + use<> {
    let Deed { id, facts: known, open, form } = deed;
    let heading = form.heading.clone();
    let known = (!known.is_empty()).then(|| facts(known));
    view! { <details id=id class="deed" open=open><summary>{heading}</summary>{known}{form.view(frame)}</details> }
}

fn form(update: Update, frame: &Frame) -> impl IntoView + use<> {
    let more = update.more.into_iter().map(field).collect_view();
    let back_to = format!("{}#post", update.action);
    let to_audience = format!("{}#audience", update.action);
    let parts = update.parts.map(|parts| checks(parts, "checks"));
    let groups = update.groups.map(|groups| checks(groups, "checks"));
    let verify = update.verify.map(|verify| checks(verify, "checks"));
    let others = (!update.others.groups.is_empty()).then(|| {
        let grid = update.others.view();
        view! { <details class="more" open=update.spreads><summary>"It spreads to other components"</summary>{grid}</details> }
    });
    let button = match &update.audience {
        None => "Post to page and send".to_owned(),
        Some(audience) => format!("Post to page and send to {}", audience.people()),
    };
    let audience = update.audience.map(counted);
    view! {
        <form class="steps" id="post" method="post" action=update.action aria-labelledby="post-title" novalidate=true>
            <h2 id="post-title">"Post an update"</h2>
            {frame.token()}
            <input type="hidden" name="key" value=update.key/>
            <input type="hidden" name="prefilled" value=update.prefilled/>
            <input type="hidden" name="seen" value=update.seen/>
            {by_return("post")}{errors(&update.faults)}
            {choices(update.phase, "choices short")}
            {from_template(update.template, back_to)}
            {field(update.body)}
            {sayings(update.sayings)}
            {update.grid.view()}{others}
            {choices(update.severity, "choices short")}
            {field(update.next)}
            <details class="more"><summary>"Expected end, what customers can do, cause, share"</summary>{more}</details>
            {parts}{checks(update.keep, "checks")}{groups}{audience}{verify}
            <div class="actions">
                <button class="button" name="act" value="post">{button}</button>" "
                <button class="button button-quiet" name="act" value="preview" formaction=to_audience>"Show who will hear it"</button>
            </div>
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
