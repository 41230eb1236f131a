//! Days of a component as bars, and availability in percent.

use super::view::View;
use crate::{
    domain::{
        catalogue::Component,
        id::RegionId,
        impact::{Impact, Pair},
        uptime::{self, Spent},
    },
    locale,
};
use allclear_app::{
    Lang, Tone,
    pieces::{Bar, Bars},
    say,
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use std::collections::HashMap;

/// Impacts by the pair they hit.
pub(super) type ByPair<'a> = HashMap<&'a Pair, Vec<&'a Impact>>;

const DAYS: u64 = 90;

/// Ninety days of a component where the reader looks.
pub(super) fn ninety(view: View<'_>, by_pair: &ByPair<'_>, component: &Component) -> Bars {
    let days = days(view, by_pair, component, view.region.map(|region| &region.id), DAYS);
    let percent = total(&days).availability(view.state.weights).map(|share| locale::percent(view.lang, share));
    bars(view, &component.name, &days, percent.as_deref())
}

/// What each of the last days was like in one region, or in all of them added up.
pub(super) fn days(
    view: View<'_>,
    by_pair: &ByPair<'_>,
    component: &Component,
    region: Option<&RegionId>,
    count: u64,
) -> Vec<Spent> {
    let mut sum: Vec<Spent> = Vec::new();
    for (id, _) in component.placements.iter().filter(|(id, _)| region.is_none_or(|region| region == id)) {
        let pair = Pair { component: component.id.clone(), region: id.clone() };
        let impacts = by_pair.get(&pair).map(Vec::as_slice).unwrap_or_default();
        add(&mut sum, &uptime::days(impacts, &component.known(id), view.state.now, count));
    }
    sum
}

/// Adds days to days.
pub(super) fn add(sum: &mut Vec<Spent>, days: &[Spent]) {
    if sum.is_empty() {
        sum.extend_from_slice(days);
    } else {
        sum.iter_mut().zip(days).for_each(|(sum, day)| sum.add(day));
    }
}

/// What a component spent between two moments in one region, or in all of them added up.
pub(super) fn between(
    by_pair: &ByPair<'_>,
    component: &Component,
    region: Option<&RegionId>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Spent {
    let mut sum = Spent::default();
    for (id, _) in component.placements.iter().filter(|(id, _)| region.is_none_or(|region| region == id)) {
        let pair = Pair { component: component.id.clone(), region: id.clone() };
        let impacts = by_pair.get(&pair).map(Vec::as_slice).unwrap_or_default();
        sum.add(&uptime::between(impacts, &component.known(id), from, until));
    }
    sum
}

/// All of it.
pub(super) fn total(days: &[Spent]) -> Spent {
    days.iter().fold(Spent::default(), |mut sum, day| {
        sum.add(day);
        sum
    })
}

/// Days as bars.
pub(super) fn bars(view: View<'_>, name: &str, days: &[Spent], percent: Option<&str>) -> Bars {
    let lang = view.lang;
    let today = view.state.now.date_naive();
    let from = today.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(today);
    let dated = from.iter_days().zip(days).filter(|(_, day)| is_troubled(day));
    let mut troubled: Vec<(String, String)> = dated.map(|(date, day)| (date.to_string(), in_words(lang, date, day))).collect();
    // What happened last is looked for first.
    troubled.reverse();
    let label = match (percent, troubled.len()) {
        (None, _) => say!(lang, "bars-unknown", component = name),
        (Some(percent), 0) => say!(lang, "bars-well", component = name, percent = percent),
        (Some(percent), count) => say!(lang, "bars-trouble", component = name, percent = percent, count = count),
    };
    let summary = if troubled.is_empty() { String::new() } else { say!(lang, "trouble-days", count = troubled.len()) };
    let availability = percent.map(|percent| say!(lang, "availability-90", percent = percent)).unwrap_or_default();
    Bars { availability, label, from: from.to_string(), days: days.iter().map(bar).collect(), summary, troubled }
}

/// Whether anything was lost on a day, maintenance included.
fn is_troubled(day: &Spent) -> bool {
    day.major + day.partial + day.degraded + day.maintenance > 0
}

/// The day and what was lost on it: `10 February: 7 h 12 min partial outage`.
pub(super) fn in_words(lang: Lang, date: NaiveDate, day: &Spent) -> String {
    let lost = [
        ("lost-major", day.major),
        ("lost-partial", day.partial),
        ("lost-degraded", day.degraded),
        ("lost-maintenance", day.maintenance),
    ];
    let lost: Vec<String> = lost
        .into_iter()
        .filter(|(_, seconds)| *seconds > 0)
        .map(|(key, seconds)| {
            say!(lang, key, length = locale::length(lang, TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1_000))))
        })
        .collect();
    let lost: Vec<&str> = lost.iter().map(String::as_str).collect();
    say!(lang, "day-lost", day = locale::short_day(lang, date), lost = locale::list(lang, &lost))
}

/// The worst on a day, as a look.
pub(super) fn worst(day: &Spent) -> Tone {
    match day {
        day if day.known() == 0 => Tone::Unknown,
        day if day.major > 0 => Tone::Major,
        day if day.partial > 0 => Tone::Partial,
        day if day.degraded > 0 => Tone::Degraded,
        day if day.maintenance > 0 => Tone::Maintenance,
        _ => Tone::Operational,
    }
}

fn bar(day: &Spent) -> Bar {
    let known = day.known();
    let share = |seconds: u64| {
        let thousandths = seconds * 1_000 / known.max(1);
        let seen = if seconds > 0 { thousandths.max(1) } else { 0 };
        u16::try_from(seen).unwrap_or(1_000)
    };
    Bar {
        unknown: known == 0,
        major: share(day.major),
        partial: share(day.partial),
        degraded: share(day.degraded),
        maintenance: share(day.maintenance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_outage_shows_in_the_bar() {
        let day = Spent { operational: 86_390, major: 10, ..Spent::default() };
        assert_eq!(bar(&day).major, 1);
    }

    #[test]
    fn a_day_in_words() {
        let date = NaiveDate::from_ymd_opt(2026, 2, 10).unwrap();
        let day = Spent { operational: 80_000, major: 720, degraded: 3_600, ..Spent::default() };
        assert_eq!(in_words(Lang::En, date, &day), "10 February: 12 min major outage and 1 h degraded");
    }
}
