//! The first page of staff: what is open, what is due, what does not get delivered.

use super::Frame;
use crate::pieces::{At, State, at, severity, state};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Head and navigation.
    pub frame: Frame,
    /// Open incidents, the one due first on top.
    pub open: Vec<OpenNow>,
    /// What waits for a decision: what is suspected, and what waits for a second person.
    pub waiting: Vec<Waiting>,
    /// Numbers of the ledger: a word, how many, whether that is trouble.
    pub counts: Vec<(&'static str, i64, bool)>,
    /// What is wrong with sending, or nothing.
    pub alarm: Option<String>,
    /// Whether staff may open an incident.
    pub may_publish: bool,
}

/// Something that waits for a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// What kind.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What the time beside it is.
    pub label: &'static str,
    /// When that is, as a countdown.
    pub by: At,
    /// Who looks at it, or that nobody does.
    pub who: String,
}

/// An open incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenNow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its severity.
    pub severity: String,
    /// The worst of what it does.
    pub state: State,
    /// Its phase.
    pub phase: String,
    /// Since when.
    pub since: At,
    /// When the next update is due, and whether that has passed.
    pub due: Option<(At, bool)>,
}

impl Now {
    /// A believable dashboard.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(),
            open: vec![OpenNow {
                title: "Payments are failing in Europe".to_owned(),
                href: "/admin/incidents/1".to_owned(),
                severity: "P1 critical".to_owned(),
                state: State::of(crate::Tone::Major),
                phase: "Investigating".to_owned(),
                since: At::sample(),
                due: Some((At { style: crate::pieces::Style::Countdown, ..At::sample() }, true)),
            }],
            waiting: vec![Waiting {
                kind: "Suspected",
                title: "The API answers slowly".to_owned(),
                href: "/admin/suspicions/1".to_owned(),
                label: "To be assessed",
                by: At { style: crate::pieces::Style::Countdown, ..At::sample() },
                who: "nobody yet".to_owned(),
            }],
            counts: vec![("sent", 1_208, false), ("failed", 2, true), ("skipped", 0, false)],
            alarm: Some("Mail has been waiting for 4 minutes.".to_owned()),
            may_publish: true,
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, open, waiting: waits, counts, alarm, may_publish } = self;
        frame.around(move || {
            let button = may_publish.then(|| view! { " "<a class="button" href="/admin/incidents/new">"New incident"</a> });
            let alarm = alarm.map(|text| view! { <p class="notice tone tone-major" role="alert">{crate::pieces::icon(crate::Tone::Major)}" "{text}</p> });
            let list = if open.is_empty() {
                view! { <p class="empty">"Nothing. An incident that you publish stands here until it is resolved."</p> }.into_any()
            } else {
                let rows = open.into_iter().map(one).collect_view();
                view! { <ul class="open-now">{rows}</ul> }.into_any()
            };
            view! {
                <div class="title"><h1>"Now"</h1>{button}</div>
                {alarm}
                <section aria-labelledby="open"><h2 id="open">"What is open"</h2>{list}</section>
                {waiting(waits)}
                <section aria-labelledby="delivery">
                    <h2 id="delivery">"What gets delivered"</h2>
                    {numbers(counts)}
                    <p><a href="/admin/deliveries">"See the ledger"</a></p>
                </section>
            }
        })
    }
}

fn waiting(waiting: Vec<Waiting>) -> Option<impl IntoView> {
    let rows: Vec<_> = waiting
        .into_iter()
        .map(|one| {
            view! {
                <li>
                    <div>
                        <h3><a href=one.href>{one.title}</a></h3>
                        <p class="incident-line"><strong>{one.kind}</strong>" "<span>{one.who}</span></p>
                    </div>
                    <div class="due"><span class="hint">{one.label}</span>" "{at(one.by)}</div>
                </li>
            }
        })
        .collect();
    let list = (!rows.is_empty()).then(|| rows.collect_view())?;
    Some(
        view! { <section aria-labelledby="waits"><h2 id="waits">"What waits for a decision"</h2><ul class="open-now">{list}</ul></section> },
    )
}

/// Large numbers with a word under each.
pub(crate) fn numbers(counts: Vec<(&'static str, i64, bool)>) -> impl IntoView {
    let rows = counts.into_iter().map(|(label, count, trouble)| {
        let class = match (count, trouble) {
            (0, _) => Some("zero"),
            (_, true) => Some("trouble"),
            (_, false) => None,
        };
        view! { <div class=class><dt>{label}</dt><dd>{count.to_string()}</dd></div> }
    });
    let rows = rows.collect_view();
    view! { <dl class="counts">{rows}</dl> }
}

fn one(open: OpenNow) -> impl IntoView {
    let href = format!("{}#post", open.href);
    let overdue = open.due.as_ref().is_some_and(|(_, late)| *late).then_some("overdue tone-major");
    let due = open.due.map(|(moment, late)| {
        let class = late.then_some("late");
        let text = moment.text.clone();
        view! { <span class="hint">"Next update"</span>" "<time datetime=moment.iso data-countdown="" data-in="in {}" data-late="{} late" class=class>{text}</time>" " }
    });
    view! {
        <li class=overdue>
            <div>
                <h3><a href=open.href>{open.title}</a></h3>
                <p class="incident-line">
                    {severity(&open.severity)}" "{state(open.state)}" "<span>{open.phase}</span>" "<span>"since "{at(open.since)}</span>
                </p>
            </div>
            <div class="due">{due}<a href=href>"Post an update"</a></div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_dashboard() {
        insta::assert_snapshot!(super::Now::sample().html());
    }
}
