//! Incidents, without their updates and impacts.

use super::{
    Conn, StoreError,
    extent::{self, Extent},
    schema::incidents,
};
use crate::domain::{id::IncidentId, phase::Phase, severity::Severity};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// An incident as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, serde::Serialize, serde::Deserialize)]
pub(crate) struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// What is wrong.
    pub title: String,
    /// How bad.
    pub severity: Severity,
    /// Where it stands.
    pub phase: Phase,
    /// Percent of customers hit, when known.
    pub customers_affected: Option<i32>,
    /// When the trouble began.
    pub started_at: DateTime<Utc>,
    /// When the public was told.
    pub published_at: DateTime<Utc>,
    /// When it was over.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When the next update is due.
    pub next_update_at: Option<DateTime<Utc>>,
    /// The page revision of its last change.
    pub revision: i64,
    /// The larger incident that it is part of.
    pub parent: Option<IncidentId>,
    /// When staff expect it to be over.
    #[serde(default)]
    pub eta_at: Option<DateTime<Utc>>,
    /// The cause in brief, once it is known.
    #[serde(default)]
    pub cause: String,
    /// What customers can do meanwhile.
    #[serde(default)]
    pub workaround: String,
    /// Whether it is only an exercise, which nobody but staff sees.
    #[serde(default)]
    pub drill: bool,
}

/// Adds an incident.
pub(crate) fn insert(connection: &mut Conn, incident: &Incident) -> Result<(), StoreError> {
    diesel::insert_into(incidents::table)
        .values((
            incidents::id.eq(&incident.id),
            incidents::title.eq(&incident.title),
            incidents::severity.eq(incident.severity),
            incidents::phase.eq(incident.phase),
            incidents::customers_affected.eq(incident.customers_affected),
            incidents::started_at.eq(incident.started_at.naive_utc()),
            incidents::published_at.eq(incident.published_at.naive_utc()),
            incidents::resolved_at.eq(incident.resolved_at.map(|time| time.naive_utc())),
            incidents::next_update_at.eq(incident.next_update_at.map(|time| time.naive_utc())),
            incidents::revision.eq(incident.revision),
            incidents::parent_id.eq(incident.parent.as_ref()),
            incidents::eta_at.eq(incident.eta_at.map(|time| time.naive_utc())),
            incidents::cause.eq(&incident.cause),
            incidents::workaround.eq(&incident.workaround),
            incidents::drill.eq(incident.drill),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves what may change while an incident lives.
pub(crate) fn save(connection: &mut Conn, incident: &Incident) -> Result<(), StoreError> {
    diesel::update(incidents::table.find(&incident.id))
        .set((
            incidents::severity.eq(incident.severity),
            incidents::phase.eq(incident.phase),
            incidents::resolved_at.eq(incident.resolved_at.map(|time| time.naive_utc())),
            incidents::next_update_at.eq(incident.next_update_at.map(|time| time.naive_utc())),
            incidents::revision.eq(incident.revision),
            incidents::parent_id.eq(incident.parent.as_ref()),
            incidents::eta_at.eq(incident.eta_at.map(|time| time.naive_utc())),
            incidents::cause.eq(&incident.cause),
            incidents::workaround.eq(&incident.workaround),
        ))
        .execute(connection)?;
    Ok(())
}

/// One incident.
pub(crate) fn find(connection: &mut Conn, id: &IncidentId) -> Result<Option<Incident>, StoreError> {
    Ok(incidents::table.find(id).first(connection).optional()?)
}

/// Those of `extent`.
pub(crate) fn within(connection: &mut Conn, extent: Extent) -> Result<Vec<Incident>, StoreError> {
    Ok(match extent {
        Extent::All => incidents::table.load(connection)?,
        Extent::ChangedAfter(revision) => extent::incidents_changed(revision).load(connection)?,
        Extent::Since(from) => extent::incidents_since(from.naive_utc()).load(connection)?,
    })
}

/// The newest incidents that began before `before`, newest first.
pub(crate) fn page(connection: &mut Conn, before: Option<&IncidentId>, limit: i64) -> Result<Vec<Incident>, StoreError> {
    let mut query = incidents::table.order((incidents::started_at.desc(), incidents::id.desc())).limit(limit).into_boxed();
    if let Some(before) = before {
        let started: Option<chrono::NaiveDateTime> =
            incidents::table.find(before).select(incidents::started_at).first(connection).optional()?;
        if let Some(started) = started {
            let same = incidents::started_at.eq(started).and(incidents::id.lt(before.clone()));
            query = query.filter(incidents::started_at.lt(started).or(same));
        }
    }
    Ok(query.load(connection)?)
}

/// Those that are not over, oldest due first.
pub(crate) fn open(connection: &mut Conn) -> Result<Vec<Incident>, StoreError> {
    Ok(incidents::table
        .filter(incidents::phase.ne_all([Phase::Resolved, Phase::FalseAlarm]))
        // What promises no time comes last, in the order of both databases.
        .order((incidents::next_update_at.is_null(), incidents::next_update_at, incidents::severity, incidents::id))
        .load(connection)?)
}

/// The parts of a larger incident, oldest first.
pub(crate) fn parts(connection: &mut Conn, id: &IncidentId) -> Result<Vec<Incident>, StoreError> {
    Ok(incidents::table.filter(incidents::parent_id.eq(id)).order((incidents::started_at, incidents::id)).load(connection)?)
}

/// Every part with the whole that it is part of.
pub(crate) fn all_parts(connection: &mut Conn) -> Result<Vec<(IncidentId, IncidentId)>, StoreError> {
    let rows: Vec<(IncidentId, Option<IncidentId>)> = incidents::table
        .filter(incidents::parent_id.is_not_null())
        .order(incidents::id)
        .select((incidents::id, incidents::parent_id))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(part, whole)| Some((part, whole?))).collect())
}
