//! Trouble that nobody has confirmed.

use super::{
    Conn, StoreError,
    schema::{signals, suspicions},
};
use crate::domain::{
    id::{IncidentId, SuspicionId},
    suspicion::SuspicionState,
};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A suspicion as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Suspicion {
    /// Its id.
    pub id: SuspicionId,
    /// Signals of this key join it.
    pub key: String,
    /// What seems to be wrong.
    pub title: String,
    /// The pairs it maps to with their health, as JSON.
    pub places: String,
    /// Where it stands.
    pub state: SuspicionState,
    /// When the first signal came.
    pub detected_at: DateTime<Utc>,
    /// When a member of staff took it on.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// Who did.
    pub acknowledged_by: String,
    /// When staff decided.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it was dismissed.
    pub reason: String,
    /// The incident that it became or is part of.
    pub incident: Option<IncidentId>,
}

/// Adds a suspicion.
pub(crate) fn insert(connection: &mut Conn, row: &Suspicion) -> Result<(), StoreError> {
    diesel::insert_into(suspicions::table)
        .values((
            suspicions::id.eq(&row.id),
            suspicions::key.eq(&row.key),
            suspicions::title.eq(&row.title),
            suspicions::places.eq(&row.places),
            suspicions::state.eq(row.state),
            suspicions::detected_at.eq(row.detected_at.naive_utc()),
            suspicions::acknowledged_at.eq(row.acknowledged_at.map(|time| time.naive_utc())),
            suspicions::acknowledged_by.eq(&row.acknowledged_by),
            suspicions::ended_at.eq(row.ended_at.map(|time| time.naive_utc())),
            suspicions::reason.eq(&row.reason),
            suspicions::incident_id.eq(row.incident.as_ref()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves everything that may change.
pub(crate) fn save(connection: &mut Conn, row: &Suspicion) -> Result<(), StoreError> {
    diesel::update(suspicions::table.find(&row.id))
        .set((
            suspicions::places.eq(&row.places),
            suspicions::state.eq(row.state),
            suspicions::detected_at.eq(row.detected_at.naive_utc()),
            suspicions::acknowledged_at.eq(row.acknowledged_at.map(|time| time.naive_utc())),
            suspicions::acknowledged_by.eq(&row.acknowledged_by),
            suspicions::ended_at.eq(row.ended_at.map(|time| time.naive_utc())),
            suspicions::reason.eq(&row.reason),
            suspicions::incident_id.eq(row.incident.as_ref()),
        ))
        .execute(connection)?;
    Ok(())
}

/// One suspicion, taken for this transaction: nobody else decides it meanwhile.
pub(crate) fn lock(connection: &mut Conn, id: &SuspicionId) -> Result<Option<Suspicion>, StoreError> {
    diesel::update(suspicions::table.find(id)).set(suspicions::key.eq(suspicions::key)).execute(connection)?;
    find(connection, id)
}

/// One suspicion.
pub(crate) fn find(connection: &mut Conn, id: &SuspicionId) -> Result<Option<Suspicion>, StoreError> {
    Ok(suspicions::table.find(id).first(connection).optional()?)
}

/// The open one that signals of a key belong to: its own, or that of one that was merged into it.
pub(crate) fn open_of(connection: &mut Conn, key: &str) -> Result<Option<Suspicion>, StoreError> {
    let joined = signals::table.filter(signals::key.eq(key)).select(signals::suspicion_id);
    let open = suspicions::table.filter(suspicions::state.eq(SuspicionState::Open));
    let of_key = open.filter(suspicions::key.eq(key).or(suspicions::id.nullable().eq_any(joined)));
    Ok(of_key.order(suspicions::detected_at).first(connection).optional()?)
}

/// Those in a state, newest first.
pub(crate) fn list(connection: &mut Conn, state: SuspicionState, limit: i64) -> Result<Vec<Suspicion>, StoreError> {
    Ok(suspicions::table
        .filter(suspicions::state.eq(state))
        .order((suspicions::detected_at.desc(), suspicions::id.desc()))
        .limit(limit)
        .load(connection)?)
}

/// The last one that signals of a key belong to and that led to an incident.
pub(crate) fn last_of(connection: &mut Conn, key: &str) -> Result<Option<Suspicion>, StoreError> {
    let joined = signals::table.filter(signals::key.eq(key)).select(signals::suspicion_id);
    let led = suspicions::table.filter(suspicions::incident_id.is_not_null());
    let of_key = led.filter(suspicions::key.eq(key).or(suspicions::id.nullable().eq_any(joined)));
    Ok(of_key.order(suspicions::detected_at.desc()).first(connection).optional()?)
}
