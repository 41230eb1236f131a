//! Forgetting what is not to be kept.

use super::traffic::KEPT;
use crate::{
    domain::id::first_of,
    store::{Conn, Database, StoreError, idempotency, sessions, subscribers, sums, traffic},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Unconfirmed subscriptions go after this long (bar S-9).
const UNCONFIRMED: TimeDelta = TimeDelta::hours(48);
/// A retry of a request comes within a day or not at all.
const KEYS: TimeDelta = TimeDelta::hours(24);
/// No session lives longer than this without use.
const SESSIONS: TimeDelta = TimeDelta::hours(12);

/// Deliveries that are forgotten in one transaction.
const BATCH: i64 = 1_000;

/// Adds up the oldest deliveries that are older than `kept` and forgets them, one batch; false when none is left.
pub(crate) fn fold(database: &Database, now: DateTime<Utc>, kept: TimeDelta) -> Result<bool, StoreError> {
    let gone = database.write_relaxed(|conn| sums::fold(conn, &first_of(now - kept), BATCH))?;
    Ok(usize::try_from(BATCH).is_ok_and(|batch| gone == batch))
}

/// Forgets unconfirmed subscriptions, old idempotency keys, dead sessions and old traffic; tells how many rows went.
pub(crate) fn tidy(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let subscriptions = subscribers::remove_unconfirmed(conn, now - UNCONFIRMED)?;
    let keys = idempotency::remove_old(conn, now - KEYS)?;
    let dead = sessions::remove_idle(conn, now - SESSIONS)?;
    let hours = traffic::remove_old(conn, now - KEPT)?;
    Ok(subscriptions + keys + dead + hours)
}
