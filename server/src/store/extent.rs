//! How much of what was published is read.

use super::{
    Conn,
    schema::{impacts, incidents, maintenances},
};
use crate::domain::{
    id::{IncidentId, MaintenanceId},
    maintenance::MaintenancePhase,
};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{dsl::auto_type, prelude::*};

/// How much of what was published is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    All,
    /// What changed after this revision of the page.
    ChangedAfter(i64),
    /// What goes on, and what was over, or did something, then or later.
    Since(DateTime<Utc>),
}

/// Whose updates, impacts and reviews are read.
#[derive(Clone, Debug)]
pub(crate) enum Owners<'a> {
    /// Everybody's, which a database reads in a third of the time when not asked whose they are.
    All,
    /// Those of these.
    These(Vec<&'a IncidentId>, Vec<&'a MaintenanceId>),
}

/// As many owners are asked for at once: a statement holds only so many values.
const AT_ONCE: usize = 500;

impl Owners<'_> {
    /// What is theirs: all there is, or what belongs to some incidents and to some maintenances, in no order.
    pub(super) fn rows<T>(
        &self,
        connection: &mut Conn,
        all: impl FnOnce(&mut Conn) -> QueryResult<Vec<T>>,
        of_incidents: impl Fn(&mut Conn, &[&IncidentId]) -> QueryResult<Vec<T>>,
        of_maintenances: impl Fn(&mut Conn, &[&MaintenanceId]) -> QueryResult<Vec<T>>,
    ) -> QueryResult<Vec<T>> {
        let Self::These(incidents, maintenances) = self else { return all(connection) };
        let mut rows = Vec::new();
        for some in incidents.chunks(AT_ONCE) {
            rows.append(&mut of_incidents(connection, some)?);
        }
        for some in maintenances.chunks(AT_ONCE) {
            rows.append(&mut of_maintenances(connection, some)?);
        }
        Ok(rows)
    }
}

#[auto_type]
pub(super) fn incidents_changed(after: i64) -> _ {
    incidents::table.filter(incidents::revision.gt(after))
}

#[auto_type]
pub(super) fn maintenances_changed(after: i64) -> _ {
    maintenances::table.filter(maintenances::revision.gt(after))
}

/// What is hit may stay so after the end (`keep_health`), and what was imported ends as it was said to.
#[auto_type]
fn hit_since(from: NaiveDateTime) -> _ {
    impacts::table.filter(impacts::until_at.is_null().or(impacts::until_at.assume_not_null().ge(from)))
}

#[auto_type]
pub(super) fn incidents_since(from: NaiveDateTime) -> _ {
    let open = incidents::resolved_at.is_null();
    let over = incidents::resolved_at.assume_not_null().ge(from);
    let hits: hit_since = hit_since(from);
    let did = incidents::id.nullable().eq_any(hits.select(impacts::incident_id));
    incidents::table.filter(open.or(over).or(did))
}

#[auto_type]
pub(super) fn maintenances_since(from: NaiveDateTime) -> _ {
    let done: MaintenancePhase = MaintenancePhase::Completed;
    let called_off: MaintenancePhase = MaintenancePhase::Cancelled;
    let open = maintenances::phase.ne(done).and(maintenances::phase.ne(called_off));
    let hits: hit_since = hit_since(from);
    let did = maintenances::id.nullable().eq_any(hits.select(impacts::maintenance_id));
    maintenances::table.filter(open.or(maintenances::ends_at.ge(from)).or(did))
}
