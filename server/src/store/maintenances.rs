//! Planned work, without its updates and impacts.

use super::{
    Conn, StoreError,
    extent::{self, Extent},
    schema::maintenances,
};
use crate::domain::{
    id::MaintenanceId,
    maintenance::{Effect, MaintenancePhase},
};
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
    /// The window's end as it is expected now.
    pub ends_at: DateTime<Utc>,
    /// When the public was told.
    pub published_at: DateTime<Utc>,
    /// The page revision of its last change.
    pub revision: i64,
    /// The IANA time zone it is planned in.
    pub zone: String,
    /// What customers notice of it.
    pub effect: Effect,
    /// What customers should do.
    pub advice: String,
    /// Until when customers should speak up.
    pub contact_by: Option<DateTime<Utc>>,
    /// Whether it ends at its end without anybody saying so: planned like that, or staff said that it will be done in time.
    pub ends_itself: bool,
    /// The end that was planned before it took longer.
    pub planned_end_at: Option<DateTime<Utc>>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub finished_at: Option<DateTime<Utc>>,
    /// How often the window was changed, for calendars (RFC 5545, 3.8.7.4).
    pub sequence: i32,
}

/// Adds a maintenance.
pub(crate) fn insert(connection: &mut Conn, row: &Maintenance) -> Result<(), StoreError> {
    diesel::insert_into(maintenances::table)
        .values((
            maintenances::id.eq(&row.id),
            maintenances::title.eq(&row.title),
            maintenances::phase.eq(row.phase),
            maintenances::starts_at.eq(row.starts_at.naive_utc()),
            maintenances::ends_at.eq(row.ends_at.naive_utc()),
            maintenances::published_at.eq(row.published_at.naive_utc()),
            maintenances::revision.eq(row.revision),
            maintenances::zone.eq(&row.zone),
            maintenances::effect.eq(row.effect),
            maintenances::advice.eq(&row.advice),
            maintenances::ends_itself.eq(row.ends_itself),
            maintenances::contact_by.eq(row.contact_by.map(|time| time.naive_utc())),
            maintenances::planned_end_at.eq(row.planned_end_at.map(|time| time.naive_utc())),
            maintenances::started_at.eq(row.started_at.map(|time| time.naive_utc())),
            maintenances::finished_at.eq(row.finished_at.map(|time| time.naive_utc())),
            maintenances::sequence.eq(row.sequence),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves what may change while a maintenance lives.
pub(crate) fn save(connection: &mut Conn, row: &Maintenance) -> Result<(), StoreError> {
    diesel::update(maintenances::table.find(&row.id))
        .set((
            maintenances::phase.eq(row.phase),
            maintenances::starts_at.eq(row.starts_at.naive_utc()),
            maintenances::ends_at.eq(row.ends_at.naive_utc()),
            maintenances::revision.eq(row.revision),
            maintenances::ends_itself.eq(row.ends_itself),
            maintenances::contact_by.eq(row.contact_by.map(|time| time.naive_utc())),
            maintenances::planned_end_at.eq(row.planned_end_at.map(|time| time.naive_utc())),
            maintenances::started_at.eq(row.started_at.map(|time| time.naive_utc())),
            maintenances::finished_at.eq(row.finished_at.map(|time| time.naive_utc())),
            maintenances::sequence.eq(row.sequence),
        ))
        .execute(connection)?;
    Ok(())
}

/// One maintenance.
pub(crate) fn find(connection: &mut Conn, id: &MaintenanceId) -> Result<Option<Maintenance>, StoreError> {
    Ok(maintenances::table.find(id).first(connection).optional()?)
}

/// Those that begin last, first.
pub(crate) fn page(connection: &mut Conn, before: Option<DateTime<Utc>>, limit: i64) -> Result<Vec<Maintenance>, StoreError> {
    let mut query = maintenances::table.order((maintenances::starts_at.desc(), maintenances::id)).limit(limit).into_boxed();
    if let Some(before) = before {
        query = query.filter(maintenances::starts_at.lt(before.naive_utc()));
    }
    Ok(query.load(connection)?)
}

/// Those that go on now, the one that ends first on top.
pub(crate) fn running(connection: &mut Conn) -> Result<Vec<Maintenance>, StoreError> {
    let phases = MaintenancePhase::ALL.iter().filter(|phase| phase.is_running());
    Ok(maintenances::table
        .filter(maintenances::phase.eq_any(phases))
        .order((maintenances::ends_at, maintenances::id))
        .load(connection)?)
}

/// Whether there is one with this id.
pub(crate) fn exists(connection: &mut Conn, id: &MaintenanceId) -> Result<bool, StoreError> {
    let found: Option<MaintenanceId> = maintenances::table.find(id).select(maintenances::id).first(connection).optional()?;
    Ok(found.is_some())
}

/// Those of `extent`.
pub(crate) fn within(connection: &mut Conn, extent: Extent) -> Result<Vec<Maintenance>, StoreError> {
    Ok(match extent {
        Extent::All => maintenances::table.load(connection)?,
        Extent::ChangedAfter(revision) => extent::maintenances_changed(revision).load(connection)?,
        Extent::Since(from) => extent::maintenances_since(from.naive_utc()).load(connection)?,
    })
}
