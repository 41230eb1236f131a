//! Who wants no more of a single incident, whatever else they asked for (PRODUCT 7).

use super::{
    Conn, StoreError,
    claims::Claim,
    schema::{deliveries, mutes, subscribers},
    subscribers::in_groups,
};
use crate::domain::{
    channel::Channel,
    id::{IncidentId, SubscriberGroupId, SubscriberId},
    subscriber::SubscriberState,
};
use diesel::{dsl::exists, prelude::*};
use std::collections::{BTreeMap, BTreeSet};

/// A subscriber wants no more of an incident. False when that was said before.
pub(crate) fn begin(connection: &mut Conn, incident: &str, subscriber: &SubscriberId) -> Result<bool, StoreError> {
    let theirs = mutes::table.filter(mutes::incident_id.eq(incident)).filter(mutes::subscriber_id.eq(subscriber));
    let is_new = !diesel::select(exists(theirs)).get_result::<bool>(connection)?;
    if is_new {
        diesel::insert_into(mutes::table)
            .values((mutes::incident_id.eq(incident), mutes::subscriber_id.eq(subscriber)))
            .execute(connection)?;
    }
    Ok(is_new)
}

/// They want to hear of these again.
pub(crate) fn end(connection: &mut Conn, incidents: &[String], subscriber: &SubscriberId) -> Result<(), StoreError> {
    let theirs = mutes::table.filter(mutes::incident_id.eq_any(incidents)).filter(mutes::subscriber_id.eq(subscriber));
    diesel::delete(theirs).execute(connection)?;
    Ok(())
}

/// What a subscriber wants no more of, the oldest first.
pub(crate) fn of(connection: &mut Conn, subscriber: &SubscriberId) -> Result<Vec<IncidentId>, StoreError> {
    let theirs = mutes::table.filter(mutes::subscriber_id.eq(subscriber));
    Ok(theirs.order(mutes::incident_id).select(mutes::incident_id).load(connection)?)
}

/// Which of the subscribers want no more of one of the incidents.
pub(crate) fn among(
    connection: &mut Conn,
    incidents: &[String],
    among: &[SubscriberId],
) -> Result<BTreeSet<SubscriberId>, StoreError> {
    let found: Vec<SubscriberId> = mutes::table
        .filter(mutes::incident_id.eq_any(incidents))
        .filter(mutes::subscriber_id.eq_any(among))
        .select(mutes::subscriber_id)
        .load(connection)?;
    Ok(found.into_iter().collect())
}

/// How many active readers by mail, of some groups or of all, want no more of one of the incidents, by their filters.
pub(crate) fn by_filter(
    connection: &mut Conn,
    incidents: &[String],
    within: &BTreeSet<SubscriberGroupId>,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let silent = mutes::table.filter(mutes::incident_id.eq_any(incidents)).select(mutes::subscriber_id);
    let active = subscribers::table
        .filter(subscribers::id.eq_any(silent))
        .filter(subscribers::state.eq(SubscriberState::Active))
        .filter(subscribers::channel.eq(Channel::Email))
        .group_by(subscribers::filter)
        .select((subscribers::filter, diesel::dsl::count_star()));
    let found: Vec<(String, i64)> = if within.is_empty() {
        active.load(connection)?
    } else {
        active.filter(subscribers::id.eq_any(in_groups(within))).load(connection)?
    };
    Ok(found.into_iter().collect())
}

/// Whether the recipient of a delivery wants no more of what it is about.
pub(crate) fn silence(connection: &mut Conn, claim: &Claim) -> Result<bool, StoreError> {
    let about_it = deliveries::table.find(&claim.id).filter(deliveries::incident_id.eq(mutes::incident_id.nullable()));
    let theirs = mutes::table.filter(mutes::subscriber_id.eq(&claim.recipient_id)).filter(exists(about_it));
    Ok(diesel::select(exists(theirs)).get_result(connection)?)
}
