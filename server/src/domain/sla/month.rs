//! Calendar months, in UTC as the days of the page are.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use std::fmt;

/// A calendar month, written `2026-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Month(NaiveDate);

impl Month {
    /// The month that a moment lies in.
    pub(crate) fn of(moment: DateTime<Utc>) -> Self {
        let day = moment.date_naive();
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its first moment.
    pub(crate) fn start(self) -> DateTime<Utc> {
        self.0.and_time(NaiveTime::MIN).and_utc()
    }

    /// The first moment after it.
    pub(crate) fn end(self) -> DateTime<Utc> {
        self.next().start()
    }

    /// The one after it.
    pub(crate) fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX))
    }

    /// Its first day.
    pub(crate) fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The months that a span touches, oldest first.
    pub(crate) fn touched(from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Self> {
        let last = Self::of(until.max(from));
        std::iter::successors(Some(Self::of(from)), |month| Some(month.next())).take_while(|month| *month <= last).collect()
    }
}

impl std::str::FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day = NaiveDate::parse_from_str(&format!("{}-01", text.trim()), "%Y-%m-%d");
        let sane = day.ok().filter(|day| (2000..=2999).contains(&day.year()));
        sane.map(Self).ok_or_else(|| "is not a month; write it like 2026-03".to_owned())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn leap_days_and_years_end_are_counted() {
        let days = |text: &str| (month(text).end() - month(text).start()).num_days();
        assert_eq!((days("2028-02"), days("2026-02"), days("2026-12"), days("2000-02")), (29, 28, 31, 29));
        assert_eq!(month("2026-12").next(), month("2027-01"));
    }

    #[test]
    fn a_span_touches_each_month_that_it_runs_in() {
        let at = |text: &str| text.parse().unwrap();
        let touched = Month::touched(at("2026-01-31T23:59:59Z"), at("2026-03-01T00:00:00Z"));
        assert_eq!(touched, [month("2026-01"), month("2026-02"), month("2026-03")]);
        assert_eq!(Month::touched(at("2026-01-05T00:00:00Z"), at("2026-01-04T00:00:00Z")).len(), 1);
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in ["", "2026", "2026-13", "26-03", "2026-03-01", "+9999-01"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
