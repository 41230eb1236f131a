//! What monitors and staff reported.

use super::{Conn, StoreError, schema::signals};
use crate::domain::id::SuspicionId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A signal as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Signal {
    /// Its id.
    pub id: String,
    /// What belongs together has one key.
    pub key: String,
    /// What it joined; none while it waits for more.
    pub suspicion: Option<SuspicionId>,
    /// Who reported it.
    pub source: String,
    /// What it says.
    pub title: String,
    /// The pairs it maps to with their health, as JSON.
    pub places: String,
    /// Whether it says that the trouble is over.
    pub is_clear: bool,
    /// When it came.
    pub at: DateTime<Utc>,
}

/// Adds a signal.
pub(crate) fn insert(connection: &mut Conn, row: &Signal) -> Result<(), StoreError> {
    diesel::insert_into(signals::table)
        .values((
            signals::id.eq(&row.id),
            signals::key.eq(&row.key),
            signals::suspicion_id.eq(row.suspicion.as_ref()),
            signals::source.eq(&row.source),
            signals::title.eq(&row.title),
            signals::places.eq(&row.places),
            signals::is_clear.eq(row.is_clear),
            signals::at.eq(row.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The signals of a key that wait for more, oldest first.
pub(crate) fn waiting(connection: &mut Conn, key: &str) -> Result<Vec<Signal>, StoreError> {
    let waiting = signals::table.filter(signals::key.eq(key)).filter(signals::suspicion_id.is_null());
    Ok(waiting.order((signals::at, signals::id)).load(connection)?)
}

/// Lets the waiting signals of a key join a suspicion.
pub(crate) fn join(connection: &mut Conn, key: &str, suspicion: &SuspicionId) -> Result<(), StoreError> {
    let waiting = signals::table.filter(signals::key.eq(key)).filter(signals::suspicion_id.is_null());
    diesel::update(waiting).set(signals::suspicion_id.eq(Some(suspicion))).execute(connection)?;
    Ok(())
}

/// Lets the signals of one suspicion join another.
pub(crate) fn move_all(connection: &mut Conn, from: &SuspicionId, to: &SuspicionId) -> Result<(), StoreError> {
    diesel::update(signals::table.filter(signals::suspicion_id.eq(from)))
        .set(signals::suspicion_id.eq(Some(to)))
        .execute(connection)?;
    Ok(())
}

/// Forgets the waiting signals of a key: the trouble is over.
pub(crate) fn forget_waiting(connection: &mut Conn, key: &str) -> Result<(), StoreError> {
    let waiting = signals::table.filter(signals::key.eq(key)).filter(signals::suspicion_id.is_null());
    diesel::delete(waiting).execute(connection)?;
    Ok(())
}

/// The signals of a suspicion, newest first.
pub(crate) fn of(connection: &mut Conn, suspicion: &SuspicionId) -> Result<Vec<Signal>, StoreError> {
    Ok(signals::table
        .filter(signals::suspicion_id.eq(suspicion))
        .order((signals::at.desc(), signals::id.desc()))
        .load(connection)?)
}
