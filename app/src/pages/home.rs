//! The page: overall state, what is open, what is planned, every component, fourteen days.

use super::Frame;
use crate::{
    Tone,
    pieces::{At, Entry, Fact, Post, State, at, entry, facts, severity, state, thread},
    render::{lang, t},
    say,
};
use leptos::prelude::*;

mod grid;
mod overall;

pub use grid::{Component, Group};
pub use overall::{Overall, Promise};

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
    /// The last days, today first.
    pub days: Vec<Day>,
}

/// A day of the past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: At,
    /// What happened on it.
    pub entries: Vec<Entry>,
    /// That there was more, and where it is.
    pub more: Option<(String, String)>,
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
    /// The worst of what it does.
    pub state: State,
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
            overall: Overall::sample(),
            incidents: vec![Open {
                id: "1".to_owned(),
                title: "Payments are failing in Europe".to_owned(),
                href: "/incidents/1".to_owned(),
                tone: Tone::Major,
                severity: "P1 critical".to_owned(),
                state: State::of(Tone::Major),
                posts: vec![Post::sample(), Post { id: "u0".to_owned(), ..Post::sample() }],
                facts: vec![Fact::Text("Regions".to_owned(), "Europe".to_owned())],
            }],
            planned: vec![Entry {
                tone: Tone::Maintenance,
                window: Some((At::sample(), At::sample())),
                counting: Some(At::sample().counting()),
                ..Entry::sample()
            }],
            columns: vec!["Europe".to_owned(), "America".to_owned()],
            groups: vec![Group::sample()],
            days: vec![
                Day { date: At::sample(), ..Day::default() },
                Day {
                    date: At::sample(),
                    entries: vec![Entry::sample()],
                    more: Some(("2 more".to_owned(), "/history?month=2026-03".to_owned())),
                },
            ],
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, regions, overall, incidents, planned, columns, groups, days } = self;
        let history = frame.links.history.clone();
        frame.around("page", || super::switch(regions), move || {
            let open = (!incidents.is_empty()).then(|| {
                let articles = incidents.into_iter().map(open_incident).collect_view();
                view! { <section class="open" aria-label=t("open-incidents")>{articles}</section> }
            });
            let planned = (!planned.is_empty()).then(|| {
                let entries = planned.into_iter().map(|one| entry(one, false)).collect_view();
                view! { <section class="planned" aria-labelledby="planned"><h2 id="planned">{t("planned")}</h2>{entries}</section> }
            });
            view! { {overall::overall(overall)}{open}{planned}{grid::grid(&columns, groups)}{past(days, history)} }
        })
    }
}

fn open_incident(open: Open) -> impl IntoView {
    let heading = format!("incident-{}", open.id);
    let named_by = heading.clone();
    let mut posts = open.posts.into_iter();
    let newest = posts.next().map(|post| {
        view! {
            <div class="update" id=format!("update-{}", post.id)>
                <p class="update-line"><strong>{post.phase}</strong>" "{at(post.said_at)}</p>
                <div class="prose" dir="auto" inner_html=post.body_html></div>
            </div>
        }
    });
    let earlier: Vec<Post> = posts.collect();
    let earlier = (!earlier.is_empty()).then(|| {
        let label = say!(lang(), "earlier-updates", count = earlier.len());
        view! { <details class="earlier" id=format!("earlier-{}", open.id)><summary>{label}</summary>{thread(earlier)}</details> }
    });
    view! {
        <article class=format!("incident {}", open.tone.class()) id=format!("open-{}", open.id) aria-labelledby=named_by>
            <header>
                <h2 id=heading><a href=open.href><bdi>{open.title}</bdi></a></h2>
                <p class="incident-line">{severity(&open.severity)}" "{state(open.state)}</p>
            </header>
            {newest}{earlier}{facts(open.facts)}
        </article>
    }
}

fn past(days: Vec<Day>, history: String) -> impl IntoView {
    let rows = days.into_iter().map(|Day { date: day, entries, more }| {
        if entries.is_empty() {
            return view! { <li class="day quiet"><h3>{at(day)}</h3>" "<p>{t("no-incidents")}</p></li> }.into_any();
        }
        let entries = entries.into_iter().map(|one| entry(one, true)).collect_view();
        let more = more.map(|(label, href)| view! { <p class="onward"><a href=href>{label}</a></p> });
        view! { <li class="day"><h3>{at(day)}</h3><div>{entries}{more}</div></li> }.into_any()
    });
    let rows = rows.collect_view();
    view! {
        <section class="past" aria-labelledby="past">
            <h2 id="past">{t("past-incidents")}</h2>
            <ol class="days">{rows}</ol>
            <p class="onward"><a href=history>{t("whole-history")}</a></p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn the_page_in_trouble() {
        insta::assert_snapshot!(Home::sample().html());
    }

    #[test]
    fn the_frame_is_in_the_readers_language() {
        let page = Home { frame: Frame { lang: Lang::Ar, ..Frame::sample() }, ..Home::sample() };
        insta::assert_snapshot!(page.html());
    }

    #[test]
    fn an_empty_instance_says_so() {
        let empty =
            Home { incidents: Vec::new(), planned: Vec::new(), groups: Vec::new(), regions: Vec::new(), ..Home::sample() };
        assert!(empty.html().contains("No components yet"));
    }
}
