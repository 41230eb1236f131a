//! Subscribers. Filters are stored as one canonical text, so that equal ones can be counted and matched once.

use super::{
    Conn, StoreError,
    schema::{deliveries, group_members as members, mutes, subscribers},
};
use crate::domain::{
    address,
    channel::Channel,
    delivery::DeliveryState,
    filter::Filter,
    id::{SubscriberGroupId, SubscriberId},
    language::Language,
    subscriber::SubscriberState,
};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{
    dsl::{EqAny, Filter as Filtered, Select},
    prelude::*,
};
use std::collections::BTreeSet;

/// A subscriber as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Subscriber {
    /// Its id.
    pub id: SubscriberId,
    /// How it is reached.
    pub channel: Channel,
    /// Where.
    pub address: String,
    /// The address in the form that is unique.
    pub address_key: String,
    /// Where it stands.
    pub state: SubscriberState,
    /// What it wants, as canonical JSON.
    pub filter: String,
    /// Its IANA time zone.
    pub zone: String,
    /// How it came: `page`, `api`, `demo`.
    pub source: String,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// When it was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it stopped.
    pub stopped_at: Option<DateTime<Utc>>,
    /// The language it reads.
    pub language: Language,
    /// Which of its secrets requests to it are signed with, from 1.
    pub secret_version: i32,
    /// Since when, where it is not the first.
    pub secret_changed_at: Option<DateTime<Utc>>,
    /// Where and when they agreed, where staff added them.
    pub consent: String,
}

impl Subscriber {
    /// Whether it is for nothing but incidents that are followed.
    pub(crate) fn only_follows(&self) -> bool {
        self.filter == Filter::nothing().canonical()
    }

    /// What it wants.
    pub(crate) fn wants(&self) -> Result<Filter, StoreError> {
        Ok(serde_json::from_str(&self.filter)?)
    }
}

/// Adds a subscriber.
pub(crate) fn insert(connection: &mut Conn, row: &Subscriber) -> Result<(), StoreError> {
    diesel::insert_into(subscribers::table)
        .values((
            subscribers::id.eq(&row.id),
            subscribers::channel.eq(row.channel),
            subscribers::address.eq(&row.address),
            subscribers::address_key.eq(&row.address_key),
            subscribers::state.eq(row.state),
            subscribers::filter.eq(&row.filter),
            subscribers::zone.eq(&row.zone),
            subscribers::language.eq(row.language),
            subscribers::source.eq(&row.source),
            subscribers::created_at.eq(row.created_at.naive_utc()),
            subscribers::confirmed_at.eq(row.confirmed_at.map(|time| time.naive_utc())),
            subscribers::stopped_at.eq(row.stopped_at.map(|time| time.naive_utc())),
            subscribers::consent.eq(&row.consent),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves everything that may change.
pub(crate) fn save(connection: &mut Conn, row: &Subscriber) -> Result<(), StoreError> {
    diesel::update(subscribers::table.find(&row.id))
        .set((
            subscribers::state.eq(row.state),
            subscribers::filter.eq(&row.filter),
            subscribers::zone.eq(&row.zone),
            subscribers::language.eq(row.language),
            subscribers::created_at.eq(row.created_at.naive_utc()),
            subscribers::confirmed_at.eq(row.confirmed_at.map(|time| time.naive_utc())),
            subscribers::stopped_at.eq(row.stopped_at.map(|time| time.naive_utc())),
            subscribers::secret_version.eq(row.secret_version),
            subscribers::secret_changed_at.eq(row.secret_changed_at.map(|time| time.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// One subscriber.
pub(crate) fn find(connection: &mut Conn, id: &SubscriberId) -> Result<Option<Subscriber>, StoreError> {
    Ok(subscribers::table.find(id).first(connection).optional()?)
}

/// The subscriber with a mail address, whatever its capitals.
pub(crate) fn by_email(connection: &mut Conn, email: &str) -> Result<Option<Subscriber>, StoreError> {
    by_key(connection, Channel::Email, &address::key(email))
}

/// The ids of those of some addresses that are known, by mail address or telephone number in the form that is unique.
pub(crate) fn by_keys(connection: &mut Conn, keys: &[String]) -> Result<Vec<(String, SubscriberId)>, StoreError> {
    let plain = subscribers::channel.eq_any([Channel::Email, Channel::Sms]);
    let found = subscribers::table.filter(plain).filter(subscribers::address_key.eq_any(keys));
    Ok(found.select((subscribers::address_key, subscribers::id)).load(connection)?)
}

/// The active subscriber with a telephone number.
pub(crate) fn active_by_telephone(connection: &mut Conn, number: &str) -> Result<Option<Subscriber>, StoreError> {
    Ok(by_key(connection, Channel::Sms, number)?.filter(|row| row.state == SubscriberState::Active))
}

/// Somebody by a channel and the unique form of their address there.
pub(crate) fn by_key(connection: &mut Conn, channel: Channel, key: &str) -> Result<Option<Subscriber>, StoreError> {
    let found = subscribers::table.filter(subscribers::channel.eq(channel)).filter(subscribers::address_key.eq(key));
    Ok(found.first(connection).optional()?)
}

/// The same, taken for this transaction: nobody else changes it meanwhile.
pub(crate) fn lock(connection: &mut Conn, id: &SubscriberId) -> Result<Option<Subscriber>, StoreError> {
    diesel::update(subscribers::table.find(id)).set(subscribers::source.eq(subscribers::source)).execute(connection)?;
    find(connection, id)
}

/// The same by the unique form of its address.
pub(crate) fn lock_by_key(connection: &mut Conn, channel: Channel, key: &str) -> Result<Option<Subscriber>, StoreError> {
    let found = subscribers::table.filter(subscribers::channel.eq(channel)).filter(subscribers::address_key.eq(key));
    diesel::update(found).set(subscribers::source.eq(subscribers::source)).execute(connection)?;
    by_key(connection, channel, key)
}

/// Ids, filters and channels of active subscribers who were confirmed by then, in the order of ids.
#[diesel::dsl::auto_type(no_type_alias)]
fn readers(confirmed_by: DateTime<Utc>) -> _ {
    // Said so that nobody looks for all that are active by their index, and sorts them for each batch.
    let active: &'static str = SubscriberState::Active.as_str();
    let by: NaiveDateTime = confirmed_by.naive_utc();
    subscribers::table
        .filter(subscribers::state.concat("").eq(active))
        .filter(subscribers::confirmed_at.le(by))
        .order(subscribers::id)
        .select((subscribers::id, subscribers::filter, subscribers::channel))
}

/// The next of them behind `cursor`.
pub(crate) fn batch(
    connection: &mut Conn,
    (cursor, confirmed_by): (&str, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<(SubscriberId, String, Channel)>, StoreError> {
    Ok(readers(confirmed_by).filter(subscribers::id.gt(cursor)).limit(limit).load(connection)?)
}

/// Those of them with these ids.
pub(crate) fn among(
    connection: &mut Conn,
    ids: &[SubscriberId],
    confirmed_by: DateTime<Utc>,
) -> Result<Vec<(SubscriberId, String, Channel)>, StoreError> {
    Ok(readers(confirmed_by).filter(subscribers::id.eq_any(ids)).load(connection)?)
}

/// How many active subscribers, of some groups or of all, have each filter on a channel.
pub(crate) fn count_by_filter(
    connection: &mut Conn,
    channel: Channel,
    within: &BTreeSet<SubscriberGroupId>,
) -> Result<Vec<(String, i64)>, StoreError> {
    let active = subscribers::table
        .filter(subscribers::state.eq(SubscriberState::Active))
        .filter(subscribers::channel.eq(channel))
        .group_by(subscribers::filter)
        .select((subscribers::filter, diesel::dsl::count_star()));
    Ok(if within.is_empty() {
        active.load(connection)?
    } else {
        active.filter(subscribers::id.eq_any(in_groups(within))).load(connection)?
    })
}

/// The ids of those who are in one of the groups, as a part of a statement.
type InGroups<'a> =
    Select<Filtered<members::table, EqAny<members::group_id, &'a BTreeSet<SubscriberGroupId>>>, members::subscriber_id>;

fn in_groups(within: &BTreeSet<SubscriberGroupId>) -> InGroups<'_> {
    members::table.filter(members::group_id.eq_any(within)).select(members::subscriber_id)
}

/// How many active subscribers are reached this way.
pub(crate) fn count_active(connection: &mut Conn, channel: Channel) -> Result<i64, StoreError> {
    let active = subscribers::table.filter(subscribers::state.eq(SubscriberState::Active));
    Ok(active.filter(subscribers::channel.eq(channel)).count().get_result(connection)?)
}

/// Some addresses of active subscribers with one of the filters, of some groups or of all, in the order of filters, in which
/// they are found at once; none of those who want no more of one of the incidents `muted`.
pub(crate) fn sample(
    connection: &mut Conn,
    channel: Channel,
    (filters, within, muted): (&[String], &BTreeSet<SubscriberGroupId>, &[String]),
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let fitting = subscribers::table
        .filter(subscribers::state.eq(SubscriberState::Active))
        .filter(subscribers::channel.eq(channel))
        .filter(subscribers::filter.eq_any(filters))
        .filter(subscribers::id.ne_all(mutes::table.filter(mutes::incident_id.eq_any(muted)).select(mutes::subscriber_id)))
        .order(subscribers::filter)
        .limit(limit)
        .select(subscribers::address);
    Ok(if within.is_empty() {
        fitting.load(connection)?
    } else {
        fitting.filter(subscribers::id.eq_any(in_groups(within))).load(connection)?
    })
}

/// Which subscribers are looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Search {
    /// Only those whose address holds this, whatever its capitals; of sealed addresses nothing is found.
    pub address: Option<String>,
    /// Only those in this state.
    pub state: Option<SubscriberState>,
    /// Only those who are reached this way.
    pub channel: Option<Channel>,
    /// Only those in this group.
    pub group: Option<SubscriberGroupId>,
    /// Only those behind this id.
    pub after: String,
}

/// A page of the subscribers that are looked for, in the order of ids.
pub(crate) fn found(connection: &mut Conn, search: &Search, limit: i64) -> Result<Vec<Subscriber>, StoreError> {
    let mut query =
        subscribers::table.filter(subscribers::id.gt(search.after.clone())).order(subscribers::id).limit(limit).into_boxed();
    if let Some(address) = search.address.as_ref().filter(|address| !address.is_empty()) {
        let plain = address::key(address).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query = query.filter(subscribers::address_key.like(format!("%{plain}%")).escape('\\'));
    }
    if let Some(state) = search.state {
        query = query.filter(subscribers::state.eq(state));
    }
    if let Some(channel) = search.channel {
        query = query.filter(subscribers::channel.eq(channel));
    }
    if let Some(group) = &search.group {
        let inside = members::table.filter(members::group_id.eq(group)).select(members::subscriber_id);
        query = query.filter(subscribers::id.eq_any(inside));
    }
    Ok(query.load(connection)?)
}

/// A page of subscribers behind `cursor`, in the order of ids.
pub(crate) fn page(connection: &mut Conn, cursor: &str, limit: i64) -> Result<Vec<Subscriber>, StoreError> {
    Ok(subscribers::table.filter(subscribers::id.gt(cursor)).order(subscribers::id).limit(limit).load(connection)?)
}

/// How many subscribers are in each state.
pub(crate) fn count_by_state(connection: &mut Conn) -> Result<Vec<(SubscriberState, i64)>, StoreError> {
    Ok(subscribers::table
        .group_by(subscribers::state)
        .select((subscribers::state, diesel::dsl::count_star()))
        .load(connection)?)
}

/// Forgets those who asked before `before` and never confirmed, and what waits for them.
pub(crate) fn remove_unconfirmed(connection: &mut Conn, before: DateTime<Utc>) -> Result<usize, StoreError> {
    let stale = subscribers::table
        .filter(subscribers::state.eq(SubscriberState::Pending))
        .filter(subscribers::created_at.lt(before.naive_utc()));
    let letters = deliveries::table
        .filter(deliveries::state.eq(DeliveryState::Queued))
        .filter(deliveries::recipient_id.eq_any(stale.select(subscribers::id)));
    diesel::update(letters)
        .set((deliveries::state.eq(DeliveryState::Skipped), deliveries::reply.eq("never confirmed")))
        .execute(connection)?;
    Ok(diesel::delete(stale).execute(connection)?)
}
