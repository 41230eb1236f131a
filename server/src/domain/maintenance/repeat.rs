//! Planned work that comes again, by a rule of RFC 5545, 3.3.10.

use super::clock::on_the_clock;
use crate::domain::invalid::Invalid;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rrule::{Frequency, RRule, RRuleSet, Tz as RuleTz, Unvalidated};

/// How far ahead dates are written down, so that pages and calendars show them.
pub(crate) const HORIZON: TimeDelta = TimeDelta::days(35);
/// Dates that are looked at in one go.
const LIMIT: u16 = 400;
/// Dates that are looked at when a rule is checked.
const LOOK: u16 = 60;

/// A rule such as `FREQ=WEEKLY;BYDAY=SU`, on the clocks of the zone it is planned in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    rule: String,
    /// The first start on the clocks of the zone, which may skip it.
    wall: NaiveDateTime,
    zone: Tz,
}

impl Repeat {
    /// Checks a rule for work of some length that begins when the clocks show `wall`: daily or rarer, over before it comes
    /// again, naming that start and at least one after it.
    pub(crate) fn parse(field: &str, rule: &str, wall: NaiveDateTime, zone: Tz, length: TimeDelta) -> Result<Self, Invalid> {
        let rule = rule.trim().trim_start_matches("RRULE:").to_ascii_uppercase();
        let parsed: RRule<Unvalidated> = rule
            .parse()
            .map_err(|error| Invalid::new(field, format!("is not a rule such as FREQ=WEEKLY;BYDAY=SU (RFC 5545): {error}")))?;
        if matches!(parsed.get_freq(), Frequency::Hourly | Frequency::Minutely | Frequency::Secondly) {
            return Err(Invalid::new(field, "comes more often than daily; plan one longer window instead"));
        }
        if ["BYHOUR", "BYMINUTE", "BYSECOND"].iter().any(|part| rule.contains(part)) {
            return Err(Invalid::new(
                field,
                "names times of the day; it begins when its first window does, so leave BYHOUR, BYMINUTE and BYSECOND out",
            ));
        }
        let repeat = Self { rule, wall, zone };
        let set = repeat.set().map_err(|error| Invalid::new(field, format!("cannot be followed: {error}")))?;
        let dates = set.all(LOOK).dates;
        if dates.iter().zip(dates.iter().skip(1)).any(|(one, next)| *next - *one < length) {
            return Err(Invalid::new(field, "comes again before its window has ended; make the window shorter"));
        }
        match dates.as_slice() {
            [one, _, ..] if one.naive_utc() == repeat.wall => Ok(repeat),
            [one] if one.naive_utc() == repeat.wall => Err(Invalid::new(field, "names no date after the first")),
            [one, ..] => {
                let told = format!("does not name the start itself; its first date is {}", one.format("%A, %Y-%m-%d %H:%M"));
                Err(Invalid::new(field, told))
            }
            [] => Err(Invalid::new(field, "names no date at all")),
        }
    }

    /// A rule that was checked before.
    pub(crate) fn known(rule: String, wall: NaiveDateTime, zone: Tz) -> Self {
        Self { rule, wall, zone }
    }

    /// The first start on the clocks of the zone.
    pub(crate) fn wall(&self) -> NaiveDateTime {
        self.wall
    }

    /// The rule.
    pub(crate) fn rule(&self) -> &str {
        &self.rule
    }

    /// The starts after one moment and up to another, in order.
    pub(crate) fn starts(&self, after: DateTime<Utc>, until: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let Ok(set) = self.set() else { return Vec::new() };
        let wall = |time: DateTime<Utc>| time.with_timezone(&self.zone).naive_local().and_utc().with_timezone(&RuleTz::UTC);
        // A day more on either side, since clocks may be moved between.
        let dates = set.after(wall(after - TimeDelta::days(1))).before(wall(until + TimeDelta::days(1))).all(LIMIT).dates;
        let starts = dates.into_iter().map(|date| on_the_clock(date.naive_utc(), self.zone));
        starts.filter(|start| *start > after && *start <= until).collect()
    }

    /// The dates by the clocks on the wall: what the clocks of the zone do to them is our own rule, the same as for what is
    /// typed.
    fn set(&self) -> Result<RRuleSet, rrule::RRuleError> {
        let rule: RRule<Unvalidated> = self.rule.parse()?;
        let until =
            rule.get_until().map(|until| until.with_timezone(&self.zone).naive_local().and_utc().with_timezone(&RuleTz::UTC));
        let rule = match until {
            Some(until) => rule.until(until),
            None => rule,
        };
        rule.build(self.wall.and_utc().with_timezone(&RuleTz::UTC))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BERLIN: Tz = Tz::Europe__Berlin;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    const HOUR: TimeDelta = TimeDelta::hours(1);

    fn wall(first: DateTime<Utc>) -> NaiveDateTime {
        first.with_timezone(&BERLIN).naive_local()
    }

    fn starts(rule: &str, first: &str, days: i64) -> Vec<String> {
        let first = at(first);
        let repeat = Repeat::parse("repeat", rule, wall(first), BERLIN, HOUR).unwrap();
        repeat.starts(first, first + TimeDelta::days(days)).iter().map(|time| time.format("%m-%d %H:%M").to_string()).collect()
    }

    #[test]
    fn the_clock_on_the_wall_stays_the_same_when_clocks_are_moved() {
        // Sundays at 03:00 in Berlin; from 29 March on that is 01:00 UTC.
        assert_eq!(starts("FREQ=WEEKLY;BYDAY=SU", "2026-03-15T02:00:00Z", 21), ["03-22 02:00", "03-29 01:00", "04-05 01:00"]);
        // At 02:30 the clocks skip that night, so it is an hour later that once.
        assert_eq!(starts("FREQ=WEEKLY", "2026-03-22T01:30:00Z", 14), ["03-29 01:30", "04-05 00:30"]);
    }

    #[test]
    fn it_ends_when_the_rule_says_so() {
        assert_eq!(starts("RRULE:FREQ=MONTHLY;BYDAY=2SU;COUNT=3", "2026-01-11T02:00:00Z", 400).len(), 2);
        assert_eq!(starts("FREQ=DAILY;UNTIL=20260303T020000Z", "2026-03-01T02:00:00Z", 400), ["03-02 02:00", "03-03 02:00"]);
        assert_eq!(starts("freq=monthly", "2026-01-31T02:00:00Z", 90), ["03-31 01:00"], "only months that have the day");
    }

    #[test]
    fn what_is_no_rule_is_explained() {
        let told =
            |rule: &str| Repeat::parse("repeat", rule, wall(at("2026-03-15T02:00:00Z")), BERLIN, HOUR).unwrap_err().message;
        assert!(told("weekly").contains("is not a rule such as"));
        assert!(told("FREQ=HOURLY").contains("more often than daily"));
        assert!(told("FREQ=WEEKLY;BYDAY=MO").contains("its first date is Monday, 2026-03-16 03:00"));
        assert!(told("FREQ=DAILY;COUNT=1").contains("no date after the first"));
        assert!(told("FREQ=DAILY;BYHOUR=0,12").contains("leave BYHOUR"));
        let long = Repeat::parse("repeat", "FREQ=DAILY", wall(at("2026-03-15T02:00:00Z")), BERLIN, TimeDelta::hours(72));
        assert!(long.unwrap_err().message.contains("before its window has ended"));
    }

    #[test]
    fn a_first_date_that_the_clocks_skip_does_not_shift_the_others() {
        let skipped: NaiveDateTime = "2026-03-29T02:30:00".parse().unwrap();
        let repeat = Repeat::parse("repeat", "FREQ=WEEKLY", skipped, BERLIN, HOUR).unwrap();
        let first = on_the_clock(skipped, BERLIN);
        let starts = repeat.starts(first, first + TimeDelta::days(15));
        assert_eq!(starts, [at("2026-04-05T00:30:00Z"), at("2026-04-12T00:30:00Z")]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn starts_are_in_order_and_at_one_time_of_the_day(hour in 4..23u32, days in 0..300i64, every in 1..5u32) {
            let first = at("2026-01-01T00:00:00Z") + TimeDelta::days(days) + TimeDelta::hours(i64::from(hour));
            let repeat = Repeat::parse("repeat", &format!("FREQ=DAILY;INTERVAL={every}"), wall(first), BERLIN, HOUR).unwrap();
            let starts = repeat.starts(first, first + TimeDelta::days(60));
            let shown = |time: DateTime<Utc>| wall(time).format("%H:%M").to_string();
            prop_assert!(starts.is_sorted());
            prop_assert!(starts.iter().all(|start| shown(*start) == shown(first)));
            prop_assert!(!starts.is_empty());
        }
    }
}
