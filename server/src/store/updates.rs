//! The messages in the threads of incidents and maintenances.

use super::{
    Conn, StoreError,
    extent::Owners,
    schema::{incidents, updates},
};
use crate::domain::id::{IncidentId, MaintenanceId, UpdateId};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// One message. Exactly one of the two threads is set.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, serde::Serialize, serde::Deserialize)]
pub(crate) struct Update {
    /// Its id.
    pub id: UpdateId,
    /// The incident it belongs to.
    pub incident_id: Option<IncidentId>,
    /// The maintenance it belongs to.
    pub maintenance_id: Option<MaintenanceId>,
    /// The phase it set, as its word: incidents and maintenances have their own.
    pub phase: String,
    /// The text, in Markdown.
    pub body: String,
    /// When it was said.
    pub said_at: DateTime<Utc>,
    /// Who said it.
    pub author: String,
    /// When its text was last changed.
    #[serde(default)]
    pub edited_at: Option<DateTime<Utc>>,
    /// When it promised the next one.
    #[serde(default)]
    pub next_at: Option<DateTime<Utc>>,
    /// The template it was written from; empty for none.
    #[serde(default)]
    pub template: String,
}

/// Adds a message.
pub(crate) fn insert(connection: &mut Conn, update: &Update) -> Result<(), StoreError> {
    diesel::insert_into(updates::table)
        .values((
            updates::id.eq(&update.id),
            updates::incident_id.eq(update.incident_id.as_ref()),
            updates::maintenance_id.eq(update.maintenance_id.as_ref()),
            updates::phase.eq(&update.phase),
            updates::body.eq(&update.body),
            updates::said_at.eq(update.said_at.naive_utc()),
            updates::author.eq(&update.author),
            updates::edited_at.eq(update.edited_at.map(|time| time.naive_utc())),
            updates::next_at.eq(update.next_at.map(|time| time.naive_utc())),
            updates::template.eq(&update.template),
        ))
        .execute(connection)?;
    Ok(())
}

/// One message.
pub(crate) fn find(connection: &mut Conn, id: &UpdateId) -> Result<Option<Update>, StoreError> {
    Ok(updates::table.find(id).first(connection).optional()?)
}

/// Changes the text of a message.
pub(crate) fn edit(connection: &mut Conn, id: &UpdateId, body: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(updates::table.find(id))
        .set((updates::body.eq(body), updates::edited_at.eq(Some(now.naive_utc()))))
        .execute(connection)?;
    Ok(())
}

/// The messages of one incident, newest first.
pub(crate) fn of_incident(connection: &mut Conn, id: &IncidentId) -> Result<Vec<Update>, StoreError> {
    Ok(updates::table
        .filter(updates::incident_id.eq(id))
        .order((updates::said_at.desc(), updates::id.desc()))
        .load(connection)?)
}

/// The messages of one maintenance, newest first.
pub(crate) fn of_maintenance(connection: &mut Conn, id: &MaintenanceId) -> Result<Vec<Update>, StoreError> {
    Ok(updates::table
        .filter(updates::maintenance_id.eq(id))
        .order((updates::said_at.desc(), updates::id.desc()))
        .load(connection)?)
}

/// The messages of all threads of `owners`, newest first.
pub(crate) fn of(connection: &mut Conn, owners: &Owners<'_>) -> Result<Vec<Update>, StoreError> {
    let mut said: Vec<Update> = owners.rows(
        connection,
        |conn| updates::table.load(conn),
        |conn, some| updates::table.filter(updates::incident_id.eq_any(some.iter().copied())).load(conn),
        |conn, some| updates::table.filter(updates::maintenance_id.eq_any(some.iter().copied())).load(conn),
    )?;
    // A database does not sort long texts as quickly.
    said.sort_by(|one, other| (other.said_at, &other.id).cmp(&(one.said_at, &one.id)));
    Ok(said)
}

/// When the newest message about an incident was said. What is said in exercises is for nobody.
pub(crate) fn newest(connection: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let of_incidents = updates::table.inner_join(incidents::table.on(incidents::id.nullable().eq(updates::incident_id)));
    let public = of_incidents.filter(incidents::drill.eq(false));
    Ok(public.order(updates::said_at.desc()).select(updates::said_at).first(connection).optional()?)
}
