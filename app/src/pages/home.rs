//! The page: overall state, what is open, what is planned, every component, fourteen days.

use super::Frame;
use crate::{
    Tone,
    pieces::{At, Bars, Entry, Fact, Post, State, at, entry, facts, icon, severity, state, thread},
};
use leptos::prelude::*;

mod grid;

pub use grid::{Component, Group};

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// Head and foot.
    pub frame: Frame,
    /// The region switch: name, address, whether it is the present one. Empty when there is only one region.
    pub regions: Vec<(String, String, bool)>,
    /// The one sentence.
    pub overall: Overall,
    /// Open incidents, worst first.
    pub incidents: Vec<Open>,
    /// Planned and running maintenance.
    pub planned: Vec<Entry>,
    /// The names of the region columns.
    pub columns: Vec<String>,
    /// Components by group.
    pub groups: Vec<Group>,
    /// The last days: the day, its name, and what happened.
    pub days: Vec<(At, Vec<Entry>)>,
}

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
    /// It comes by then.
    By(At),
    /// It was due and has not come.
    Late,
}

/// An open incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The look of its state.
    pub tone: Tone,
    /// Its severity, `P1 critical`.
    pub severity: String,
    /// The worst of what it does, in words.
    pub state: String,
    /// Its updates, newest first.
    pub posts: Vec<Post>,
    /// Further facts.
    pub facts: Vec<Fact>,
}

impl Home {
    /// A page with trouble on it.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(),
            regions: vec![
                ("All regions".to_owned(), "/".to_owned(), true),
                ("Europe".to_owned(), "/?region=eu".to_owned(), false),
                ("America".to_owned(), "/?region=us".to_owned(), false),
            ],
            overall: Overall {
                tone: Tone::Major,
                sentence: "Payments: major outage in Europe.".to_owned(),
                rest: "America is normal.".to_owned(),
                since: Some(At::sample()),
                next: Some(Promise::By(At::sample())),
            },
            incidents: vec![Open {
                id: "1".to_owned(),
                title: "Payments are failing in Europe".to_owned(),
                href: "/incidents/1".to_owned(),
                tone: Tone::Major,
                severity: "P1 critical".to_owned(),
                state: "Major outage".to_owned(),
                posts: vec![Post::sample(), Post { id: "u0".to_owned(), ..Post::sample() }],
                facts: vec![Fact::Text("Regions", "Europe".to_owned())],
            }],
            planned: vec![Entry { tone: Tone::Maintenance, window: Some((At::sample(), At::sample())), ..Entry::sample() }],
            columns: vec!["Europe".to_owned(), "America".to_owned()],
            groups: vec![Group::sample()],
            days: vec![(At::sample(), Vec::new()), (At::sample(), vec![Entry::sample()])],
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, regions, overall, incidents, planned, columns, groups, days } = self;
        let switch = switch(regions);
        frame.around("page", switch, move || {
            let open = (!incidents.is_empty()).then(|| {
                let articles = incidents.into_iter().map(open_incident).collect_view();
                view! { <section class="open" aria-label="Open incidents">{articles}</section> }
            });
            let planned = (!planned.is_empty()).then(|| {
                let entries = planned.into_iter().map(entry).collect_view();
                view! { <section class="planned" aria-labelledby="planned"><h2 id="planned">"Planned maintenance"</h2>{entries}</section> }
            });
            view! { {overall_state(overall)}{open}{planned}{grid::grid(&columns, groups)}{past(days)} }
        })
    }
}

fn switch(regions: Vec<(String, String, bool)>) -> Option<impl IntoView> {
    if regions.is_empty() {
        return None;
    }
    let words = regions.into_iter().map(|(name, href, present)| {
        view! { <li><a href=href aria-current=present.then_some("page")>{name}</a></li> }
    });
    let words = words.collect_view();
    Some(view! { <nav class="regions" aria-label="Regions"><ul>{words}</ul></nav> })
}

fn overall_state(overall: Overall) -> impl IntoView {
    let since = overall.since.map(|moment| view! { "Since "{at(moment)}". " });
    let next = overall.next.map(|promise| match promise {
        Promise::By(moment) => view! { "Next update by "{at(moment)}"." }.into_any(),
        Promise::Late => "The next update is late.".into_any(),
    });
    let line = (since.is_some() || next.is_some()).then(|| view! { <p>{since}{next}</p> });
    let rest = (!overall.rest.is_empty()).then(|| view! { " "<span>{overall.rest}</span> });
    view! {
        <section class=format!("overall {}", overall.tone.class()) aria-label="Overall state">
            {icon(overall.tone)}
            <h1>{overall.sentence}{rest}</h1>
            {line}
        </section>
    }
}

fn open_incident(open: Open) -> impl IntoView {
    let heading = format!("incident-{}", open.id);
    let named_by = heading.clone();
    let mut posts = open.posts.into_iter();
    let newest = posts.next().map(|post| {
        view! {
            <div class="update">
                <p class="update-line"><strong>{post.phase}</strong>" "{at(post.said_at)}</p>
                <div class="prose" inner_html=post.body_html></div>
            </div>
        }
    });
    let earlier: Vec<Post> = posts.collect();
    let earlier = (!earlier.is_empty()).then(|| {
        let label = if earlier.len() == 1 { "1 earlier update".to_owned() } else { format!("{} earlier updates", earlier.len()) };
        view! { <details class="earlier"><summary>{label}</summary>{thread(earlier)}</details> }
    });
    view! {
        <article class=format!("incident {}", open.tone.class()) aria-labelledby=named_by>
            <header>
                <h2 id=heading><a href=open.href>{open.title}</a></h2>
                <p class="incident-line">{severity(&open.severity)}" "{state(State { tone: open.tone, place: None, word: open.state })}</p>
            </header>
            {newest}{earlier}{facts(open.facts)}
        </article>
    }
}

fn past(days: Vec<(At, Vec<Entry>)>) -> impl IntoView {
    let rows = days.into_iter().map(|(day, entries)| {
        if entries.is_empty() {
            return view! { <li class="day quiet"><h3>{at(day)}</h3>" "<p>"No incidents."</p></li> }.into_any();
        }
        let entries = entries.into_iter().map(entry).collect_view();
        view! { <li class="day"><h3>{at(day)}</h3><div>{entries}</div></li> }.into_any()
    });
    let rows = rows.collect_view();
    view! { <section class="past" aria-labelledby="past"><h2 id="past">"Past incidents"</h2><ol class="days">{rows}</ol></section> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_trouble() {
        insta::assert_snapshot!(Home::sample().html());
    }

    #[test]
    fn an_empty_instance_says_so() {
        let empty =
            Home { incidents: Vec::new(), planned: Vec::new(), groups: Vec::new(), regions: Vec::new(), ..Home::sample() };
        assert!(empty.html().contains("No components yet"));
    }
}
