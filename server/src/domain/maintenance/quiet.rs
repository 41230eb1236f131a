//! The quietest hours for planned work, by how much is going on in each hour of the week (PRODUCT 5).

use super::{Window, clock::on_the_clock};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// How much was going on in hours, by their starts in UTC.
pub(crate) type Hours = BTreeMap<DateTime<Utc>, u64>;

/// A window, and how much is going on in it compared with an average one of its length, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quiet {
    /// From when to when.
    pub window: Window,
    /// 100 is the average; rounded up.
    pub percent: u64,
}

/// Less than a week says nothing of a week.
const ENOUGH: TimeDelta = TimeDelta::days(7);
/// Days that are looked at, from tomorrow on.
const DAYS: u64 = 14;
/// Windows that are proposed, each on another day.
const PROPOSED: usize = 3;
/// How exactly means are added up.
const SCALE: u64 = 1_000;

/// The quietest windows of a length in the next two weeks, quietest first; nothing while too little is known.
pub(crate) fn quietest(hours: &Hours, length: TimeDelta, zone: Tz, now: DateTime<Utc>) -> Vec<Quiet> {
    let Some(week) = Week::of(hours, zone, now) else { return Vec::new() };
    let minutes = length.num_minutes().max(1);
    let tomorrow = now.with_timezone(&zone).date_naive();
    let days = tomorrow.iter_days().skip(1).take(usize::try_from(DAYS).unwrap_or(14));
    let starts = days.flat_map(|day| (0..24).filter_map(move |hour| on_day(day, hour, zone)));
    let mut windows: Vec<(u64, DateTime<Utc>)> = starts.map(|start| (week.load(start, minutes), start)).collect();
    windows.sort();
    let average = week.average(minutes).max(1);
    let (mut taken, mut found) = (BTreeSet::new(), Vec::new());
    for (load, starts_at) in windows {
        if found.len() < PROPOSED && taken.insert(starts_at.with_timezone(&zone).date_naive()) {
            let window = Window { starts_at, ends_at: starts_at + TimeDelta::minutes(minutes) };
            found.push(Quiet { window, percent: (load * 100).div_ceil(average) });
        }
    }
    found
}

/// An hour of a day on the clocks of a zone; none when they skip it.
fn on_day(day: NaiveDate, hour: u32, zone: Tz) -> Option<DateTime<Utc>> {
    let local = day.and_hms_opt(hour, 0, 0)?;
    let start = on_the_clock(local, zone);
    (start.with_timezone(&zone).naive_local() == local).then_some(start)
}

/// What is usual in each hour of the week, on the clocks of a zone, times [`SCALE`].
struct Week {
    zone: Tz,
    means: BTreeMap<(u32, u32), u64>,
}

impl Week {
    /// The means of what is known; hours without a row between the first and now had nothing going on.
    fn of(hours: &Hours, zone: Tz, now: DateTime<Utc>) -> Option<Self> {
        let first = *hours.keys().next()?;
        let last = (*hours.keys().next_back()?).min(now);
        if last - first + TimeDelta::hours(1) < ENOUGH {
            return None;
        }
        let mut sums: BTreeMap<(u32, u32), (u64, u64)> = BTreeMap::new();
        let mut hour = first;
        while hour <= last {
            let sum = sums.entry(slot(hour, zone)).or_default();
            *sum = (sum.0 + hours.get(&hour).copied().unwrap_or_default(), sum.1 + 1);
            hour += TimeDelta::hours(1);
        }
        let means = sums.into_iter().map(|(slot, (sum, count))| (slot, sum * SCALE / count.max(1))).collect();
        Some(Self { zone, means })
    }

    /// What is usual from a start on for so many minutes.
    fn load(&self, start: DateTime<Utc>, minutes: i64) -> u64 {
        let (mut load, mut left, mut at) = (0, minutes, start);
        while left > 0 {
            let part = (60 - i64::from(at.minute())).min(left);
            let usual = self.means.get(&slot(at, self.zone)).copied().unwrap_or_default();
            load += usual * u64::try_from(part).unwrap_or_default() / 60;
            at += TimeDelta::minutes(part);
            left -= part;
        }
        load
    }

    /// What is usual in so many minutes of an average hour.
    fn average(&self, minutes: i64) -> u64 {
        let count = u64::try_from(self.means.len()).unwrap_or(1).max(1);
        self.means.values().sum::<u64>() / count * u64::try_from(minutes).unwrap_or(1) / 60
    }
}

fn slot(hour: DateTime<Utc>, zone: Tz) -> (u32, u32) {
    let local = hour.with_timezone(&zone);
    (local.weekday().num_days_from_monday(), local.hour())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Three weeks of traffic: busy by day, less at night, least on Sundays from four to six in Berlin.
    fn usual() -> Hours {
        let first = at("2026-02-02T00:00:00Z");
        let hours = (0..21 * 24).map(|hour| first + TimeDelta::hours(hour));
        hours
            .map(|hour| {
                let count = match slot(hour, Tz::Europe__Berlin) {
                    (6, 4 | 5) => 3,
                    (_, 0..=5) => 50,
                    _ => 1_000,
                };
                (hour, count)
            })
            .collect()
    }

    #[test]
    fn the_quietest_hours_of_the_next_two_weeks_are_named_on_the_clocks_of_the_zone() {
        let now = at("2026-03-16T12:00:00Z");
        let found = quietest(&usual(), TimeDelta::minutes(90), Tz::Europe__Berlin, now);
        let words: Vec<String> = found
            .iter()
            .map(|one| {
                let local = one.window.starts_at.with_timezone(&Tz::Europe__Berlin);
                format!("{} {}", local.format("%a %m-%d %H:%M %Z"), one.percent)
            })
            .collect();
        assert_eq!(words, ["Sun 03-22 04:00 CET 1", "Sun 03-29 04:00 CEST 1", "Tue 03-17 00:00 CET 7"]);
    }

    #[test]
    fn less_than_a_week_says_nothing() {
        let few: Hours = usual().into_iter().take(7 * 24 - 1).collect();
        assert_eq!(quietest(&few, TimeDelta::minutes(60), Tz::UTC, at("2026-03-16T12:00:00Z")), []);
        assert_eq!(quietest(&Hours::new(), TimeDelta::minutes(60), Tz::UTC, at("2026-03-16T12:00:00Z")), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn no_other_window_is_quieter(counts in proptest::collection::vec(0..1_000u64, 24 * 14), minutes in 15..400i64) {
            let first = at("2026-02-02T00:00:00Z");
            let hours: Hours = (0..).zip(&counts).map(|(hour, count)| (first + TimeDelta::hours(hour), *count)).collect();
            let now = at("2026-02-16T00:30:00Z");
            let found = quietest(&hours, TimeDelta::minutes(minutes), Tz::America__New_York, now);
            let week = Week::of(&hours, Tz::America__New_York, now).unwrap();
            let best = week.load(found[0].window.starts_at, minutes);
            for hour in 24..24 * 14 {
                prop_assert!(week.load(at("2026-02-17T05:00:00Z") + TimeDelta::hours(hour - 24), minutes) >= best);
            }
            prop_assert!(found.iter().all(|one| one.window.starts_at > now));
        }
    }
}
