//! Availability from impacts (PRODUCT 6): seconds in each health per UTC day, and percentages of them.
//!
//! Time for which nothing is known is left out of a percentage, never counted as up.

use super::{health::Health, impact::Impact, sla::Percent};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Seconds that one pair, or several added up, spent in each health.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
    /// Works.
    pub operational: u64,
    /// Under maintenance.
    pub maintenance: u64,
    /// Degraded.
    pub degraded: u64,
    /// Partly out.
    pub partial: u64,
    /// Out.
    pub major: u64,
    /// Not known.
    pub unknown: u64,
}

/// How much of the time in a health counts as down, in percent (PRODUCT 6: a policy). A major outage counts whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    /// A partial outage.
    pub partial: u32,
    /// Degraded performance.
    pub degraded: u32,
    /// Maintenance.
    pub maintenance: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { partial: 30, degraded: 0, maintenance: 0 }
    }
}

impl Spent {
    /// So many seconds in one health.
    #[cfg(test)]
    pub(crate) fn of(health: Health, seconds: u64) -> Self {
        let mut spent = Self::default();
        *spent.slot(health) = seconds;
        spent
    }

    fn slot(&mut self, health: Health) -> &mut u64 {
        match health {
            Health::Operational => &mut self.operational,
            Health::UnderMaintenance => &mut self.maintenance,
            Health::DegradedPerformance => &mut self.degraded,
            Health::PartialOutage => &mut self.partial,
            Health::MajorOutage => &mut self.major,
        }
    }

    /// Adds the seconds of another.
    pub(crate) fn add(&mut self, other: &Self) {
        self.operational += other.operational;
        self.maintenance += other.maintenance;
        self.degraded += other.degraded;
        self.partial += other.partial;
        self.major += other.major;
        self.unknown += other.unknown;
    }

    /// Seconds for which health is known.
    pub(crate) fn known(&self) -> u64 {
        self.operational + self.maintenance + self.degraded + self.partial + self.major
    }

    /// What counts as down, in hundredths of a second.
    fn lost(&self, weights: Weights) -> u64 {
        let part = |seconds: u64, percent: u32| seconds * u64::from(percent.min(100));
        part(self.major, 100)
            + part(self.partial, weights.partial)
            + part(self.degraded, weights.degraded)
            + part(self.maintenance, weights.maintenance)
    }

    /// Percent of the known time that counts as up; none when nothing is known.
    pub(crate) fn availability(&self, weights: Weights) -> Option<f64> {
        let known = u128::from(self.known()) * 100;
        // In billionths, rounded up: what lost anything is below a hundred.
        let lost = (u128::from(self.lost(weights)) * 1_000_000_000).div_ceil(known.max(1));
        let lost = u32::try_from(lost).map_or(100.0, |billionths| f64::from(billionths) / 10_000_000.0);
        (known > 0).then_some(100.0 - lost)
    }

    /// The same to three decimals, for what is promised; never rounded up to all.
    pub(crate) fn percent(&self, weights: Weights) -> Option<Percent> {
        let (known, lost) = (self.known(), self.lost(weights));
        let all = u64::from(Percent::ALL.thousandths());
        let gone = lost.saturating_mul(all / 100).checked_add(known / 2)?.checked_div(known)?;
        let gone = if lost > 0 { gone.max(1) } else { gone };
        Some(Percent::of_thousandths(u32::try_from(all.saturating_sub(gone)).unwrap_or_default()))
    }

    /// Whether it was available for less than so much of the known time. Exact: nothing is rounded.
    pub(crate) fn is_below(&self, promised: Percent, weights: Weights) -> bool {
        let all = u64::from(Percent::ALL.thousandths());
        let allowed = self.known() * (all - u64::from(promised.thousandths()));
        // Hundredths of a second against thousandths of a percent of seconds.
        self.lost(weights).saturating_mul(all / 100) > allowed
    }
}

/// From when to when.
pub(crate) type Span = (DateTime<Utc>, DateTime<Utc>);

/// What each of the last `count` UTC days up to `now` was like for one pair, oldest first. Its health was known in the spans
/// `known`, which do not overlap.
pub(crate) fn days(impacts: &[&Impact], known: &[Span], now: DateTime<Utc>, count: u64) -> Vec<Spent> {
    let today = now.date_naive();
    let first = today.checked_sub_days(Days::new(count.saturating_sub(1))).unwrap_or(today);
    let segments = segments(impacts, midnight(first), now);
    first
        .iter_days()
        .take_while(|day| *day <= today)
        .map(|day| {
            let start = midnight(day);
            let end = (start + TimeDelta::days(1)).min(now);
            spent(&segments, known, start, end)
        })
        .collect()
}

/// What one pair spent between two moments; nothing when they are in the wrong order. Its health was known in the spans
/// `known`, which do not overlap.
pub(crate) fn between(impacts: &[&Impact], known: &[Span], from: DateTime<Utc>, until: DateTime<Utc>) -> Spent {
    spent(&segments(impacts, from, until), known, from, until)
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// A stretch of time in one health.
struct Segment {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    health: Health,
}

/// The troubled stretches between `start` and `end`, without overlaps: where impacts meet, the worst counts.
fn segments(impacts: &[&Impact], start: DateTime<Utc>, end: DateTime<Utc>) -> Vec<Segment> {
    let clipped: Vec<(DateTime<Utc>, DateTime<Utc>, Health)> = impacts
        .iter()
        .filter(|impact| impact.health != Health::Operational)
        .map(|impact| (impact.from.max(start), impact.until.unwrap_or(end).min(end), impact.health))
        .filter(|(from, until, _)| from < until)
        .collect();
    let mut edges: Vec<DateTime<Utc>> = clipped.iter().flat_map(|(from, until, _)| [*from, *until]).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
        .iter()
        .zip(edges.iter().skip(1))
        .filter_map(|(from, until)| {
            let running = clipped.iter().filter(|(begin, finish, _)| begin <= from && until <= finish);
            let health = running.map(|(_, _, health)| *health).max()?;
            Some(Segment { from: *from, until: *until, health })
        })
        .collect()
}

fn spent(segments: &[Segment], known: &[Span], start: DateTime<Utc>, end: DateTime<Utc>) -> Spent {
    let mut spent = Spent { unknown: seconds(start, end), ..Spent::default() };
    for (since, until) in known.iter().map(|(since, until)| ((*since).max(start), (*until).min(end))) {
        let mut troubled = 0;
        for segment in segments {
            let lost = seconds(segment.from.max(since), segment.until.min(until));
            *spent.slot(segment.health) += lost;
            troubled += lost;
        }
        let whole = seconds(since, until);
        spent.operational += whole.saturating_sub(troubled);
        spent.unknown = spent.unknown.saturating_sub(whole);
    }
    spent
}

fn seconds(from: DateTime<Utc>, until: DateTime<Utc>) -> u64 {
    u64::try_from((until - from).num_seconds()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::{ComponentId, RegionId},
        impact::Pair,
    };
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn since(text: &str) -> [Span; 1] {
        [(at(text), DateTime::<Utc>::MAX_UTC)]
    }

    fn impact(health: Health, from: &str, until: Option<&str>) -> Impact {
        let pair = Pair { component: ComponentId::from("api"), region: RegionId::from("eu") };
        Impact { pair, health, from: at(from), until: until.map(at) }
    }

    #[test]
    fn the_worst_of_overlapping_impacts_counts_once() {
        let partial = impact(Health::PartialOutage, "2026-03-01T10:00:00Z", Some("2026-03-01T12:00:00Z"));
        let major = impact(Health::MajorOutage, "2026-03-01T11:00:00Z", Some("2026-03-01T11:30:00Z"));
        let spent =
            between(&[&partial, &major], &since("2026-01-01T00:00:00Z"), at("2026-03-01T00:00:00Z"), at("2026-03-02T00:00:00Z"));
        assert_eq!((spent.partial, spent.major, spent.operational), (5_400, 1_800, 79_200));
    }

    #[test]
    fn a_hundred_minutes_of_a_month_of_thirty_days() {
        let outage = impact(Health::MajorOutage, "2026-06-10T09:00:00Z", Some("2026-06-10T10:40:00Z"));
        let spent = between(&[&outage], &since("2026-01-01T00:00:00Z"), at("2026-06-01T00:00:00Z"), at("2026-07-01T00:00:00Z"));
        assert_eq!(format!("{:.3}", spent.availability(Weights::default()).unwrap()), "99.769");
        assert_eq!(spent.percent(Weights::default()).unwrap().to_string(), "99.769");
    }

    #[test]
    fn the_time_before_a_component_existed_is_unknown() {
        let days = days(&[], &since("2026-03-02T12:00:00Z"), at("2026-03-03T06:00:00Z"), 3);
        assert_eq!(
            days.iter().map(|day| (day.unknown, day.operational)).collect::<Vec<_>>(),
            [(86_400, 0), (43_200, 43_200), (0, 21_600)]
        );
        assert_eq!(days[0].availability(Weights::default()), None);
        assert_eq!(days[1].availability(Weights::default()), Some(100.0));
    }

    #[test]
    fn of_the_time_between_two_stays_nothing_is_known() {
        let known =
            [(at("2026-03-01T00:00:00Z"), at("2026-03-01T06:00:00Z")), (at("2026-03-01T12:00:00Z"), DateTime::<Utc>::MAX_UTC)];
        let outage = impact(Health::MajorOutage, "2026-03-01T05:00:00Z", Some("2026-03-01T13:00:00Z"));
        let day = days(&[&outage], &known, at("2026-03-02T00:00:00Z"), 2)[0];
        assert_eq!((day.unknown, day.major, day.operational), (6 * 3_600, 2 * 3_600, 16 * 3_600));
    }

    proptest! {
        /// Months with leap days and clock changes, spans that overlap, reach over the ends or never end.
        #[test]
        fn a_month_has_its_seconds_and_none_is_lost_twice(
            year in 2024..2030i32, month in 1..=12u32, cut in 0..40_000i64,
            spans in proptest::collection::vec((-5_000..45_000i64, proptest::option::of(1..9_000i64), proptest::sample::select(Health::ALL)), 0..12),
        ) {
            let month: crate::domain::sla::Month = format!("{year}-{month:02}").parse().unwrap();
            let (start, end) = (month.start(), month.end());
            let impacts: Vec<Impact> = spans.into_iter().map(|(from, length, health)| {
                let from = start + TimeDelta::minutes(from);
                Impact { from, until: length.map(|length| from + TimeDelta::minutes(length)), ..impact(health, "2026-03-01T00:00:00Z", None) }
            }).collect();
            let borrowed: Vec<&Impact> = impacts.iter().collect();
            let all = [(start, DateTime::<Utc>::MAX_UTC)];
            let whole = between(&borrowed, &all, start, end);
            prop_assert_eq!(whole.known(), seconds(start, end));
            let everything = Weights { partial: 100, degraded: 100, maintenance: 100 };
            prop_assert!(whole.lost(everything) <= whole.known() * 100);
            // Two parts of a month are the month, wherever it is cut.
            let cut = (start + TimeDelta::minutes(cut)).min(end);
            let mut parts = between(&borrowed, &all, start, cut);
            parts.add(&between(&borrowed, &all, cut, end));
            prop_assert_eq!(parts, whole);
        }

        #[test]
        fn every_second_of_a_day_is_accounted_for(spans in proptest::collection::vec((0..4000i64, 1..900i64, proptest::sample::select(Health::ALL)), 0..12), known in 0..4000i64) {
            let start = at("2026-03-01T00:00:00Z");
            let impacts: Vec<Impact> = spans.into_iter().map(|(from, length, health)| {
                let mut impact = impact(health, "2026-03-01T00:00:00Z", None);
                impact.from = start + TimeDelta::minutes(from);
                impact.until = Some(impact.from + TimeDelta::minutes(length));
                impact
            }).collect();
            let borrowed: Vec<&Impact> = impacts.iter().collect();
            for day in days(&borrowed, &[(start + TimeDelta::minutes(known), DateTime::<Utc>::MAX_UTC)], at("2026-03-03T12:00:00Z"), 2) {
                prop_assert!(day.known() + day.unknown == 86_400 || day.known() + day.unknown == 43_200);
            }
        }
    }
}
