//! Groups of subscribers, who is in them, and what is told to them alone.

use super::{
    Conn, StoreError, dialect,
    schema::{follows, group_members as members, subscriber_groups as groups, told_groups as told},
};
use crate::domain::{
    id::{SubscriberGroupId, SubscriberId},
    subscriber_group::SubscriberGroup,
};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// All groups by name.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<SubscriberGroup>, StoreError> {
    let rows: Vec<(SubscriberGroupId, String)> =
        groups::table.order(groups::name).select((groups::id, groups::name)).load(connection)?;
    Ok(rows.into_iter().map(|(id, name)| SubscriberGroup { id, name }).collect())
}

/// Adds a group.
pub(crate) fn insert(connection: &mut Conn, id: &SubscriberGroupId, name: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(groups::table)
        .values((groups::id.eq(id), groups::name.eq(name), groups::created_at.eq(now.naive_utc())))
        .execute(connection)?;
    Ok(())
}

/// Renames a group.
pub(crate) fn rename(connection: &mut Conn, id: &SubscriberGroupId, name: &str) -> Result<(), StoreError> {
    diesel::update(groups::table.find(id)).set(groups::name.eq(name)).execute(connection)?;
    Ok(())
}

/// Removes a group; its members stay subscribers.
pub(crate) fn remove(connection: &mut Conn, id: &SubscriberGroupId) -> Result<(), StoreError> {
    diesel::delete(groups::table.find(id)).execute(connection)?;
    Ok(())
}

/// How many subscribers, in whatever state, are in each group that has any.
pub(crate) fn sizes(connection: &mut Conn) -> Result<HashMap<SubscriberGroupId, i64>, StoreError> {
    let rows: Vec<(SubscriberGroupId, i64)> =
        members::table.group_by(members::group_id).select((members::group_id, diesel::dsl::count_star())).load(connection)?;
    Ok(rows.into_iter().collect())
}

/// The groups of some subscribers.
pub(crate) fn of_subscribers(
    connection: &mut Conn,
    ids: &[SubscriberId],
) -> Result<Vec<(SubscriberId, SubscriberGroupId)>, StoreError> {
    Ok(members::table
        .filter(members::subscriber_id.eq_any(ids))
        .order((members::subscriber_id, members::group_id))
        .select((members::subscriber_id, members::group_id))
        .load(connection)?)
}

/// Which of some subscribers are in one of the groups.
pub(crate) fn among(
    connection: &mut Conn,
    within: &BTreeSet<SubscriberGroupId>,
    ids: &[SubscriberId],
) -> Result<BTreeSet<SubscriberId>, StoreError> {
    let found: Vec<SubscriberId> = members::table
        .filter(members::group_id.eq_any(within))
        .filter(members::subscriber_id.eq_any(ids))
        .select(members::subscriber_id)
        .load(connection)?;
    Ok(found.into_iter().collect())
}

/// Puts subscribers into groups; who is in one already stays in it.
pub(crate) fn add(connection: &mut Conn, pairs: &[(SubscriberGroupId, SubscriberId)]) -> Result<(), StoreError> {
    if pairs.is_empty() { Ok(()) } else { dialect::insert_members(connection, &serde_json::to_string(pairs)?) }
}

/// Takes subscribers out of a group.
pub(crate) fn take_out(connection: &mut Conn, group: &SubscriberGroupId, ids: &[SubscriberId]) -> Result<usize, StoreError> {
    let found = members::table.filter(members::group_id.eq(group)).filter(members::subscriber_id.eq_any(ids));
    Ok(diesel::delete(found).execute(connection)?)
}

/// The groups that an incident or a maintenance is told to alone; none when it is told to everyone.
pub(crate) fn told(connection: &mut Conn, subject: &str) -> Result<BTreeSet<SubscriberGroupId>, StoreError> {
    let rows: Vec<SubscriberGroupId> = told::table.filter(told::subject.eq(subject)).select(told::group_id).load(connection)?;
    Ok(rows.into_iter().collect())
}

/// From now on it is told to these groups alone; to everyone when there are none.
pub(crate) fn tell(connection: &mut Conn, subject: &str, within: &BTreeSet<SubscriberGroupId>) -> Result<(), StoreError> {
    diesel::delete(told::table.filter(told::subject.eq(subject))).execute(connection)?;
    for group in within {
        diesel::insert_into(told::table).values((told::subject.eq(subject), told::group_id.eq(group))).execute(connection)?;
    }
    Ok(())
}

/// Whether anything is, or was, told to a group alone.
pub(crate) fn is_told(connection: &mut Conn, id: &SubscriberGroupId) -> Result<bool, StoreError> {
    Ok(diesel::select(diesel::dsl::exists(told::table.filter(told::group_id.eq(id)))).get_result(connection)?)
}

/// The next `limit` ids behind `cursor` of those who are in one of the groups, or follow one of the threads, in their order.
pub(crate) fn behind(
    connection: &mut Conn,
    cursor: &str,
    (within, threads): (&BTreeSet<SubscriberGroupId>, &[String]),
    limit: i64,
) -> Result<Vec<SubscriberId>, StoreError> {
    let mut found: BTreeSet<SubscriberId> = BTreeSet::new();
    // One after the other, so that each is read in its order and no further than needed, however large it is.
    for group in within {
        let theirs = members::table.filter(members::group_id.eq(group)).filter(members::subscriber_id.gt(cursor));
        found.extend(theirs.order(members::subscriber_id).limit(limit).select(members::subscriber_id).load(connection)?);
    }
    for thread in threads {
        let theirs = follows::table.filter(follows::incident_id.eq(thread)).filter(follows::subscriber_id.gt(cursor));
        found.extend(theirs.order(follows::subscriber_id).limit(limit).select(follows::subscriber_id).load(connection)?);
    }
    Ok(found.into_iter().take(usize::try_from(limit).unwrap_or_default()).collect())
}
