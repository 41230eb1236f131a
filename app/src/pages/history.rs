//! The past: a month of it, or what a search found.

use super::{Frame, switch};
use crate::{
    pieces::{At, Entry, Field, Kind, Options, at, entry, field, select},
    render::t,
};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Head and foot.
    pub frame: Frame,
    /// The region switch.
    pub regions: Vec<(String, String, bool)>,
    /// What is shown: `March 2026`, or that it is what a search found.
    pub heading: String,
    /// The month before: name and address.
    pub earlier: Option<(String, String)>,
    /// The month after.
    pub later: Option<(String, String)>,
    /// What can be narrowed down.
    pub narrow: Narrow,
    /// What is said when nothing was found, or when there was more than is shown.
    pub note: String,
    /// Days on which something began, newest first.
    pub days: Vec<(At, Vec<Entry>)>,
    /// The address of the part with newer ones.
    pub newer: Option<String>,
    /// The address of the part with older ones.
    pub older: Option<String>,
}

/// The form that narrows down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Fields that are kept as they are: name and value.
    pub kept: Vec<(&'static str, String)>,
    /// Components to choose from.
    pub component: Options,
    /// Severities to choose from.
    pub severity: Options,
    /// What to look for.
    pub text: String,
    /// The address without anything narrowed down; none when nothing is.
    pub clear: Option<String>,
}

impl History {
    /// A believable month.
    pub fn sample() -> Self {
        let choice = |name, legend: &str| Options { name, legend: legend.to_owned(), ..Options::default() };
        Self {
            frame: Frame::sample(),
            regions: vec![("All regions".to_owned(), "/history".to_owned(), true)],
            heading: "March 2026".to_owned(),
            earlier: Some(("February 2026".to_owned(), "/history?month=2026-02".to_owned())),
            later: None,
            narrow: Narrow {
                kept: vec![("month", "2026-03".to_owned())],
                component: choice("component", "Component"),
                severity: choice("severity", "Severity"),
                text: "cards".to_owned(),
                clear: Some("/history".to_owned()),
            },
            note: String::new(),
            days: vec![(At::sample(), vec![Entry::sample()])],
            newer: None,
            older: None,
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, regions, heading, earlier, later, narrow, note, days, newer, older } = self;
        frame.around(
            "page reading",
            || switch(regions),
            move || {
                let link = |rel: &'static str, target: Option<(String, String)>| {
                    target.map(|(name, href)| view! { <li><a href=href rel=rel>{name}</a></li> })
                };
                let links = view! { {link("prev", earlier)}{link("next", later)} };
                let note = (!note.is_empty()).then(|| view! { <p class="muted">{note}</p> });
                let days = days.into_iter().map(|(day, entries)| {
                    let entries = entries.into_iter().map(|one| entry(one, false)).collect_view();
                    view! { <li class="day"><h2>{at(day)}</h2><div>{entries}</div></li> }
                });
                let days = days.collect_view();
                view! {
                    <nav class="month" aria-label=t("months")><h1>{heading}</h1><ul>{links}</ul></nav>
                    {form(narrow)}
                    {note}
                    <ol class="days">{days}</ol>
                    {pager(newer, older)}
                }
            },
        )
    }
}

fn pager(newer: Option<String>, older: Option<String>) -> Option<impl IntoView> {
    (newer.is_some() || older.is_some()).then(|| {
        let newer = newer.map(|href| view! { <a href=href rel="prev">{t("newer")}</a> });
        let older = older.map(|href| view! { <a href=href rel="next">{t("older")}</a> });
        view! { <nav class="pager" aria-label=t("pages")>{newer}{older}</nav> }
    })
}

fn form(narrow: Narrow) -> impl IntoView {
    let kept = narrow.kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let text =
        Field { name: "q", label: t("search"), kind: Kind::Search, value: narrow.text, optional: true, ..Field::default() };
    let clear = narrow.clear.map(|href| view! { <a href=href>{t("show-all")}</a> });
    view! {
        <form class="narrow" method="get" action="/history" role="search" aria-label=t("narrow")>
            {kept}{select(narrow.component)}{select(narrow.severity)}{field(text)}
            <div class="actions"><button class="button button-quiet">{t("narrow")}</button>{clear}</div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::History;

    #[test]
    fn a_month() {
        insta::assert_snapshot!(History::sample().html());
    }

    #[test]
    fn a_long_month_comes_in_parts() {
        let part = |number: u8| Some(format!("/history?month=2026-03&page={number}"));
        let page = History { newer: part(1), older: part(3), note: "Page 2 of 3".to_owned(), ..History::sample() };
        insta::assert_snapshot!(page.html());
    }

    #[test]
    fn a_quiet_month_says_so() {
        let note = "No incidents and no maintenance began in this month.".to_owned();
        assert!(History { days: Vec::new(), note: note.clone(), ..History::sample() }.html().contains(&note));
    }
}
