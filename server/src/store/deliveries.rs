//! Deliveries: one notice for one recipient on one channel.

use super::{
    Conn, StoreError,
    schema::{attempts, deliveries, notices, subscribers},
};
use crate::domain::{
    channel::Channel,
    delivery::DeliveryState,
    id::{NoticeId, PersonId, SubscriberId},
};
use chrono::{DateTime, Utc};
use diesel::{
    dsl::{exists, not, sql},
    prelude::*,
    sql_types::Text,
};
use std::collections::BTreeSet;

/// What all deliveries of one notice have in common.
#[derive(Clone, Debug)]
pub(crate) struct Batch<'a> {
    /// The notice.
    pub notice: &'a NoticeId,
    /// The incident or maintenance it is about.
    pub thread: Option<&'a str>,
    /// Its urgency.
    pub priority: i32,
    /// The present.
    pub now: DateTime<Utc>,
}

/// Queues a delivery for each of the subscribers; its id is `notice.subscriber`, so nobody can get two.
pub(crate) fn queue(connection: &mut Conn, batch: &Batch<'_>, recipients: &[SubscriberId]) -> Result<usize, StoreError> {
    let text = |value: &str| value.to_owned().into_sql::<Text>();
    let now = batch.now.naive_utc().into_sql::<diesel::sql_types::Timestamp>();
    let rows = subscribers::table.filter(subscribers::id.eq_any(recipients)).select((
        text(&format!("{}.", batch.notice)).concat(subscribers::id),
        text(batch.notice.as_str()),
        subscribers::id,
        subscribers::channel,
        batch.thread.map(str::to_owned).into_sql::<diesel::sql_types::Nullable<Text>>(),
        DeliveryState::Queued.into_sql::<Text>(),
        batch.priority.into_sql::<diesel::sql_types::Integer>(),
        sql::<diesel::sql_types::Integer>("0"),
        now,
        sql::<Text>("''"),
        now,
    ));
    Ok(diesel::insert_into(deliveries::table)
        .values(rows)
        .into_columns((
            deliveries::id,
            deliveries::notice_id,
            deliveries::recipient_id,
            deliveries::channel,
            deliveries::incident_id,
            deliveries::state,
            deliveries::priority,
            deliveries::attempts,
            deliveries::due_at,
            deliveries::reply,
            deliveries::created_at,
        ))
        .execute(connection)?)
}

/// Queues a mail to each of some members of staff.
pub(crate) fn queue_people(connection: &mut Conn, batch: &Batch<'_>, people: &[PersonId]) -> Result<(), StoreError> {
    people.iter().try_for_each(|person| queue_one(connection, batch, Channel::Email, person.as_str()))
}

/// Queues a message to one recipient, of whatever kind. Whoever has one of the notice by this channel already gets no second.
pub(crate) fn queue_one(connection: &mut Conn, batch: &Batch<'_>, channel: Channel, recipient: &str) -> Result<(), StoreError> {
    let id = match channel {
        Channel::Email => format!("{}.{recipient}", batch.notice),
        other => format!("{}.{recipient}.{other}", batch.notice),
    };
    let known: Option<String> = deliveries::table.find(&id).select(deliveries::id).first(connection).optional()?;
    if known.is_some() {
        return Ok(());
    }
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(id),
            deliveries::notice_id.eq(batch.notice),
            deliveries::recipient_id.eq(recipient),
            deliveries::channel.eq(channel),
            deliveries::incident_id.eq(batch.thread),
            deliveries::state.eq(DeliveryState::Queued),
            deliveries::priority.eq(batch.priority),
            deliveries::attempts.eq(0),
            deliveries::due_at.eq(batch.now.naive_utc()),
            deliveries::reply.eq(""),
            deliveries::created_at.eq(batch.now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Which of the subscribers have a delivery of the notice already.
pub(crate) fn queued(
    connection: &mut Conn,
    notice: &NoticeId,
    among: &[SubscriberId],
) -> Result<BTreeSet<SubscriberId>, StoreError> {
    let ids: Vec<String> = among.iter().map(|recipient| format!("{notice}.{recipient}")).collect();
    let found: Vec<SubscriberId> =
        deliveries::table.filter(deliveries::id.eq_any(ids)).select(deliveries::recipient_id).load(connection)?;
    Ok(found.into_iter().collect())
}

/// In the words of the index of what waits, so that it is used.
pub(super) fn waits() -> diesel::expression::SqlLiteral<diesel::sql_types::Bool> {
    sql("state = 'queued'")
}

/// In the words of the index of what has not left.
pub(super) fn has_not_left() -> diesel::expression::SqlLiteral<diesel::sql_types::Bool> {
    sql("state <> 'sent'")
}

/// Nobody has it in hand.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn is_free(now: DateTime<Utc>) -> _ {
    let now: chrono::NaiveDateTime = now.naive_utc();
    deliveries::leased_until.is_null().or(deliveries::leased_until.le(now))
}

/// Skips what waits of earlier notices of the same thread for these recipients: the newer one says it all.
pub(crate) fn replace_older(connection: &mut Conn, batch: &Batch<'_>, recipients: &[SubscriberId]) -> Result<usize, StoreError> {
    let Some(thread) = batch.thread else { return Ok(0) };
    let of_it = notices::incident_id.eq(thread).or(notices::maintenance_id.eq(thread));
    let unfinished = notices::table.filter(of_it).filter(notices::id.lt(batch.notice)).filter(notices::done_at.is_null());
    let any: Option<NoticeId> = unfinished.select(notices::id).first(connection).optional()?;
    if any.is_none() {
        return Ok(0);
    }
    // Said so that they are found by their recipients: all that waits is more than each batch should read.
    let waits = [DeliveryState::Queued.as_str(), DeliveryState::Held.as_str()];
    let is_waiting = deliveries::state.concat("").eq_any(waits);
    let theirs = deliveries::recipient_id.eq_any(recipients).and(deliveries::incident_id.eq(thread));
    let older = deliveries::table.filter(theirs).filter(deliveries::notice_id.lt(batch.notice));
    Ok(diesel::update(older.filter(is_waiting).filter(is_free(batch.now)))
        .set((
            deliveries::state.eq(DeliveryState::Skipped),
            deliveries::reply.eq("a newer update went in its place"),
            deliveries::ended_at.eq(Some(batch.now.naive_utc())),
        ))
        .execute(connection)?)
}

/// When the deliveries to a subscriber were queued that failed by no fault of ours, since `since` where that is known, and what was answered.
pub(crate) fn refusals(
    connection: &mut Conn,
    recipient: &SubscriberId,
    since: Option<DateTime<Utc>>,
) -> Result<Vec<(DateTime<Utc>, String)>, StoreError> {
    // Of mails those that went on being tried were refused to us, or not for good.
    let went_on = attempts::outcome.eq("later").and(deliveries::channel.eq(Channel::Email));
    let by_us = attempts::table
        .filter(attempts::delivery_id.eq(deliveries::id))
        .filter(attempts::number.eq(deliveries::attempts))
        .filter(attempts::outcome.eq("blocked").or(went_on));
    Ok(deliveries::table
        .filter(deliveries::recipient_id.eq(recipient))
        .filter(deliveries::state.eq(DeliveryState::Failed))
        .filter(not(exists(by_us)))
        .filter(deliveries::ended_at.gt(since.unwrap_or(DateTime::UNIX_EPOCH).naive_utc()))
        .select((deliveries::created_at, deliveries::reply))
        .load(connection)?)
}

/// When a subscriber last took anything.
pub(crate) fn last_taken(connection: &mut Conn, recipient: &SubscriberId) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(deliveries::table
        .filter(deliveries::recipient_id.eq(recipient))
        .filter(deliveries::state.eq(DeliveryState::Sent))
        .select(diesel::dsl::max(deliveries::ended_at))
        .first(connection)?)
}

/// What a mail server says that refuses for good what waits all the same, since it is refused to us and not to the reader; and
/// how many it refused.
pub(crate) fn refused_to_us(connection: &mut Conn) -> Result<Option<(String, i64)>, StoreError> {
    let tried = sql::<diesel::sql_types::Bool>("state = 'queued' AND attempts > 0");
    let refused = deliveries::table.filter(tried).filter(deliveries::reply.like("%permanent error (%"));
    let count: i64 = refused.clone().count().get_result(connection)?;
    let reply = refused.select(deliveries::reply).order(deliveries::due_at.desc()).first(connection).optional()?;
    Ok(reply.map(|reply| (reply, count)))
}

/// Whether anything of the incidents waits or is in somebody's hand.
pub(crate) fn any_waits(connection: &mut Conn, incidents: &[String]) -> Result<bool, StoreError> {
    let of_them = notices::table.filter(notices::incident_id.eq_any(incidents)).select(notices::id);
    let waiting: Option<String> = deliveries::table
        .filter(has_not_left())
        .filter(deliveries::state.eq(DeliveryState::Queued))
        .filter(deliveries::notice_id.eq_any(of_them))
        .select(deliveries::id)
        .first(connection)
        .optional()?;
    Ok(waiting.is_some())
}
