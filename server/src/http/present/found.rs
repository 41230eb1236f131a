//! What of the past is asked for, and what of it there is.

use super::{entries, month::Month, view::View};
use crate::{
    domain::{catalogue::Component, severity::Severity},
    snapshot::{IncidentRecord, MaintenanceRecord},
};
use allclear_app::pieces::Entry;
use chrono::NaiveDate;
use std::cmp::Reverse;

/// What of the past is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    /// The month; all of the past when a text is looked for.
    pub month: Month,
    /// Only what hit this component.
    pub component: Option<&'a Component>,
    /// Only incidents this bad.
    pub severity: Option<Severity>,
    /// Only what says this, whatever its capitals.
    pub text: Option<String>,
    /// Which part of what is found, newest first, from 1.
    pub part: usize,
}

/// Something that began in the past.
#[derive(Clone, Copy, Debug)]
pub(super) enum Past<'a> {
    Incident(&'a IncidentRecord),
    Maintenance(&'a MaintenanceRecord),
}

impl Past<'_> {
    /// The day on which it began.
    pub(super) fn day(self) -> NaiveDate {
        let began = match self {
            Self::Incident(record) => record.incident.started_at,
            Self::Maintenance(record) => record.maintenance.starts_at,
        };
        began.date_naive()
    }

    /// It as a line of a list.
    pub(super) fn entry(self, view: View<'_>) -> Entry {
        match self {
            Self::Incident(record) => entries::incident(view, record, false),
            Self::Maintenance(record) => entries::maintenance(view, record, false),
        }
    }
}

impl Found<'_> {
    /// All that is asked for, the newest day first; of one day incidents before maintenances.
    pub(super) fn all<'v>(&self, view: View<'v>) -> Vec<Past<'v>> {
        let incidents = view.state.incidents.iter().filter(|record| self.incident(view, record));
        let maintenances = view.state.maintenances.iter().filter(|record| self.maintenance(view, record));
        let mut found: Vec<Past<'v>> =
            incidents.map(|record| Past::Incident(record)).chain(maintenances.map(|record| Past::Maintenance(record))).collect();
        found.sort_by_key(|past| Reverse(past.day()));
        found
    }

    fn incident(&self, view: View<'_>, record: &IncidentRecord) -> bool {
        let said = || std::iter::once(&record.incident.title).chain(record.updates.iter().map(|update| &update.body));
        // The parts of a larger one are told of in it.
        record.incident.parent.is_none()
            && (self.text.is_some() || Month::of(record.incident.started_at) == self.month)
            && self.severity.is_none_or(|severity| severity == record.incident.severity)
            && self.component.is_none_or(|one| record.impacts.iter().any(|impact| impact.pair.component == one.id))
            && view.region.is_none_or(|region| record.concerns(&region.id))
            && self.text.as_ref().is_none_or(|text| said().any(|words| words.to_lowercase().contains(text)))
    }

    fn maintenance(&self, view: View<'_>, record: &MaintenanceRecord) -> bool {
        let said = || std::iter::once(&record.maintenance.title).chain(record.updates.iter().map(|update| &update.body));
        (self.text.is_some() || Month::of(record.maintenance.starts_at) == self.month)
            && record.maintenance.starts_at <= view.state.now
            && self.severity.is_none()
            && self.component.is_none_or(|one| record.impacts.iter().any(|impact| impact.pair.component == one.id))
            && view.region.is_none_or(|region| record.concerns(&region.id))
            && self.text.as_ref().is_none_or(|text| said().any(|words| words.to_lowercase().contains(text)))
    }

    /// Whether it is less than a month.
    pub(super) fn is_narrow(&self) -> bool {
        self.component.is_some() || self.severity.is_some() || self.text.is_some()
    }

    /// The address of what is asked for, of its first part, in another month where one is given.
    pub(super) fn path(&self, month: Month) -> String {
        self.path_of(month, 1)
    }

    /// The address of another part.
    pub(super) fn path_of_part(&self, part: usize) -> String {
        self.path_of(self.month, part)
    }

    fn path_of(&self, month: Month, part: usize) -> String {
        // A search goes through all months.
        let month = self.text.is_none().then(|| ("month", month.word()));
        let part = (part > 1).then(|| ("page", part.to_string()));
        let component = self.component.map(|one| ("component", one.code.clone()));
        let severity = self.severity.map(|severity| ("severity", severity.to_string()));
        let text = self.text.clone().map(|text| ("q", text));
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(month.into_iter().chain(component).chain(severity).chain(text).chain(part))
            .finish();
        if query.is_empty() { "/history".to_owned() } else { format!("/history?{query}") }
    }
}
