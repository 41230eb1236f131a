//! What incidents and maintenances did to components in regions.

use super::{
    Conn, StoreError,
    extent::Owners,
    schema::{impacts, incidents, maintenances},
};
use crate::domain::{
    health::Health,
    id::{ComponentId, IncidentId, MaintenanceId, RegionId},
    impact::{Impact, Pair},
    maintenance::Effect,
    phase::Phase,
};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Whose impact it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// An incident's.
    Incident(IncidentId),
    /// A maintenance's.
    Maintenance(MaintenanceId),
}

/// An impact as it is stored.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Row {
    /// Its id.
    pub id: String,
    /// The incident it belongs to.
    pub incident_id: Option<IncidentId>,
    /// The maintenance it belongs to.
    pub maintenance_id: Option<MaintenanceId>,
    component_id: ComponentId,
    region_id: RegionId,
    health: Health,
    from_at: DateTime<Utc>,
    until_at: Option<DateTime<Utc>>,
}

impl Row {
    /// The impact itself.
    pub(crate) fn impact(&self) -> Impact {
        let pair = Pair { component: self.component_id.clone(), region: self.region_id.clone() };
        Impact { pair, health: self.health, from: self.from_at, until: self.until_at }
    }
}

/// Adds an impact.
pub(crate) fn insert(connection: &mut Conn, id: &str, cause: &Cause, impact: &Impact) -> Result<(), StoreError> {
    let (incident, maintenance) = match cause {
        Cause::Incident(id) => (Some(id), None),
        Cause::Maintenance(id) => (None, Some(id)),
    };
    diesel::insert_into(impacts::table)
        .values((
            impacts::id.eq(id),
            impacts::incident_id.eq(incident),
            impacts::maintenance_id.eq(maintenance),
            impacts::component_id.eq(&impact.pair.component),
            impacts::region_id.eq(&impact.pair.region),
            impacts::health.eq(impact.health),
            impacts::from_at.eq(impact.from.naive_utc()),
            impacts::until_at.eq(impact.until.map(|time| time.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends an impact.
pub(crate) fn end(connection: &mut Conn, id: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(impacts::table.find(id)).set(impacts::until_at.eq(Some(until.naive_utc()))).execute(connection)?;
    Ok(())
}

/// Removes an impact, to write it down for another cause.
pub(crate) fn remove(connection: &mut Conn, id: &str) -> Result<(), StoreError> {
    diesel::delete(impacts::table.find(id)).execute(connection)?;
    Ok(())
}

/// All impacts of one incident, oldest first.
pub(crate) fn of_incident(connection: &mut Conn, id: &IncidentId) -> Result<Vec<Row>, StoreError> {
    Ok(impacts::table.filter(impacts::incident_id.eq(id)).order((impacts::from_at, impacts::id)).load(connection)?)
}

/// All impacts of one maintenance, oldest first.
pub(crate) fn of_maintenance(connection: &mut Conn, id: &MaintenanceId) -> Result<Vec<Row>, StoreError> {
    Ok(impacts::table.filter(impacts::maintenance_id.eq(id)).order((impacts::from_at, impacts::id)).load(connection)?)
}

/// An impact that happened, with planned end and effect of the maintenance it belongs to, if it does.
pub(crate) type Happened = (Row, Option<Late>);

/// When a maintenance was to end before it took longer, if it did, and what customers noticed.
pub(crate) type Late = (Option<DateTime<Utc>>, Effect);

/// What happened between two moments, oldest first. False alarms, exercises and parts of either did nothing.
pub(crate) fn happened(connection: &mut Conn, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Happened>, StoreError> {
    let real = incidents::phase.ne(Phase::FalseAlarm).and(incidents::drill.eq(false)).assume_not_null();
    Ok(impacts::table
        .left_join(incidents::table.on(incidents::id.nullable().eq(impacts::incident_id)))
        .left_join(maintenances::table.on(maintenances::id.nullable().eq(impacts::maintenance_id)))
        .filter(impacts::incident_id.is_null().or(real))
        .filter(impacts::from_at.lt(until.naive_utc()))
        .filter(impacts::until_at.is_null().or(impacts::until_at.assume_not_null().gt(from.naive_utc())))
        .order((impacts::from_at, impacts::id))
        .select((impacts::all_columns, (maintenances::planned_end_at, maintenances::effect).nullable()))
        .load(connection)?)
}

/// Gives an impact another span.
pub(crate) fn set_span(
    connection: &mut Conn,
    id: &str,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    diesel::update(impacts::table.find(id))
        .set((impacts::from_at.eq(from.naive_utc()), impacts::until_at.eq(until.map(|time| time.naive_utc()))))
        .execute(connection)?;
    Ok(())
}

/// The impacts of all `owners`, oldest first.
pub(crate) fn of(connection: &mut Conn, owners: &Owners<'_>) -> Result<Vec<Row>, StoreError> {
    let mut done: Vec<Row> = owners.rows(
        connection,
        |conn| impacts::table.load(conn),
        |conn, some| impacts::table.filter(impacts::incident_id.eq_any(some.iter().copied())).load(conn),
        |conn, some| impacts::table.filter(impacts::maintenance_id.eq_any(some.iter().copied())).load(conn),
    )?;
    done.sort_by(|one, other| (one.from_at, &one.id).cmp(&(other.from_at, &other.id)));
    Ok(done)
}
