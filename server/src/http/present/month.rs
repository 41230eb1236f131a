//! Months of the past.

use super::view::View;
use crate::{locale, snapshot::PublicState};
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month(NaiveDate);

impl Month {
    /// The month of a moment.
    pub(crate) fn of(time: DateTime<Utc>) -> Self {
        let date = time.date_naive();
        Self(date.with_day(1).unwrap_or(date))
    }

    /// Reads `2026-03`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == 7;
        NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok().filter(|_| whole).map(Self)
    }

    /// The word in addresses.
    pub(crate) fn word(self) -> String {
        self.0.format("%Y-%m").to_string()
    }

    /// From its first moment to the first of the next.
    pub(super) fn bounds(self) -> (DateTime<Utc>, DateTime<Utc>) {
        let start = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
        (start(self.0), self.after().map_or(DateTime::<Utc>::MAX_UTC, |next| start(next.0)))
    }

    /// The month before.
    pub(super) fn before(self) -> Option<Self> {
        self.0.checked_sub_months(Months::new(1)).map(Self)
    }

    /// The month after.
    pub(super) fn after(self) -> Option<Self> {
        self.0.checked_add_months(Months::new(1)).map(Self)
    }

    /// `March 2026`
    pub(super) fn name(self, view: View<'_>) -> String {
        locale::month(view.lang, self.0)
    }
}

/// The month in which anything began first.
pub(crate) fn first_month(state: &PublicState) -> Month {
    let incident = state.incidents.last().map(|record| record.incident.started_at);
    let maintenance = state.maintenances.last().map(|record| record.maintenance.starts_at);
    Month::of(incident.into_iter().chain(maintenance).min().unwrap_or(state.now).min(state.now))
}
