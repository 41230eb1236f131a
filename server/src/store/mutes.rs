//! Who wants no more of a single incident, whatever else they asked for (PRODUCT 7).

use super::{
    Conn, StoreError,
    claims::Claim,
    schema::{deliveries, group_members as members, mutes, subscribers},
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
    // Who reads it by mail is seen here and not asked for: the database would look among all of those, and there are many.
    let silent = mutes::table
        .inner_join(subscribers::table)
        .filter(mutes::incident_id.eq_any(incidents))
        .select((subscribers::id, (subscribers::filter, subscribers::state, subscribers::channel)));
    let found: BTreeMap<SubscriberId, (String, SubscriberState, Channel)> = if within.is_empty() {
        silent.load_iter(connection)?.collect::<Result<_, _>>()?
    } else {
        let inside =
            members::table.filter(members::subscriber_id.eq(mutes::subscriber_id)).filter(members::group_id.eq_any(within));
        silent.filter(exists(inside)).load_iter(connection)?.collect::<Result<_, _>>()?
    };
    let mut counts = BTreeMap::new();
    for (filter, ..) in found.into_values().filter(|(_, state, by)| *state == SubscriberState::Active && *by == Channel::Email) {
        *counts.entry(filter).or_default() += 1;
    }
    Ok(counts)
}

/// Whether the recipient of a delivery wants no more of what it is about.
pub(crate) fn silence(connection: &mut Conn, claim: &Claim) -> Result<bool, StoreError> {
    let about_it = deliveries::table.find(&claim.id).filter(deliveries::incident_id.eq(mutes::incident_id.nullable()));
    let theirs = mutes::table.filter(mutes::subscriber_id.eq(&claim.recipient_id)).filter(exists(about_it));
    Ok(diesel::select(exists(theirs)).get_result(connection)?)
}
