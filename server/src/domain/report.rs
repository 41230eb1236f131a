//! How well incidents were handled (PRODUCT 9.11): times to detect, acknowledge, tell and resolve, and promises kept.

use super::severity::Severity;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use std::collections::BTreeMap;

/// One incident as reports see it: confirmed, and neither a drill nor part of another.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The worst severity it had.
    pub severity: Severity,
    /// Whether it was retracted.
    pub false_alarm: bool,
    /// When the trouble began.
    pub started_at: DateTime<Utc>,
    /// When it was seen; none for what was imported.
    pub detected_at: Option<DateTime<Utc>>,
    /// When somebody took it on.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// When the public was told.
    pub published_at: DateTime<Utc>,
    /// When it was over.
    pub resolved_at: Option<DateTime<Utc>>,
    /// The components it hit, by name.
    pub components: Vec<String>,
    /// The regions it hit, by name.
    pub regions: Vec<String>,
    /// Its updates, oldest first: when each was said, and when it promised the next.
    pub said: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// The review: when it was due, and when it was finished.
    pub review: Option<(DateTime<Utc>, Option<DateTime<Utc>>)>,
}

/// What became of promises: how many there were, and how many were kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Promises whose time has come.
    pub made: usize,
    /// Those that were kept.
    pub kept: usize,
}

/// The incidents that began in one month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Month {
    /// The month, `2026-03`.
    pub name: String,
    /// How many of each severity, P1 first; false alarms are counted apart.
    pub by_severity: [usize; 4],
    /// False alarms.
    pub false_alarms: usize,
    /// The mean time until they were resolved.
    pub to_resolve: Option<TimeDelta>,
}

/// What a report says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// Each month, oldest first.
    pub months: Vec<Month>,
    /// The mean time until trouble was seen.
    pub to_detect: Option<TimeDelta>,
    /// The mean time from then until somebody took it on.
    pub to_acknowledge: Option<TimeDelta>,
    /// The mean time from then until the public was told.
    pub to_tell: Option<TimeDelta>,
    /// The mean time from the beginning until the end.
    pub to_resolve: Option<TimeDelta>,
    /// How many hit each component, most first.
    pub components: Vec<(String, usize)>,
    /// How many hit each region, most first.
    pub regions: Vec<(String, usize)>,
    /// Promised updates.
    pub updates: Kept,
    /// Reviews in time.
    pub reviews: Kept,
}

/// The mean times and counts of incidents that began in the months from `first` to `last`, as first days of months.
pub(crate) fn of(cases: &[Case], first: DateTime<Utc>, last: DateTime<Utc>, now: DateTime<Utc>) -> Report {
    let real: Vec<&Case> = cases.iter().filter(|case| !case.false_alarm).collect();
    let time = |from: fn(&Case) -> Option<DateTime<Utc>>, until: fn(&Case) -> Option<DateTime<Utc>>| {
        mean(real.iter().filter_map(|case| Some(until(case)? - from(case)?)))
    };
    Report {
        months: months(first, last).into_iter().map(|month| of_month(cases, month)).collect(),
        to_detect: time(|case| Some(case.started_at), |case| case.detected_at),
        to_acknowledge: time(|case| case.detected_at, |case| case.acknowledged_at),
        to_tell: time(|case| case.detected_at, |case| Some(case.published_at)),
        to_resolve: time(|case| Some(case.started_at), |case| case.resolved_at),
        components: counted(real.iter().flat_map(|case| &case.components)),
        regions: counted(real.iter().flat_map(|case| &case.regions)),
        updates: real.iter().fold(Kept::default(), |sum, case| sum.and(promises(case, now))),
        reviews: real.iter().fold(Kept::default(), |sum, case| sum.and(review(case, now))),
    }
}

impl Kept {
    fn and(self, other: Self) -> Self {
        Self { made: self.made + other.made, kept: self.kept + other.kept }
    }

    /// The share that was kept in percent; none when nothing was promised.
    pub(crate) fn percent(self) -> Option<usize> {
        (self.made > 0).then(|| self.kept * 100 / self.made)
    }
}

/// The promised updates of one incident whose time has come. A promise is kept by the next update, if that is not late.
pub(crate) fn promises(case: &Case, now: DateTime<Utc>) -> Kept {
    let mut kept = Kept::default();
    for (place, (_, promised)) in case.said.iter().enumerate() {
        let Some(promised) = promised else { continue };
        let next = case.said.get(place + 1).map(|(at, _)| *at);
        if next.is_none() && now < *promised {
            continue;
        }
        kept.made += 1;
        kept.kept += usize::from(next.is_some_and(|next| next <= *promised));
    }
    kept
}

fn review(case: &Case, now: DateTime<Utc>) -> Kept {
    match case.review {
        Some((due, Some(finished))) => Kept { made: 1, kept: usize::from(finished <= due) },
        Some((due, None)) if due < now => Kept { made: 1, kept: 0 },
        _ => Kept::default(),
    }
}

fn of_month(cases: &[Case], month: String) -> Month {
    let began: Vec<&Case> = cases.iter().filter(|case| case.started_at.format("%Y-%m").to_string() == month).collect();
    let mut by_severity = [0; 4];
    for case in began.iter().filter(|case| !case.false_alarm) {
        let place = Severity::ALL.iter().position(|severity| *severity == case.severity);
        if let Some(count) = place.and_then(|place| by_severity.get_mut(place)) {
            *count += 1;
        }
    }
    let real = began.iter().filter(|case| !case.false_alarm);
    Month {
        name: month,
        by_severity,
        false_alarms: began.iter().filter(|case| case.false_alarm).count(),
        to_resolve: mean(real.filter_map(|case| Some(case.resolved_at? - case.started_at))),
    }
}

fn months(first: DateTime<Utc>, last: DateTime<Utc>) -> Vec<String> {
    let mut months = Vec::new();
    let (mut year, mut month) = (first.year(), first.month());
    while (year, month) <= (last.year(), last.month()) {
        months.push(format!("{year:04}-{month:02}"));
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    months
}

/// The mean; a time that would be negative, since clocks differ, counts as none at all.
fn mean(times: impl Iterator<Item = TimeDelta>) -> Option<TimeDelta> {
    let (mut sum, mut count) = (TimeDelta::zero(), 0);
    for time in times {
        sum += time.max(TimeDelta::zero());
        count += 1;
    }
    (count > 0).then(|| sum / count)
}

fn counted<'a>(names: impl Iterator<Item = &'a String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().map(|(name, count)| (name.clone(), count)).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(minute: i64) -> DateTime<Utc> {
        "2026-01-30T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
    }

    fn case(start: i64, detected: i64, resolved: Option<i64>) -> Case {
        Case {
            id: "i".to_owned(),
            title: "t".to_owned(),
            severity: Severity::P2,
            false_alarm: false,
            started_at: at(start),
            detected_at: Some(at(detected)),
            acknowledged_at: Some(at(detected + 4)),
            published_at: at(detected + 6),
            resolved_at: resolved.map(at),
            components: vec!["API".to_owned()],
            regions: Vec::new(),
            said: vec![
                (at(detected + 6), Some(at(detected + 36))),
                (at(detected + 30), Some(at(detected + 60))),
                (at(detected + 61), None),
            ],
            review: None,
        }
    }

    #[test]
    fn means_and_months() {
        let late = 3 * 24 * 60;
        let mut alarm = case(late, late + 2, Some(late + 10));
        alarm.false_alarm = true;
        let report = of(&[case(0, 10, Some(100)), case(late, late + 20, None), alarm], at(0), at(40 * 24 * 60), at(100_000));
        assert_eq!(report.to_detect, Some(TimeDelta::minutes(15)));
        assert_eq!((report.to_acknowledge, report.to_tell), (Some(TimeDelta::minutes(4)), Some(TimeDelta::minutes(6))));
        assert_eq!(report.to_resolve, Some(TimeDelta::minutes(100)), "what is open is left out");
        let months: Vec<_> = report.months.iter().map(|one| (one.name.as_str(), one.by_severity[1], one.false_alarms)).collect();
        assert_eq!(months, [("2026-01", 1, 0), ("2026-02", 1, 1), ("2026-03", 0, 0)]);
        assert_eq!((report.updates, report.updates.percent()), (Kept { made: 4, kept: 2 }, Some(50)), "one of two each was late");
        assert_eq!(report.components, [("API".to_owned(), 2)]);
    }

    proptest! {
        #[test]
        fn never_more_is_kept_than_was_promised(said in proptest::collection::vec((0..10_000i64, proptest::option::of(0..10_000i64)), 0..10), now in 0..20_000i64) {
            let mut case = case(0, 0, None);
            case.said = said.into_iter().map(|(when, next)| (at(when), next.map(at))).collect();
            case.said.sort();
            let kept = promises(&case, at(now));
            prop_assert!(kept.kept <= kept.made && kept.made <= case.said.len());
        }
    }
}
