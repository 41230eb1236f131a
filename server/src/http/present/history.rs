//! A month of the past.

use super::{entries, frame, time::day};
use crate::{domain::catalogue::Region, snapshot::PublicState};
use allclear_app::{
    pages::history::History,
    pieces::{At, Entry},
};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use std::collections::BTreeMap;

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
}

/// The month in which anything began first.
pub(crate) fn first_month(state: &PublicState) -> Month {
    let incident = state.incidents.last().map(|record| record.incident.started_at);
    let maintenance = state.maintenances.last().map(|record| record.maintenance.starts_at);
    Month::of(incident.into_iter().chain(maintenance).min().unwrap_or(state.now).min(state.now))
}

/// The month of a region, or of all.
pub(crate) fn history(state: &PublicState, month: Month, region: Option<&Region>) -> History {
    let id = region.map(|region| &region.id);
    let mut days: BTreeMap<NaiveDate, Vec<Entry>> = BTreeMap::new();
    for record in state.incidents.iter().filter(|record| id.is_none_or(|id| record.concerns(id))) {
        if Month::of(record.incident.started_at) == month {
            days.entry(record.incident.started_at.date_naive()).or_default().push(entries::incident(state, record, false));
        }
    }
    for record in state.maintenances.iter().filter(|record| id.is_none_or(|id| record.concerns(id))) {
        if Month::of(record.maintenance.starts_at) == month && record.maintenance.starts_at <= state.now {
            days.entry(record.maintenance.starts_at.date_naive()).or_default().push(entries::maintenance(state, record, false));
        }
    }
    let first = first_month(state);
    let link = |target: Option<NaiveDate>| {
        let target = Month(target?);
        let keep = region.map(|region| format!("&region={}", region.code)).unwrap_or_default();
        Some((target.0.format("%B %Y").to_string(), format!("/history?month={}{keep}", target.word())))
    };
    let name = month.0.format("%B %Y").to_string();
    History {
        frame: frame(state, &format!("History: {name}"), region),
        month: name,
        earlier: link((month > first).then(|| month.0.checked_sub_months(Months::new(1))).flatten()),
        later: link((month < Month::of(state.now)).then(|| month.0.checked_add_months(Months::new(1))).flatten()),
        days: days.into_iter().rev().map(|(date, entries)| (day(date), entries)).collect::<Vec<(At, Vec<Entry>)>>(),
    }
}
