//! Addresses that were erased, by a keyed mark that tells nothing of them.

use super::{
    Conn, StoreError,
    schema::{attempts, deliveries, subscribers, suppressions},
};
use crate::domain::id::SubscriberId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Keeps a mark; keeping it again changes nothing.
pub(crate) fn keep(connection: &mut Conn, mark: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    if !is_kept(connection, mark)? {
        diesel::insert_into(suppressions::table)
            .values((suppressions::mark.eq(mark), suppressions::since.eq(now.naive_utc())))
            .execute(connection)?;
    }
    Ok(())
}

/// Whether a mark is kept.
pub(crate) fn is_kept(connection: &mut Conn, mark: &str) -> Result<bool, StoreError> {
    let kept: Option<String> = suppressions::table.find(mark).select(suppressions::mark).first(connection).optional()?;
    Ok(kept.is_some())
}

/// Removes a subscriber, and the other side's words from its deliveries, which may repeat the address. That something was
/// sent, and when, stays.
pub(crate) fn erase(connection: &mut Conn, id: &SubscriberId) -> Result<(), StoreError> {
    let theirs = deliveries::table.filter(deliveries::recipient_id.eq(id)).select(deliveries::id);
    diesel::update(attempts::table.filter(attempts::delivery_id.eq_any(theirs)))
        .set(attempts::reply.eq(""))
        .execute(connection)?;
    diesel::update(deliveries::table.filter(deliveries::recipient_id.eq(id)))
        .set(deliveries::reply.eq(""))
        .execute(connection)?;
    diesel::delete(subscribers::table.find(id)).execute(connection)?;
    Ok(())
}
