//! Who was told of an incident or a maintenance, or is about to be.

use super::{
    Conn, StoreError,
    schema::{deliveries, mutes, notices},
};
use crate::domain::{
    channel::Channel,
    delivery::DeliveryState,
    id::{IncidentId, SubscriberId},
};
use chrono::{DateTime, Utc};
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use std::collections::BTreeSet;

/// The states of who was told, or is about to be.
fn states(or_soon: bool) -> &'static [DeliveryState] {
    if or_soon { &[DeliveryState::Sent, DeliveryState::Queued] } else { &[DeliveryState::Sent] }
}

/// A message reached somebody or is about to; or it may have, since the server that had it in hand died and it was skipped then,
/// or failed.
#[diesel::dsl::auto_type(no_type_alias)]
fn reached(or_soon: bool) -> _ {
    let states: &'static [DeliveryState] = states(or_soon);
    let ended: [DeliveryState; 2] = [DeliveryState::Skipped, DeliveryState::Failed];
    deliveries::state.eq_any(states).or(deliveries::state.eq_any(ended).and(deliveries::lease.is_not_null()))
}

/// Which of the subscribers were told of any of the threads; `or_soon` counts those who are about to be.
pub(crate) fn of_threads(
    connection: &mut Conn,
    threads: &[String],
    among: &[SubscriberId],
    or_soon: bool,
) -> Result<BTreeSet<SubscriberId>, StoreError> {
    let ids: Vec<&str> = among.iter().map(SubscriberId::as_str).collect();
    let told: Vec<SubscriberId> = deliveries::table
        .filter(deliveries::incident_id.eq_any(threads))
        .filter(deliveries::recipient_id.eq_any(ids))
        .filter(reached(or_soon))
        .select(deliveries::recipient_id)
        .distinct()
        .load(connection)?;
    Ok(told.into_iter().collect())
}

/// Which of the subscribers were told of an incident by notices of some time; `or_soon` as for [`of_threads`].
pub(crate) fn between(
    connection: &mut Conn,
    incident: &IncidentId,
    (since, until): (DateTime<Utc>, Option<DateTime<Utc>>),
    among: &[SubscriberId],
    or_soon: bool,
) -> Result<BTreeSet<SubscriberId>, StoreError> {
    let ids: Vec<&str> = among.iter().map(SubscriberId::as_str).collect();
    let mut query = deliveries::table
        .inner_join(notices::table)
        .filter(deliveries::incident_id.eq(incident.as_str()))
        .filter(deliveries::recipient_id.eq_any(ids))
        .filter(reached(or_soon))
        .filter(notices::created_at.ge(since.naive_utc()))
        .select(deliveries::recipient_id)
        .into_boxed();
    if let Some(until) = until {
        query = query.filter(notices::created_at.lt(until.naive_utc()));
    }
    let told: Vec<SubscriberId> = query.load(connection)?;
    Ok(told.into_iter().collect())
}

/// Who besides subscribers was told of the threads by a channel, among those with these ids; `or_soon` as for [`of_threads`].
pub(crate) fn by_channel(
    connection: &mut Conn,
    threads: &[String],
    channel: Channel,
    among: &[String],
    or_soon: bool,
) -> Result<BTreeSet<String>, StoreError> {
    if among.is_empty() {
        return Ok(BTreeSet::new());
    }
    let told: Vec<String> = deliveries::table
        .filter(deliveries::incident_id.eq_any(threads))
        .filter(deliveries::channel.eq(channel))
        .filter(deliveries::recipient_id.eq_any(among))
        .filter(reached(or_soon))
        .select(deliveries::recipient_id)
        .distinct()
        .load(connection)?;
    Ok(told.into_iter().collect())
}

/// How many were told of an incident, or are about to be, but for those who want no more of it or of what is around it.
pub(crate) fn count(connection: &mut Conn, incident: &IncidentId, around: &[String]) -> Result<i64, StoreError> {
    let silent = mutes::table
        .filter(mutes::incident_id.eq_any(around))
        .filter(mutes::subscriber_id.eq(deliveries::recipient_id))
        .select(mutes::subscriber_id);
    Ok(deliveries::table
        .inner_join(notices::table)
        .filter(notices::incident_id.eq(incident))
        .filter(reached(true))
        .filter(not(exists(silent)))
        .select(diesel::dsl::count(deliveries::recipient_id).aggregate_distinct())
        .first(connection)?)
}
