//! The page of one component.

use super::{
    entries,
    frame::shown,
    month::{Month, first_month},
    time::day,
    tone::tone,
    uptime::{self, ByPair},
    view::View,
    year,
};
use crate::{
    domain::catalogue::{Component, Region},
    locale,
    snapshot::IncidentRecord,
};
use allclear_app::{
    pages::component::Component as Page,
    pieces::{At, Entry, State, Table},
};
use chrono::NaiveDate;
use std::{collections::BTreeMap, sync::Arc};

/// Most incidents on the page; the rest are in the history.
const INCIDENTS: usize = 20;
/// Months in the table.
const MONTHS: usize = 12;
const DAYS: u64 = 90;

/// The page of a component in every region it runs in, or in the one that is looked at.
pub(crate) fn component(view: View<'_>, component: &Component) -> Page {
    let by_pair = view.state.impacts_by_pair();
    let regions: Vec<&Region> = view.regions().filter(|region| component.runs_in(&region.id)).collect();
    let path = format!("/components/{}", component.code);
    let worst = regions.iter().map(|region| tone(view.state.health(&component.id, &region.id))).max().unwrap_or_default();
    let shows = component.show_uptime;
    Page {
        frame: shown(view, &component.name, &path, worst),
        name: component.name.clone(),
        description: component.description.clone(),
        regions: regions
            .iter()
            .map(|region| {
                let days = uptime::days(view, &by_pair, component, Some(&region.id), DAYS);
                let percent =
                    uptime::total(&days).availability(view.state.weights).map(|share| locale::percent(view.lang, share));
                let bars = shows.then(|| uptime::bars(view, &region.name, &days, percent.as_deref()));
                (region.name.clone(), State::of(tone(view.state.health(&component.id, &region.id))), bars)
            })
            .collect(),
        windows: shows.then(|| windows(view, &by_pair, component, &regions)),
        months: shows.then(|| months(view, &by_pair, component, &regions)),
        days: days(view, component),
        history: view.to(&format!("/history?component={}", component.code)),
        calendar: view.to(&format!("/uptime?component={}", component.code)),
    }
}

fn windows(view: View<'_>, by_pair: &ByPair<'_>, component: &Component, regions: &[&Region]) -> Table {
    let rows =
        regions.iter().map(|region| (region.name.clone(), None, year::windows(view, by_pair, component, Some(&region.id))));
    Table {
        caption: view.lang.say("availability-by-region"),
        corner: view.lang.say("region"),
        columns: year::heads(view.lang),
        rows: rows.collect(),
    }
}

fn months(view: View<'_>, by_pair: &ByPair<'_>, component: &Component, regions: &[&Region]) -> Table {
    let oldest = first_month(view.state);
    let months = std::iter::successors(Some(Month::of(view.state.now)), |month| month.before());
    let rows = months.take(MONTHS).take_while(|month| *month >= oldest).map(|month| {
        let (from, until) = month.bounds();
        let cells = regions.iter().map(|region| {
            let spent = uptime::between(by_pair, component, Some(&region.id), (from, until.min(view.state.now)));
            year::cell(view, &spent)
        });
        let href = view.to(&format!("/history?month={}&component={}", month.word(), component.code));
        (month.name(view), Some(href), cells.collect())
    });
    Table {
        caption: view.lang.say("availability-by-month"),
        corner: view.lang.say("months"),
        columns: regions.iter().map(|region| region.name.clone()).collect(),
        rows: rows.collect(),
    }
}

/// What happened to it, newest first.
fn days(view: View<'_>, component: &Component) -> Vec<(At, Vec<Entry>)> {
    let hit = |record: &&Arc<IncidentRecord>| record.impacts.iter().any(|impact| impact.pair.component == component.id);
    let here = |record: &&Arc<IncidentRecord>| view.region.is_none_or(|region| record.concerns(&region.id));
    let mut days: BTreeMap<NaiveDate, Vec<Entry>> = BTreeMap::new();
    for record in view.state.incidents.iter().filter(hit).filter(here).take(INCIDENTS) {
        days.entry(record.incident.started_at.date_naive()).or_default().push(entries::incident(view, record, false));
    }
    days.into_iter().rev().map(|(date, entries)| (day(view.lang, date), entries)).collect()
}
