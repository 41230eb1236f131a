//! What a repeated request already made.

use super::{Conn, StoreError, schema::idempotency_keys as keys};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The fingerprint of the request that used a key, and the id of what it made.
pub(crate) fn find(connection: &mut Conn, key: &str) -> Result<Option<(String, String)>, StoreError> {
    Ok(keys::table.find(key).select((keys::fingerprint, keys::made)).first(connection).optional()?)
}

/// Remembers what a request made. Two at once with the same key: the second is [`StoreError::Taken`].
pub(crate) fn insert(
    connection: &mut Conn,
    key: &str,
    fingerprint: &str,
    made: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(keys::table)
        .values((keys::key.eq(key), keys::fingerprint.eq(fingerprint), keys::made.eq(made), keys::created_at.eq(now.naive_utc())))
        .execute(connection)?;
    Ok(())
}

/// Forgets keys from before `before`.
pub(crate) fn remove_old(connection: &mut Conn, before: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(keys::table.filter(keys::created_at.lt(before.naive_utc()))).execute(connection)?)
}
