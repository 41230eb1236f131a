//! Who follows a single incident (PRODUCT 7).

use super::{
    Conn, StoreError,
    schema::{deliveries, follows, incidents, mutes, subscribers},
};
use crate::domain::{
    id::{IncidentId, SubscriberId},
    subscriber::SubscriberState,
};
use chrono::{DateTime, Utc};
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use std::collections::BTreeSet;

/// Lets a subscriber follow an incident. Following it twice changes nothing.
pub(crate) fn begin(connection: &mut Conn, incident: &IncidentId, subscriber: &SubscriberId) -> Result<(), StoreError> {
    let known: Option<IncidentId> =
        follows::table.find((incident, subscriber)).select(follows::incident_id).first(connection).optional()?;
    if known.is_none() {
        diesel::insert_into(follows::table)
            .values((follows::incident_id.eq(incident), follows::subscriber_id.eq(subscriber)))
            .execute(connection)?;
    }
    Ok(())
}

/// Which of the subscribers follow one of the incidents.
pub(crate) fn among(
    connection: &mut Conn,
    incidents: &[String],
    among: &[SubscriberId],
) -> Result<BTreeSet<SubscriberId>, StoreError> {
    let found: Vec<SubscriberId> = follows::table
        .filter(follows::incident_id.eq_any(incidents))
        .filter(follows::subscriber_id.eq_any(among))
        .select(follows::subscriber_id)
        .load(connection)?;
    Ok(found.into_iter().collect())
}

/// What a subscriber follows, the oldest first.
pub(crate) fn of(connection: &mut Conn, subscriber: &SubscriberId) -> Result<Vec<IncidentId>, StoreError> {
    let theirs = follows::table.filter(follows::subscriber_id.eq(subscriber));
    Ok(theirs.order(follows::incident_id).select(follows::incident_id).load(connection)?)
}

/// How many follow an incident whom nothing was sent of it yet, but for those who want no more of it or of what is around it.
pub(crate) fn untold(connection: &mut Conn, incident: &IncidentId, around: &[String]) -> Result<i64, StoreError> {
    let of_it = deliveries::table
        .filter(deliveries::incident_id.eq(incident.as_str()))
        .filter(deliveries::recipient_id.eq(follows::subscriber_id));
    let silent = mutes::table
        .filter(mutes::incident_id.eq_any(around))
        .filter(mutes::subscriber_id.eq(follows::subscriber_id))
        .select(mutes::subscriber_id);
    Ok(follows::table
        .inner_join(subscribers::table)
        .filter(follows::incident_id.eq(incident))
        .filter(subscribers::state.eq(SubscriberState::Active))
        .filter(not(exists(of_it)))
        .filter(not(exists(silent)))
        .count()
        .get_result(connection)?)
}

/// Up to `limit` of those who follow what ended before `before`, in the order of subscribers.
pub(crate) fn over(
    connection: &mut Conn,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(SubscriberId, IncidentId)>, StoreError> {
    Ok(follows::table
        .inner_join(incidents::table)
        .filter(incidents::resolved_at.lt(before.naive_utc()))
        .order((follows::subscriber_id, follows::incident_id))
        .limit(limit)
        .select((follows::subscriber_id, follows::incident_id))
        .load(connection)?)
}

/// A subscriber follows an incident no more.
pub(crate) fn end(connection: &mut Conn, incident: &IncidentId, subscriber: &SubscriberId) -> Result<(), StoreError> {
    diesel::delete(follows::table.find((incident, subscriber))).execute(connection)?;
    Ok(())
}

/// A subscriber follows nothing any more.
pub(crate) fn end_all(connection: &mut Conn, subscriber: &SubscriberId) -> Result<(), StoreError> {
    diesel::delete(follows::table.filter(follows::subscriber_id.eq(subscriber))).execute(connection)?;
    Ok(())
}
