//! Uptime in numbers, and a year as a calendar.

use super::{
    frame::shown,
    month::Month,
    uptime::{self as share, ByPair},
    view::View,
};
use crate::{
    domain::{
        catalogue::Component,
        id::{GroupId, RegionId},
        uptime::Spent,
    },
    locale,
};
use allclear_app::{
    Lang, Tone,
    pages::uptime::{Month as Shown, Uptime},
    pieces::{Row, Table},
    say,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

/// The lengths of time that availability is told over, in days (PRODUCT 6).
const WINDOWS: [(&str, i64); 5] =
    [("window-24h", 1), ("window-7d", 7), ("window-30d", 30), ("window-90d", 90), ("window-year", 365)];
/// Days in the calendar.
const YEAR: u64 = 365;

/// The page of numbers, with the calendar of one component or of all.
pub(crate) fn uptime(view: View<'_>, component: Option<&Component>) -> Uptime {
    let lang = view.lang;
    let path = component.map_or_else(|| "/uptime".to_owned(), |one| format!("/uptime?component={}", one.code));
    let by_pair = view.state.impacts_by_pair();
    let chosen: Vec<&Component> = match component {
        Some(one) => vec![one],
        None => view.state.catalogue.components.iter().filter(|one| one.show_uptime).collect(),
    };
    let mut days: Vec<Spent> = Vec::new();
    for one in &chosen {
        share::add(&mut days, &share::days(view, &by_pair, one, view.region.map(|region| &region.id), YEAR));
    }
    let name = component.map_or_else(|| lang.say("all-components"), |one| one.name.clone());
    Uptime {
        frame: shown(view, &lang.say("uptime"), &path, Tone::Unknown),
        regions: view.switch(&path),
        note: uptime_note(view),
        tables: tables(view, &by_pair),
        whose: say!(lang, "calendar-whose", name = name),
        all: component.map(|_| view.to("/uptime")),
        weekdays: locale::weekdays(lang),
        months: months(view, &days),
    }
}

/// What the numbers mean, by the terms in force.
fn uptime_note(view: View<'_>) -> String {
    let weights = view.state.weights;
    say!(view.lang, "uptime-note", partial = weights.partial, degraded = weights.degraded, maintenance = weights.maintenance)
}

fn tables(view: View<'_>, by_pair: &ByPair<'_>) -> Vec<Table> {
    let region = view.region.map(|region| &region.id);
    let table = |name: String, group: Option<&GroupId>| {
        let members = view.state.catalogue.components.iter().filter(|one| one.group.as_ref() == group && one.show_uptime);
        let members = members.filter(|one| region.is_none_or(|region| one.runs_in(region)));
        let rows: Vec<Row> = members
            .map(|one| {
                let href = view.to(&format!("/uptime?component={}", one.code));
                (one.name.clone(), Some(format!("{href}#calendar")), windows(view, by_pair, one, region))
            })
            .collect();
        Table {
            caption: say!(view.lang, "availability-of", group = name),
            corner: view.lang.say("component"),
            columns: heads(view.lang),
            rows,
        }
    };
    let groups = view.state.catalogue.groups.iter().map(|group| table(group.name.clone(), Some(&group.id)));
    let loose = table(view.lang.say("other"), None);
    groups.chain(std::iter::once(loose)).filter(|table| !table.rows.is_empty()).collect()
}

/// The heads of the columns for [`windows`].
pub(super) fn heads(lang: Lang) -> Vec<String> {
    WINDOWS.iter().map(|(key, _)| lang.say(key)).collect()
}

/// The availability of a component over each length of time; empty where nothing is known.
pub(super) fn windows(view: View<'_>, by_pair: &ByPair<'_>, component: &Component, region: Option<&RegionId>) -> Vec<String> {
    let now = view.state.now;
    WINDOWS
        .iter()
        .map(|(_, days)| cell(view, &share::between(by_pair, component, region, (now - TimeDelta::days(*days), now))))
        .collect()
}

/// An availability as a cell of a table.
pub(super) fn cell(view: View<'_>, spent: &Spent) -> String {
    spent.availability(view.state.weights).map(|percent| locale::decimal(view.lang, percent)).unwrap_or_default()
}

/// The months of the last year, newest first.
fn months(view: View<'_>, days: &[Spent]) -> Vec<Shown> {
    let today = view.state.now.date_naive();
    let first = today.checked_sub_days(Days::new(YEAR - 1)).unwrap_or(today);
    let mut months: Vec<Shown> = Vec::new();
    let mut spent = Spent::default();
    let mut name = String::new();
    for (date, day) in first.iter_days().zip(days) {
        let month = Month::of(start(date)).name(view);
        if month != name {
            name.clone_from(&month);
            spent = Spent::default();
            let indent = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
            months.push(Shown { name: month, indent, ..Shown::default() });
        }
        spent.add(day);
        if let Some(last) = months.last_mut() {
            last.availability =
                spent.availability(view.state.weights).map(|share| locale::percent(view.lang, share)).unwrap_or_default();
            last.days.push((share::worst(day), date.day(), words(view.lang, date, day)));
        }
    }
    months.reverse();
    months
}

fn start(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(chrono::NaiveTime::MIN).and_utc()
}

fn words(lang: Lang, date: NaiveDate, day: &Spent) -> String {
    match share::worst(day) {
        Tone::Operational => say!(lang, "day-lost", day = locale::short_day(lang, date), lost = lang.say("no-trouble")),
        Tone::Unknown => say!(lang, "day-lost", day = locale::short_day(lang, date), lost = lang.say("nothing-known")),
        _ => share::in_words(lang, date, day),
    }
}
