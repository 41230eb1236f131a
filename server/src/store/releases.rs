//! Incidents that wait for a second person before they are published.

use super::{Conn, StoreError, schema::releases};
use crate::domain::{id::IncidentId, release::ReleaseState, severity::Severity};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A release as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Release {
    /// Its id.
    pub id: String,
    /// The incident as it was typed, as JSON.
    pub input: String,
    /// Its title.
    pub title: String,
    /// Its severity.
    pub severity: Severity,
    /// Who wants to publish it.
    pub proposed_by: String,
    /// Since when.
    pub proposed_at: DateTime<Utc>,
    /// From when on one person may release it alone.
    pub alone_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ReleaseState,
    /// Who released it or took it back.
    pub ended_by: String,
    /// The incident it became.
    pub incident: Option<IncidentId>,
}

/// Adds a release.
pub(crate) fn insert(connection: &mut Conn, row: &Release) -> Result<(), StoreError> {
    diesel::insert_into(releases::table)
        .values((
            releases::id.eq(&row.id),
            releases::input.eq(&row.input),
            releases::title.eq(&row.title),
            releases::severity.eq(row.severity),
            releases::proposed_by.eq(&row.proposed_by),
            releases::proposed_at.eq(row.proposed_at.naive_utc()),
            releases::alone_at.eq(row.alone_at.naive_utc()),
            releases::state.eq(row.state),
            releases::ended_by.eq(&row.ended_by),
            releases::incident_id.eq(row.incident.as_ref()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends a release, unless somebody else ended it: then false.
pub(crate) fn end(
    connection: &mut Conn,
    id: &str,
    state: ReleaseState,
    by: &str,
    incident: Option<&IncidentId>,
) -> Result<bool, StoreError> {
    let waiting = releases::table.find(id).filter(releases::state.eq(ReleaseState::Waiting));
    let ended = diesel::update(waiting)
        .set((releases::state.eq(state), releases::ended_by.eq(by), releases::incident_id.eq(incident)))
        .execute(connection)?;
    Ok(ended > 0)
}

/// One release.
pub(crate) fn find(connection: &mut Conn, id: &str) -> Result<Option<Release>, StoreError> {
    Ok(releases::table.find(id).first(connection).optional()?)
}

/// Those that wait, oldest first.
pub(crate) fn waiting(connection: &mut Conn) -> Result<Vec<Release>, StoreError> {
    let waiting = releases::table.filter(releases::state.eq(ReleaseState::Waiting));
    Ok(waiting.order((releases::proposed_at, releases::id)).load(connection)?)
}
