//! How far a notice has got, and staff's hand on it. Its deliveries are a stretch of the ledger, since their ids begin
//! with its id.

use super::{
    Conn, StoreError,
    claims::lease_of_the_dead,
    deliveries::has_not_left,
    dialect,
    schema::{contacts, deliveries, people, subscribers},
    statement::Statement,
    sums,
};
use crate::domain::{
    channel::Channel,
    delivery::{DeliveryState, Stand},
    id::{NoticeId, SubscriberId, following},
};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{
    dsl::{case_when, count, count_star, max, min},
    prelude::*,
};

/// A line of the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Who was to be told, by id.
    pub recipient: SubscriberId,
    /// Their address; none once they were forgotten.
    pub address: Option<String>,
    /// By which way.
    pub channel: Channel,
    /// What came of it.
    pub state: DeliveryState,
    /// After how many tries.
    pub attempts: i32,
    /// When that was known.
    pub ended_at: Option<DateTime<Utc>>,
    /// The other side's words.
    pub reply: String,
}

/// What a line is read from: a subscriber's address, one of staff, or a contact's mail address and telephone.
type Row = (SubscriberId, Option<String>, Option<String>, Option<(String, String)>, Fate);

/// Channel, state, tries, end and reply.
type Fate = (Channel, DeliveryState, i32, Option<DateTime<Utc>>, String);

impl Line {
    fn of((recipient, subscriber, person, contact, fate): Row) -> Self {
        let (channel, state, attempts, ended_at, reply) = fate;
        let contact = contact.map(|(email, phone)| if channel == Channel::Sms { phone } else { email });
        Self { recipient, address: subscriber.or(person).or(contact), channel, state, attempts, ended_at, reply }
    }
}

/// The deliveries of a notice.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn of(notice: &NoticeId) -> _ {
    let (from, until): (String, String) = stretch(notice);
    deliveries::id.ge(from).and(deliveries::id.lt(until))
}

/// Where the ids of the deliveries of a notice begin, and before which they end. By the letters of the ids alone: in the order
/// of a language, dots and slashes may count for nothing.
fn stretch(notice: &NoticeId) -> (String, String) {
    (notice.to_string(), following(notice.as_str()).unwrap_or_else(|| format!("{notice}~")))
}

/// The deliveries of a notice that are in one state on a channel.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Share {
    /// By which way they go.
    pub channel: Channel,
    /// Where they stand.
    pub state: DeliveryState,
    /// How many they are.
    pub count: i64,
    /// When the first of them ended; none while nothing did.
    pub first: Option<DateTime<Utc>>,
    /// When the last of them ended.
    pub last: Option<DateTime<Utc>>,
    /// How many of them ended of late.
    pub lately: i64,
}

impl Share {
    /// Whether it is of the same channel and state.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.channel, self.state) == (other.channel, other.state)
    }

    /// Takes another one in.
    pub(super) fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.lately += other.lately;
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = self.last.max(other.last);
    }
}

/// The deliveries of a notice by channel and state, those that were forgotten too; `since` says what is of late.
pub(crate) fn shares(connection: &mut Conn, notice: &NoticeId, since: DateTime<Utc>) -> Result<Vec<Share>, StoreError> {
    let mut shares = sums::of(connection, notice)?;
    let (mut from, end) = stretch(notice);
    loop {
        let until = stretches_until(connection, &from, &end)?;
        for part in shares_within(connection, (&from, until.as_ref().unwrap_or(&end)), since)? {
            match shares.iter_mut().find(|share| share.is_like(&part)) {
                Some(share) => share.join(&part),
                None => shares.push(part),
            }
        }
        match until {
            Some(until) => from = until,
            None => break,
        }
    }
    shares.sort_by_key(|share| (share.channel.as_str(), share.state.as_str()));
    Ok(shares)
}

/// Deliveries that are counted in one statement: SQLite sorts them by channel and state first, in memory.
const CHUNK: i64 = if cfg!(test) { 2 } else { 50_000 };

/// Where the next chunk begins, if there is one.
fn stretches_until(connection: &mut Conn, from: &str, end: &str) -> Result<Option<String>, StoreError> {
    Ok(deliveries::table
        .filter(deliveries::id.ge(from))
        .filter(deliveries::id.lt(end))
        .order(deliveries::id)
        .offset(CHUNK)
        .select(deliveries::id)
        .first(connection)
        .optional()?)
}

fn shares_within(connection: &mut Conn, (from, until): (&str, &str), since: DateTime<Utc>) -> Result<Vec<Share>, StoreError> {
    Ok(deliveries::table
        .filter(deliveries::id.ge(from))
        .filter(deliveries::id.lt(until))
        .group_by((deliveries::channel, deliveries::state))
        .select((
            deliveries::channel,
            deliveries::state,
            count_star(),
            min(deliveries::ended_at),
            max(deliveries::ended_at),
            count(case_when(deliveries::ended_at.gt(since.naive_utc()), deliveries::attempts)),
        ))
        .load(connection)?)
}

/// The states of what has not left.
const OTHERS: [DeliveryState; 4] = [DeliveryState::Queued, DeliveryState::Held, DeliveryState::Failed, DeliveryState::Skipped];

/// The other side's words on what failed, was skipped or must be tried again, the most frequent first.
pub(crate) fn reasons(
    connection: &mut Conn,
    notice: &NoticeId,
    limit: i64,
) -> Result<Vec<(DeliveryState, String, i64)>, StoreError> {
    Ok(deliveries::table
        .filter(has_not_left())
        .filter(deliveries::state.eq_any(OTHERS))
        .filter(deliveries::notice_id.eq(notice))
        .filter(deliveries::reply.ne(""))
        .group_by((deliveries::state, deliveries::reply))
        .select((deliveries::state, deliveries::reply, count_star()))
        .order((count_star().desc(), deliveries::reply))
        .limit(limit)
        .load(connection)?)
}

/// Whether anything of a notice is in this state, which is not *sent*.
pub(crate) fn has(connection: &mut Conn, notice: &NoticeId, state: DeliveryState) -> Result<bool, StoreError> {
    let found: Option<String> = deliveries::table
        .filter(has_not_left())
        .filter(deliveries::state.eq(state))
        .filter(deliveries::notice_id.eq(notice))
        .select(deliveries::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// How many of a notice wait.
pub(crate) fn waiting(connection: &mut Conn, notice: &NoticeId) -> Result<i64, StoreError> {
    let waiting = deliveries::table
        .filter(has_not_left())
        .filter(deliveries::state.eq_any([DeliveryState::Queued, DeliveryState::Held]))
        .filter(deliveries::notice_id.eq(notice));
    Ok(dialect::by_index(connection, |connection| waiting.count().get_result(connection))?)
}

/// The notices of which something is held. Each is found behind the one before, since all that is held may be a million.
pub(crate) fn with_held(connection: &mut Conn) -> Result<Vec<NoticeId>, StoreError> {
    let mut found: Vec<NoticeId> = Vec::new();
    loop {
        let next: Option<NoticeId> = deliveries::table
            .filter(has_not_left())
            .filter(deliveries::state.eq(DeliveryState::Held))
            .filter(deliveries::notice_id.gt(found.last().cloned().unwrap_or_else(|| String::new().into())))
            .order(deliveries::notice_id)
            .select(deliveries::notice_id)
            .first(connection)
            .optional()?;
        match next {
            Some(next) => found.push(next),
            None => return Ok(found),
        }
    }
}

/// Deliveries that are turned in one transaction: so few that nobody has to wait for it.
const STEP: i64 = if cfg!(test) { 2 } else { 2_000 };

/// Brings what waits of a notice, and is in nobody's hand, to stand like this, up to `STEP` deliveries. How many they were.
pub(crate) fn settle(connection: &mut Conn, notice: &NoticeId, stand: &Stand, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let statement = format!(
        "UPDATE deliveries SET state = ?, reply = ?, due_at = ?, ended_at = CASE WHEN ? = 'skipped' THEN ? END WHERE id IN (\
         SELECT id FROM deliveries WHERE state <> 'sent' AND state = ? AND notice_id = ? \
         AND (leased_until IS NULL OR leased_until <= ?) LIMIT ? {})",
        dialect::skip_locked(connection)
    );
    let mut turned = 0;
    for other in stand.others() {
        let state = stand.state().as_str();
        let update = Statement::new(statement.clone()).bind(state).bind(stand.why()).bind(now).bind(state).bind(now);
        let update = update.bind(other.as_str()).bind(notice.as_str()).bind(now).bind(STEP);
        turned += dialect::by_index(connection, |connection| update.execute(connection))?;
    }
    Ok(turned)
}

/// Brings deliveries that this transaction has taken to stand like this, and puts them down. Of what was in the hand of a
/// server that died it stays known, since that may have left.
pub(super) fn put_down(connection: &mut Conn, ids: &[&str], stand: &Stand, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(ids)))
        .set((
            deliveries::state.eq(stand.state()),
            deliveries::reply.eq(stand.why()),
            deliveries::due_at.eq(now.naive_utc()),
            deliveries::ended_at.eq((stand.state() == DeliveryState::Skipped).then(|| now.naive_utc())),
            deliveries::leased_until.eq(None::<NaiveDateTime>),
            deliveries::lease.eq(lease_of_the_dead()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Lets what failed of a notice be tried for a full day again. How many they were.
pub(crate) fn renew(connection: &mut Conn, notice: &NoticeId, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let failed = deliveries::table.filter(of(notice)).filter(deliveries::state.eq(DeliveryState::Failed));
    Ok(diesel::update(failed)
        .set((
            deliveries::state.eq(DeliveryState::Queued),
            deliveries::reply.eq(""),
            deliveries::created_at.eq(now.naive_utc()),
            deliveries::due_at.eq(now.naive_utc()),
            deliveries::ended_at.eq(None::<NaiveDateTime>),
        ))
        .execute(connection)?)
}

/// The proof of a notice behind a delivery: a page of its lines, with the id of the last one.
pub(crate) fn proof(
    connection: &mut Conn,
    notice: &NoticeId,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, Line)>, StoreError> {
    let rows: Vec<(String, Row)> = deliveries::table
        .left_join(subscribers::table.on(subscribers::id.eq(deliveries::recipient_id)))
        .left_join(people::table.on(people::id.eq(deliveries::recipient_id)))
        .left_join(contacts::table.on(contacts::id.eq(deliveries::recipient_id)))
        .filter(of(notice))
        .filter(deliveries::id.gt(after))
        .order(deliveries::id)
        .limit(limit)
        .select((
            deliveries::id,
            (
                deliveries::recipient_id,
                subscribers::address.nullable(),
                people::email.nullable(),
                (contacts::email, contacts::phone).nullable(),
                (deliveries::channel, deliveries::state, deliveries::attempts, deliveries::ended_at, deliveries::reply),
            ),
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, row)| (id, Line::of(row))).collect())
}
