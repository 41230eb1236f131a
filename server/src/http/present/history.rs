//! The past: a month of it, or what a search found.

use super::{
    entries,
    frame::shown,
    month::{Month, first_month},
    time::day,
    tone,
    view::View,
};
use crate::{
    domain::{catalogue::Component, severity::Severity},
    snapshot::{IncidentRecord, MaintenanceRecord},
};
use allclear_app::{
    Tone,
    pages::history::{History, Narrow},
    pieces::{At, Choice, Entry, Options},
    say,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What of the past is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    /// The month; all of the past when a text is looked for.
    pub month: Month,
    /// Only what hit this component.
    pub component: Option<&'a Component>,
    /// Only incidents this bad.
    pub severity: Option<Severity>,
    /// Only what says this, whatever its capitals.
    pub text: Option<String>,
}

/// Most that a search shows.
const MOST: usize = 100;

impl Found<'_> {
    fn incident(&self, view: View<'_>, record: &IncidentRecord) -> bool {
        let said = || std::iter::once(&record.incident.title).chain(record.updates.iter().map(|update| &update.body));
        // The parts of a larger one are told of in it.
        record.incident.parent.is_none()
            && (self.text.is_some() || Month::of(record.incident.started_at) == self.month)
            && self.severity.is_none_or(|severity| severity == record.incident.severity)
            && self.component.is_none_or(|one| record.impacts.iter().any(|impact| impact.pair.component == one.id))
            && view.region.is_none_or(|region| record.concerns(&region.id))
            && self.text.as_ref().is_none_or(|text| said().any(|words| words.to_lowercase().contains(text)))
    }

    fn maintenance(&self, view: View<'_>, record: &MaintenanceRecord) -> bool {
        let said = || std::iter::once(&record.maintenance.title).chain(record.updates.iter().map(|update| &update.body));
        (self.text.is_some() || Month::of(record.maintenance.starts_at) == self.month)
            && record.maintenance.starts_at <= view.state.now
            && self.severity.is_none()
            && self.component.is_none_or(|one| record.impacts.iter().any(|impact| impact.pair.component == one.id))
            && view.region.is_none_or(|region| record.concerns(&region.id))
            && self.text.as_ref().is_none_or(|text| said().any(|words| words.to_lowercase().contains(text)))
    }

    fn is_narrow(&self) -> bool {
        self.component.is_some() || self.severity.is_some() || self.text.is_some()
    }

    /// The address of what is asked for, with another month where one is given.
    fn path(&self, month: Option<Month>) -> String {
        let month = month.map(|month| ("month", month.word()));
        let component = self.component.map(|one| ("component", one.code.clone()));
        let severity = self.severity.map(|severity| ("severity", severity.to_string()));
        let text = self.text.clone().map(|text| ("q", text));
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(month.into_iter().chain(component).chain(severity).chain(text))
            .finish();
        if query.is_empty() { "/history".to_owned() } else { format!("/history?{query}") }
    }
}

/// The page of what is asked for.
pub(crate) fn history(view: View<'_>, asked: &Found<'_>) -> History {
    let (state, lang) = (view.state, view.lang);
    let mut found: Vec<(NaiveDate, Entry)> = Vec::new();
    for record in state.incidents.iter().filter(|record| asked.incident(view, record)) {
        found.push((record.incident.started_at.date_naive(), entries::incident(view, record, false)));
    }
    for record in state.maintenances.iter().filter(|record| asked.maintenance(view, record)) {
        found.push((record.maintenance.starts_at.date_naive(), entries::maintenance(view, record, false)));
    }
    found.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    let count = found.len();
    if asked.text.is_some() {
        found.truncate(MOST);
    }
    let name = asked.month.name(view);
    let (heading, title, path) = match &asked.text {
        Some(text) => {
            let title = say!(lang, "found-title", text = text.as_str());
            (title.clone(), title, asked.path(None))
        }
        None => (name.clone(), say!(lang, "history-title", month = name), asked.path(Some(asked.month))),
    };
    let (earlier, later) = if asked.text.is_some() { (None, None) } else { around(view, asked) };
    History {
        frame: shown(view, &title, &path, Tone::Unknown),
        regions: view.switch(&path),
        heading,
        earlier,
        later,
        narrow: narrow(view, asked),
        note: note(view, asked, count),
        days: by_day(view, found),
    }
}

/// A link: what it is called and where it leads.
type Link = Option<(String, String)>;

/// The months before and after.
fn around(view: View<'_>, asked: &Found<'_>) -> (Link, Link) {
    let link = |month: Month| (month.name(view), view.to(&asked.path(Some(month))));
    let earlier = asked.month.before().filter(|month| *month >= first_month(view.state));
    let later = asked.month.after().filter(|month| *month <= Month::of(view.state.now));
    (earlier.map(link), later.map(link))
}

fn note(view: View<'_>, asked: &Found<'_>, count: usize) -> String {
    let lang = view.lang;
    match (&asked.text, count) {
        (Some(_), count) if count > MOST => say!(lang, "found-more", count = MOST),
        (Some(_), count) => say!(lang, "found", count = count),
        (None, 0) if asked.is_narrow() => lang.say("quiet-month-narrowed"),
        (None, 0) => lang.say("quiet-month"),
        (None, _) => String::new(),
    }
}

fn by_day(view: View<'_>, found: Vec<(NaiveDate, Entry)>) -> Vec<(At, Vec<Entry>)> {
    let mut days: BTreeMap<NaiveDate, Vec<Entry>> = BTreeMap::new();
    for (date, entry) in found {
        days.entry(date).or_default().push(entry);
    }
    days.into_iter().rev().map(|(date, entries)| (day(view.lang, date), entries)).collect()
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
