//! How much of what was published is read.

use super::schema::{incidents, maintenances};
use crate::domain::maintenance::MaintenancePhase;
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{dsl::auto_type, prelude::*};

/// How much of what was published is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    All,
    /// What changed after this revision of the page.
    ChangedAfter(i64),
    /// What goes on, and what went on then or later.
    Since(DateTime<Utc>),
}

#[auto_type]
pub(super) fn incidents_changed(after: i64) -> _ {
    incidents::table.filter(incidents::revision.gt(after))
}

#[auto_type]
pub(super) fn incidents_since(from: NaiveDateTime) -> _ {
    incidents::table.filter(incidents::resolved_at.is_null().or(incidents::resolved_at.assume_not_null().ge(from)))
}

#[auto_type]
pub(super) fn maintenances_changed(after: i64) -> _ {
    maintenances::table.filter(maintenances::revision.gt(after))
}

/// The end of one that takes longer is put off.
#[auto_type]
pub(super) fn maintenances_since(from: NaiveDateTime) -> _ {
    let done: MaintenancePhase = MaintenancePhase::Completed;
    let called_off: MaintenancePhase = MaintenancePhase::Cancelled;
    let open = maintenances::phase.ne(done).and(maintenances::phase.ne(called_off));
    maintenances::table.filter(open.or(maintenances::ends_at.ge(from)))
}
