//! Ninety days of a component as bars and a percentage.

use crate::{
    domain::{
        catalogue::{Component, Region},
        impact::{Impact, Pair},
        uptime::{self, Spent},
    },
    snapshot::PublicState,
};
use allclear_app::pieces::{Bar, Bars};
use std::collections::HashMap;

const DAYS: u64 = 90;

/// The bars and the percentage of a component in one region, or over all of its regions with equal weight.
pub(super) fn uptime(
    state: &PublicState,
    by_pair: &HashMap<&Pair, Vec<&Impact>>,
    component: &Component,
    region: Option<&Region>,
) -> (Bars, Option<String>) {
    let mut days: Vec<Spent> = Vec::new();
    let places = component.placements.iter().filter(|(id, _)| region.is_none_or(|region| region.id == *id));
    for (id, known_since) in places {
        let pair = Pair { component: component.id.clone(), region: id.clone() };
        let impacts = by_pair.get(&pair).map(Vec::as_slice).unwrap_or_default();
        let of_pair = uptime::days(impacts, *known_since, state.now, DAYS);
        if days.is_empty() {
            days = of_pair;
        } else {
            days.iter_mut().zip(&of_pair).for_each(|(sum, day)| sum.add(day));
        }
    }
    let total = days.iter().fold(Spent::default(), |mut sum, day| {
        sum.add(day);
        sum
    });
    let percentage = total.availability().map(percent);
    let troubled = days.iter().filter(|day| day.major + day.partial + day.degraded > 0).count();
    let label = match (&percentage, troubled) {
        (None, _) => format!("{}: not known yet.", component.name),
        (Some(percent), 0) => format!("{}: {percent} % available over {DAYS} days, no trouble.", component.name),
        (Some(percent), 1) => format!("{}: {percent} % available over {DAYS} days, trouble on 1 day.", component.name),
        (Some(percent), count) => format!("{}: {percent} % available over {DAYS} days, trouble on {count} days.", component.name),
    };
    (Bars { label, days: days.iter().map(bar).collect() }, percentage)
}

/// Cut, not rounded: only a time without any loss is 100 %.
fn percent(availability: f64) -> String {
    if availability >= 100.0 { "100".to_owned() } else { format!("{:.2}", (availability * 100.0).floor() / 100.0) }
}

fn bar(day: &Spent) -> Bar {
    let known = day.known();
    let share = |seconds: u32| {
        let thousandths = u64::from(seconds) * 1_000 / u64::from(known.max(1));
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
    fn a_single_lost_second_is_never_a_hundred_percent() {
        assert_eq!(percent(99.999_999), "99.99");
        assert_eq!(percent(100.0), "100");
        assert_eq!(percent(99.769), "99.76");
    }

    #[test]
    fn a_short_outage_shows_in_the_bar() {
        let day = Spent { operational: 86_390, major: 10, ..Spent::default() };
        assert_eq!(bar(&day).major, 1);
    }
}
