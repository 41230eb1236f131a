//! The page of one incident or maintenance.

use super::Frame;
use crate::{
    pieces::{At, Entry, Fact, Post, State, at, entry, facts, severity, state, thread},
    render::t,
};
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
    /// The time that is left until planned work begins or ends.
    pub counting: Option<At>,
    /// Facts beside the thread.
    pub facts: Vec<Fact>,
    /// What is hit where.
    pub grid: Grid,
    /// Where else to go: label and address.
    pub links: Vec<(String, String)>,
    /// The whole address, to be copied.
    pub address: String,
    /// Smaller incidents that belong to it, or the larger one that it belongs to.
    pub related: Vec<Entry>,
    /// Its updates, newest first.
    pub posts: Vec<Post>,
}

/// Components by region with the state of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// What the table is of.
    pub caption: String,
    /// The regions.
    pub columns: Vec<String>,
    /// Each component with its state in each region; none where it was not hit.
    pub rows: Vec<(String, Vec<Option<State>>)>,
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
            counting: None,
            facts: vec![Fact::Moment("Started".to_owned(), At::sample())],
            grid: Grid {
                caption: "What is affected".to_owned(),
                columns: vec!["Europe".to_owned(), "America".to_owned()],
                rows: vec![("Payments".to_owned(), vec![Some(State::of(crate::Tone::Major)), None])],
            },
            links: vec![("Read the post-mortem".to_owned(), "/incidents/1/postmortem".to_owned())],
            address: "https://status.example/incidents/1".to_owned(),
            related: vec![Entry::sample()],
            posts: vec![Post::sample()],
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self {
            frame,
            title,
            severity: badge,
            state: worst,
            phase,
            counting,
            facts: known,
            grid,
            links,
            address,
            related,
            posts,
        } = self;
        frame.around("page reading", || (), move || {
            let badge = badge.map(|label| view! { {severity(&label)}" " });
            let counting = counting.map(|moment| view! { " "<span class="muted">{at(moment)}</span> });
            let links = links.into_iter().map(|(label, href)| view! { <a href=href>{label}</a> }).collect_view();
            let related = (!related.is_empty()).then(|| {
                let entries = related.into_iter().map(|one| entry(one, false)).collect_view();
                view! { <section class="related" aria-labelledby="related"><h2 id="related">{t("related")}</h2>{entries}</section> }
            });
            view! {
                <h1><bdi>{title}</bdi></h1>
                <p class="incident-line">{badge}{state(worst)}" "<span class="muted">{phase}</span>{counting}</p>
                <p class="onward">
                    {links}
                    <button type="button" class="link" hidden data-copy=address data-done=t("copied")>{t("copy-link")}</button>
                </p>
                <div class="report">
                    <div class="known">{facts(known)}{affected(grid)}</div>
                    <section aria-labelledby="updates"><h2 id="updates" class="visually-hidden">{t("updates")}</h2>{thread(posts)}</section>
                </div>
                {related}
            }
        })
    }
}

fn affected(grid: Grid) -> Option<impl IntoView> {
    if grid.rows.is_empty() {
        return None;
    }
    let heads = grid.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let rows = grid.rows.into_iter().map(|(name, states)| {
        let cells = states.into_iter().map(|one| match one {
            Some(one) => view! { <td>{state(one)}</td> }.into_any(),
            None => view! { <td><span class="visually-hidden">{t("not-affected")}</span></td> }.into_any(),
        });
        let cells = cells.collect_view();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    });
    let rows = rows.collect_view();
    let label = grid.caption.clone();
    Some(view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table class="affected">
                <caption>{grid.caption}</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_of_an_incident() {
        insta::assert_snapshot!(super::Incident::sample().html());
    }
}
