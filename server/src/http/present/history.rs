//! The past: a month of it, or what a search found.

use super::{
    found::{Found, Past},
    frame::shown,
    month::{Month, first_month},
    time::day,
    tone,
    view::View,
};
use crate::domain::severity::Severity;
use allclear_app::{
    Tone,
    pages::history::{History, Narrow},
    pieces::{At, Choice, Entry, Options},
    say,
};

/// Most entries of one page: a month with more comes in parts, so that no page grows without end.
const PART: usize = 50;

/// The page of what is asked for; none where there is no such part of it.
pub(crate) fn history(view: View<'_>, asked: &Found<'_>) -> Option<History> {
    let lang = view.lang;
    let found = asked.all(view);
    let parts = found.len().div_ceil(PART).max(1);
    if !(1..=parts).contains(&asked.part) {
        return None;
    }
    let here = found.chunks(PART).nth(asked.part - 1).unwrap_or_default();
    let name = asked.month.name(view);
    let (heading, title) = match &asked.text {
        Some(text) => {
            let title = say!(lang, "found-title", text = text.as_str());
            (title.clone(), title)
        }
        None => (name.clone(), say!(lang, "history-title", month = name)),
    };
    let title = if asked.part > 1 { format!("{title} · {}", part_of(view, asked, parts)) } else { title };
    let path = asked.path_of_part(asked.part);
    let (earlier, later) = if asked.text.is_some() { (None, None) } else { around(view, asked) };
    let part = |number: usize| view.to(&asked.path_of_part(number));
    Some(History {
        frame: shown(view, &title, &path, Tone::Unknown),
        // Of another region there may be fewer.
        regions: view.switch(&asked.path(asked.month)),
        heading,
        earlier,
        later,
        narrow: narrow(view, asked),
        note: note(view, asked, found.len(), parts),
        days: by_day(view, here),
        newer: (asked.part > 1).then(|| part(asked.part - 1)),
        older: (asked.part < parts).then(|| part(asked.part + 1)),
    })
}

fn part_of(view: View<'_>, asked: &Found<'_>, parts: usize) -> String {
    say!(view.lang, "page-of", page = asked.part, count = parts)
}

/// A link: what it is called and where it leads.
type Link = Option<(String, String)>;

/// The months before and after.
fn around(view: View<'_>, asked: &Found<'_>) -> (Link, Link) {
    let link = |month: Month| (month.name(view), view.to(&asked.path(month)));
    let earlier = asked.month.before().filter(|month| *month >= first_month(view.state));
    let later = asked.month.after().filter(|month| *month <= Month::of(view.state.now));
    (earlier.map(link), later.map(link))
}

fn note(view: View<'_>, asked: &Found<'_>, count: usize, parts: usize) -> String {
    let lang = view.lang;
    let found = match (&asked.text, count) {
        (Some(_), count) => say!(lang, "found", count = count),
        (None, 0) if asked.is_narrow() => lang.say("quiet-month-narrowed"),
        (None, 0) => lang.say("quiet-month"),
        (None, _) => String::new(),
    };
    let part = if parts > 1 { part_of(view, asked, parts) } else { String::new() };
    [found, part].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One part, by days; of the days at its edges the rest may be in the parts beside it.
fn by_day(view: View<'_>, found: &[Past<'_>]) -> Vec<(At, Vec<Entry>)> {
    let days = found.chunk_by(|one, other| one.day() == other.day());
    days.filter_map(|of_a_day| {
        let date = of_a_day.first()?.day();
        Some((day(view.lang, date), of_a_day.iter().map(|past| past.entry(view)).collect()))
    })
    .collect()
}

fn narrow(view: View<'_>, asked: &Found<'_>) -> Narrow {
    let lang = view.lang;
    let any = |key: &str, chosen: bool| Choice::new("", lang.say(key), chosen);
    let components = view
        .state
        .catalogue
        .components
        .iter()
        .map(|one| Choice::new(one.code.as_str(), &one.name, asked.component.is_some_and(|chosen| chosen.id == one.id)));
    let severities =
        Severity::ALL.iter().map(|one| Choice::new(one.as_str(), tone::severity(lang, *one), asked.severity == Some(*one)));
    let options = |name, legend: &str, choices| Options { name, legend: lang.say(legend), choices, ..Options::default() };
    let month = asked.text.is_none().then(|| ("month", asked.month.word()));
    let region = view.region.map(|region| ("region", region.code.clone()));
    let language = view.chosen.then(|| ("lang", lang.code().to_owned()));
    Narrow {
        kept: month.into_iter().chain(region).chain(language).collect(),
        component: options(
            "component",
            "component",
            std::iter::once(any("any-component", asked.component.is_none())).chain(components).collect(),
        ),
        severity: options(
            "severity",
            "severity",
            std::iter::once(any("any-severity", asked.severity.is_none())).chain(severities).collect(),
        ),
        text: asked.text.clone().unwrap_or_default(),
        clear: asked.is_narrow().then(|| view.to("/history")),
    }
}
