//! Planned work that comes again.

use super::{
    Conn, StoreError,
    schema::{maintenances, occurrences, series},
};
use crate::domain::{id::MaintenanceId, maintenance::MaintenancePhase};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

/// A series as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Series {
    /// Its id.
    pub id: String,
    /// The rule (RFC 5545, 3.3.10).
    pub rule: String,
    /// The zone it is planned in.
    pub zone: String,
    /// The first start.
    pub first_at: DateTime<Utc>,
    /// The length of each window, in minutes.
    pub length: i32,
    /// What was typed, as JSON.
    pub input: String,
    /// The start of the last date that was written down.
    pub made_until: DateTime<Utc>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The first start on the clocks of the zone, which may skip it.
    pub wall: Option<NaiveDateTime>,
}

/// Adds a series.
pub(crate) fn insert(connection: &mut Conn, row: &Series) -> Result<(), StoreError> {
    diesel::insert_into(series::table)
        .values((
            series::id.eq(&row.id),
            series::rule.eq(&row.rule),
            series::zone.eq(&row.zone),
            series::first_at.eq(row.first_at.naive_utc()),
            series::length.eq(row.length),
            series::input.eq(&row.input),
            series::made_until.eq(row.made_until.naive_utc()),
            series::wall.eq(row.wall),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves how far it was written down, and whether it was ended.
pub(crate) fn save(connection: &mut Conn, row: &Series) -> Result<(), StoreError> {
    diesel::update(series::table.find(&row.id))
        .set((series::made_until.eq(row.made_until.naive_utc()), series::ended_at.eq(row.ended_at.map(|time| time.naive_utc()))))
        .execute(connection)?;
    Ok(())
}

/// One series.
pub(crate) fn find(connection: &mut Conn, id: &str) -> Result<Option<Series>, StoreError> {
    Ok(series::table.find(id).first(connection).optional()?)
}

/// Makes a maintenance one of the dates of a series; `announced` when its first mail names it.
pub(crate) fn add(connection: &mut Conn, id: &str, maintenance: &MaintenanceId, announced: bool) -> Result<(), StoreError> {
    diesel::insert_into(occurrences::table)
        .values((
            occurrences::maintenance_id.eq(maintenance),
            occurrences::series_id.eq(id),
            occurrences::announced.eq(announced),
        ))
        .execute(connection)?;
    Ok(())
}

/// The series that a maintenance is a date of.
pub(crate) fn of(connection: &mut Conn, maintenance: &MaintenanceId) -> Result<Option<Series>, StoreError> {
    let of = occurrences::table.inner_join(series::table).filter(occurrences::maintenance_id.eq(maintenance));
    Ok(of.select(series::all_columns).first(connection).optional()?)
}

/// Whether the first mail of its series named a date.
pub(crate) fn is_announced(connection: &mut Conn, maintenance: &MaintenanceId) -> Result<bool, StoreError> {
    let announced = occurrences::table.find(maintenance).select(occurrences::announced).first(connection).optional()?;
    Ok(announced.unwrap_or_default())
}

/// The dates of a series that have not begun, in order.
pub(crate) fn ahead(connection: &mut Conn, id: &str) -> Result<Vec<MaintenanceId>, StoreError> {
    Ok(occurrences::table
        .inner_join(maintenances::table)
        .filter(occurrences::series_id.eq(id))
        .filter(maintenances::phase.eq(MaintenancePhase::Scheduled))
        .order(maintenances::starts_at)
        .select(maintenances::id)
        .load(connection)?)
}
