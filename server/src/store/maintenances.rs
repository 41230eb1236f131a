//! Planned work, without its updates and impacts.

use super::{Conn, StoreError, schema::maintenances};
use crate::domain::{id::MaintenanceId, maintenance::MaintenancePhase};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A maintenance as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, serde::Serialize, serde::Deserialize)]
pub(crate) struct Maintenance {
    /// Its id.
    pub id: MaintenanceId,
    /// What is done.
    pub title: String,
    /// Where it stands.
    pub phase: MaintenancePhase,
    /// The window's start.
    pub starts_at: DateTime<Utc>,
    /// The window's end.
    pub ends_at: DateTime<Utc>,
    /// When the public was told.
    pub published_at: DateTime<Utc>,
    /// The page revision of its last change.
    pub revision: i64,
}

/// Adds a maintenance.
pub(crate) fn insert(connection: &mut Conn, maintenance: &Maintenance) -> Result<(), StoreError> {
    diesel::insert_into(maintenances::table)
        .values((
            maintenances::id.eq(&maintenance.id),
            maintenances::title.eq(&maintenance.title),
            maintenances::phase.eq(maintenance.phase),
            maintenances::starts_at.eq(maintenance.starts_at.naive_utc()),
            maintenances::ends_at.eq(maintenance.ends_at.naive_utc()),
            maintenances::published_at.eq(maintenance.published_at.naive_utc()),
            maintenances::revision.eq(maintenance.revision),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether there is one with this id.
pub(crate) fn exists(connection: &mut Conn, id: &MaintenanceId) -> Result<bool, StoreError> {
    let found: Option<MaintenanceId> = maintenances::table.find(id).select(maintenances::id).first(connection).optional()?;
    Ok(found.is_some())
}

/// Those changed after `revision`.
pub(crate) fn changed_since(connection: &mut Conn, revision: i64) -> Result<Vec<Maintenance>, StoreError> {
    Ok(maintenances::table.filter(maintenances::revision.gt(revision)).load(connection)?)
}
