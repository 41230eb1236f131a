//! Reviews of incidents.

use super::{
    Conn, StoreError,
    extent::Owners,
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
    /// When the public was told; none while it is a draft, and for an internal one.
    pub published_at: Option<DateTime<Utc>>,
    /// Whether it is meant for everybody.
    #[serde(default)]
    pub is_public: bool,
    /// When it is due.
    #[serde(default)]
    pub due_at: Option<DateTime<Utc>>,
    /// When it was finished.
    #[serde(default)]
    pub finished_at: Option<DateTime<Utc>>,
}

/// Adds a review.
pub(crate) fn insert(connection: &mut Conn, row: &Postmortem) -> Result<(), StoreError> {
    diesel::insert_into(postmortems::table)
        .values((
            postmortems::incident_id.eq(&row.incident),
            postmortems::body.eq(&row.body),
            postmortems::published_at.eq(row.published_at.map(|time| time.naive_utc())),
            postmortems::is_public.eq(row.is_public),
            postmortems::due_at.eq(row.due_at.map(|time| time.naive_utc())),
            postmortems::finished_at.eq(row.finished_at.map(|time| time.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves everything but when it is due.
pub(crate) fn save(connection: &mut Conn, row: &Postmortem) -> Result<(), StoreError> {
    diesel::update(postmortems::table.find(&row.incident))
        .set((
            postmortems::body.eq(&row.body),
            postmortems::published_at.eq(row.published_at.map(|time| time.naive_utc())),
            postmortems::is_public.eq(row.is_public),
            postmortems::finished_at.eq(row.finished_at.map(|time| time.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// The review of an incident.
pub(crate) fn find(connection: &mut Conn, incident: &IncidentId) -> Result<Option<Postmortem>, StoreError> {
    Ok(postmortems::table.find(incident).first(connection).optional()?)
}

/// Reviews with the titles of their incidents: those that are not finished first, the one due first on top.
pub(crate) fn list(connection: &mut Conn, limit: i64) -> Result<Vec<(Postmortem, String)>, StoreError> {
    let mut rows: Vec<(Postmortem, String)> = postmortems::table
        .inner_join(incidents::table.on(incidents::id.eq(postmortems::incident_id)))
        .order((postmortems::due_at.desc(), postmortems::incident_id.desc()))
        .limit(limit)
        .select((postmortems::all_columns, incidents::title))
        .load(connection)?;
    rows.sort_by_key(|(row, _)| (row.finished_at.is_some(), row.due_at));
    Ok(rows)
}

/// Those that are not finished, with the titles of their incidents, the one due first on top.
pub(crate) fn unfinished(connection: &mut Conn) -> Result<Vec<(Postmortem, String)>, StoreError> {
    Ok(postmortems::table
        .inner_join(incidents::table.on(incidents::id.eq(postmortems::incident_id)))
        .filter(postmortems::finished_at.is_null())
        .order(postmortems::due_at)
        .select((postmortems::all_columns, incidents::title))
        .load(connection)?)
}

/// When each review is due and was finished, for reports.
pub(crate) fn terms(connection: &mut Conn) -> Result<Vec<Term>, StoreError> {
    Ok(postmortems::table.select((postmortems::incident_id, postmortems::due_at, postmortems::finished_at)).load(connection)?)
}

/// The incident, when its review is due, and when it was finished.
pub(crate) type Term = (IncidentId, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// The published reviews of the incidents among `owners`.
pub(crate) fn of(connection: &mut Conn, owners: &Owners<'_>) -> Result<Vec<Postmortem>, StoreError> {
    let published = postmortems::table.filter(postmortems::published_at.is_not_null());
    Ok(owners.rows(
        connection,
        |conn| published.load(conn),
        |conn, some| published.filter(postmortems::incident_id.eq_any(some.iter().copied())).load(conn),
        |_, _| Ok(Vec::new()),
    )?)
}
