//! How staff respond to incidents: the clocks, the policy, the assessment. None of it is public.

use super::{Conn, StoreError, schema::responses};
use crate::domain::{id::IncidentId, severity::Severity};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The response to one incident.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Response {
    /// The incident.
    pub incident: IncidentId,
    /// The version of the policy that it goes by.
    pub policy: i32,
    /// The worst severity it ever had.
    pub worst: Severity,
    /// What the answers proposed when it was opened.
    pub proposed: Option<Severity>,
    /// Why staff chose another severity.
    pub reason: String,
    /// Ids of the regions whose readers are told, as JSON, where staff chose others than the affected ones.
    pub regions: Option<String>,
    /// When a monitor or staff first saw it.
    pub detected_at: DateTime<Utc>,
    /// When a member of staff took it on.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// When cause, end and scope were assessed.
    pub assessed_at: Option<DateTime<Utc>>,
    /// What staff think is the cause.
    pub hypothesis: String,
    /// When the first message about it left.
    pub first_told_at: Option<DateTime<Utc>>,
    /// Since when it is an extended outage.
    pub extended_at: Option<DateTime<Utc>>,
    /// When the war room met.
    pub war_room_at: Option<DateTime<Utc>>,
    /// Where it meets.
    pub war_room_link: String,
}

/// Adds the response to an incident.
pub(crate) fn insert(connection: &mut Conn, row: &Response) -> Result<(), StoreError> {
    diesel::insert_into(responses::table)
        .values((
            responses::incident_id.eq(&row.incident),
            responses::policy.eq(row.policy),
            responses::worst.eq(row.worst),
            responses::proposed.eq(row.proposed),
            responses::reason.eq(&row.reason),
            responses::regions.eq(row.regions.as_ref()),
            responses::detected_at.eq(row.detected_at.naive_utc()),
            responses::acknowledged_at.eq(row.acknowledged_at.map(|time| time.naive_utc())),
            responses::assessed_at.eq(row.assessed_at.map(|time| time.naive_utc())),
            responses::hypothesis.eq(&row.hypothesis),
            responses::first_told_at.eq(row.first_told_at.map(|time| time.naive_utc())),
            responses::extended_at.eq(row.extended_at.map(|time| time.naive_utc())),
            responses::war_room_at.eq(row.war_room_at.map(|time| time.naive_utc())),
            responses::war_room_link.eq(&row.war_room_link),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves everything that may change but when the first message left, which the senders write.
pub(crate) fn save(connection: &mut Conn, row: &Response) -> Result<(), StoreError> {
    diesel::update(responses::table.find(&row.incident))
        .set((
            responses::policy.eq(row.policy),
            responses::worst.eq(row.worst),
            responses::regions.eq(row.regions.as_ref()),
            responses::acknowledged_at.eq(row.acknowledged_at.map(|time| time.naive_utc())),
            responses::assessed_at.eq(row.assessed_at.map(|time| time.naive_utc())),
            responses::hypothesis.eq(&row.hypothesis),
            responses::extended_at.eq(row.extended_at.map(|time| time.naive_utc())),
            responses::war_room_at.eq(row.war_room_at.map(|time| time.naive_utc())),
            responses::war_room_link.eq(&row.war_room_link),
        ))
        .execute(connection)?;
    Ok(())
}

/// The response to one incident; none for what was imported.
pub(crate) fn find(connection: &mut Conn, incident: &IncidentId) -> Result<Option<Response>, StoreError> {
    Ok(responses::table.find(incident).first(connection).optional()?)
}

/// Every response, for reports.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Response>, StoreError> {
    Ok(responses::table.load(connection)?)
}
