//! What is to be done so that an incident does not happen again.

use super::{Conn, StoreError, schema::actions};
use crate::domain::id::IncidentId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// An action item as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Action {
    /// Its id.
    pub id: String,
    /// The incident it follows from.
    pub incident: IncidentId,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: String,
    /// By which day, `2026-03-31`.
    pub due_on: String,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
}

/// Adds an action item.
pub(crate) fn insert(connection: &mut Conn, row: &Action) -> Result<(), StoreError> {
    diesel::insert_into(actions::table)
        .values((
            actions::id.eq(&row.id),
            actions::incident_id.eq(&row.incident),
            actions::title.eq(&row.title),
            actions::owner.eq(&row.owner),
            actions::due_on.eq(&row.due_on),
            actions::done_at.eq(row.done_at.map(|time| time.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Notes that an item of an incident is done, or is not; false when there is no such item.
pub(crate) fn set_done(
    connection: &mut Conn,
    incident: &IncidentId,
    id: &str,
    done_at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let item = actions::table.find(id).filter(actions::incident_id.eq(incident));
    Ok(diesel::update(item).set(actions::done_at.eq(done_at.map(|time| time.naive_utc()))).execute(connection)? > 0)
}

/// The items of an incident, the one due first on top.
pub(crate) fn of(connection: &mut Conn, incident: &IncidentId) -> Result<Vec<Action>, StoreError> {
    Ok(actions::table.filter(actions::incident_id.eq(incident)).order((actions::due_on, actions::id)).load(connection)?)
}
