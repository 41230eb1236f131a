//! Reviews of incidents.

use super::{
    Conn, StoreError,
    schema::{incidents, postmortems},
};
use crate::domain::id::IncidentId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A review as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, serde::Serialize, serde::Deserialize)]
pub(crate) struct Postmortem {
    /// The incident it is of.
    pub incident: IncidentId,
    /// The text, in Markdown.
    pub body: String,
    /// When the public was told; none while it is a draft.
    pub published_at: Option<DateTime<Utc>>,
}

/// Adds a review.
pub(crate) fn insert(connection: &mut Conn, row: &Postmortem) -> Result<(), StoreError> {
    diesel::insert_into(postmortems::table)
        .values((
            postmortems::incident_id.eq(&row.incident),
            postmortems::body.eq(&row.body),
            postmortems::published_at.eq(row.published_at.map(|time| time.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// The published reviews of incidents changed after `revision`.
pub(crate) fn changed_since(connection: &mut Conn, revision: i64) -> Result<Vec<Postmortem>, StoreError> {
    let changed = incidents::table.filter(incidents::revision.gt(revision)).select(incidents::id);
    Ok(postmortems::table
        .filter(postmortems::incident_id.eq_any(changed))
        .filter(postmortems::published_at.is_not_null())
        .load(connection)?)
}
