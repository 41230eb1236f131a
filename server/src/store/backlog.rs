//! What has not left yet, and whether it stands still.

use super::{
    Conn, StoreError,
    deliveries::{has_not_left, waits},
    schema::{attempts, deliveries},
};
use crate::domain::{channel::Channel, delivery::DeliveryState};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::{
    dsl::{count_star, min, sql},
    prelude::*,
    sql_types::Bool,
};

/// How many deliveries wait, by channel.
pub(crate) fn by_channel(connection: &mut Conn) -> Result<Vec<(Channel, i64)>, StoreError> {
    let counts = deliveries::table.filter(waits()).group_by(deliveries::channel);
    Ok(counts.select((deliveries::channel, count_star())).load(connection)?)
}

/// When that of all that waits was queued whose notice is the oldest.
pub(crate) fn oldest_unsent(connection: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(deliveries::table
        .filter(has_not_left())
        .filter(deliveries::state.eq(DeliveryState::Queued))
        .order(deliveries::notice_id)
        .select(deliveries::created_at)
        .first(connection)
        .optional()?)
}

/// When the most overdue delivery of these channels should have left.
pub(crate) fn oldest_due(
    connection: &mut Conn,
    channels: &[Channel],
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(deliveries::table
        .filter(waits())
        .filter(deliveries::channel.eq_any(channels))
        .filter(deliveries::due_at.le(now.naive_utc()))
        .select(min(deliveries::due_at))
        .first(connection)?)
}

/// Deliveries that are looked at for whether a server of ours keeps them: when it does, it keeps all alike.
const SAMPLE: i64 = 200;

/// When the oldest of those was queued that left nobody's hands at the last try because a server or account of ours could not be
/// used. What is tried again and again is never overdue for long.
pub(crate) fn oldest_blocked(connection: &mut Conn, channels: &[Channel]) -> Result<Option<DateTime<Utc>>, StoreError> {
    let words: Vec<&str> = channels.iter().map(|channel| channel.as_str()).collect();
    let tried: Vec<(String, i32, DateTime<Utc>)> = deliveries::table
        .filter(sql::<Bool>("state = 'queued' AND attempts > 0"))
        // Said so that nobody reads all that waits by channels, and sorts it.
        .filter(deliveries::channel.concat("").eq_any(words))
        .order(deliveries::due_at)
        .limit(SAMPLE)
        .select((deliveries::id, deliveries::attempts, deliveries::created_at))
        .load(connection)?;
    if tried.is_empty() {
        return Ok(None);
    }
    let ids = tried.iter().map(|(id, ..)| id.as_str());
    let blocked: Vec<(String, i32)> = attempts::table
        .filter(attempts::delivery_id.eq_any(ids))
        .filter(attempts::outcome.eq("blocked"))
        .select((attempts::delivery_id, attempts::number))
        .load(connection)?;
    let last = |(id, number): &(&String, i32)| blocked.iter().any(|(of, at)| of == *id && at == number);
    Ok(tried.iter().filter(|(id, number, _)| last(&(id, *number))).map(|(.., created)| *created).min())
}

/// No try is put off for longer than an hour and a fifth.
const FURTHEST: TimeDelta = TimeDelta::minutes(75);
/// No lease lasts as long, whatever servers' clocks differ by.
const LONGEST: TimeDelta = TimeDelta::minutes(3);
/// What servers' clocks may differ by.
const APART: TimeDelta = TimeDelta::minutes(1);
/// So many are brought back in one transaction.
pub(crate) const STEP: usize = 2_000;

/// Makes due what a clock that was ahead has queued later than now or put off too far, and ends leases that no clock that is right
/// has given (bar R-9); what somebody may have in hand stays there. How many they were, [`STEP`] at most of each.
pub(crate) fn bring_back(connection: &mut Conn, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let step = i64::try_from(STEP).unwrap_or(i64::MAX);
    let (present, furthest) = (now.naive_utc(), (now + FURTHEST).naive_utc());
    let is_early = deliveries::created_at.gt((now + APART).naive_utc()).and(deliveries::due_at.gt(present));
    let strays: Vec<String> = deliveries::table
        .filter(waits())
        .filter(is_early.or(deliveries::due_at.gt(furthest)))
        .limit(step)
        .select(deliveries::id)
        .load(connection)?;
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(&strays)))
        .set(deliveries::due_at.eq(present))
        .execute(connection)?;
    let leased: Vec<String> = deliveries::table
        .filter(waits())
        .filter(deliveries::leased_until.gt((now + LONGEST).naive_utc()))
        .limit(step)
        .select(deliveries::id)
        .load(connection)?;
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(&leased)))
        .set(deliveries::leased_until.eq(None::<NaiveDateTime>))
        .execute(connection)?;
    Ok(strays.len().max(leased.len()))
}
