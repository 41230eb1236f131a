//! Addresses that nothing is sent to, by a keyed mark that tells nothing of them.

use super::{
    Conn, StoreError,
    schema::{attempts, deliveries, notices, subscribers, suppressions},
};
use crate::domain::{id::SubscriberId, notice::NoticeKind};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Why nothing is sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It was erased at its holder's wish: no file brings it back, and its holder may.
    Erased,
    /// Staff put it on the list: nobody brings it back but staff.
    Staff,
}

/// The reasons as they are stored.
const ERASED: &str = "erased";
const STAFF: &str = "staff";
const BOTH: &str = "erased, staff";

/// An address that staff put on the list.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Barred {
    /// Its mark.
    pub mark: String,
    /// The address.
    pub address: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Keeps a mark for a reason beside those that there are; the address only of what staff put on the list and nobody erased.
pub(crate) fn keep(
    connection: &mut Conn,
    mark: &str,
    reason: Reason,
    address: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let known: Option<String> = suppressions::table.find(mark).select(suppressions::reason).first(connection).optional()?;
    let (word, address) = match (known.as_deref(), reason) {
        (None | Some(ERASED), Reason::Erased) => (ERASED, ""),
        (None, Reason::Staff) => (STAFF, address),
        (Some(STAFF), Reason::Staff) => return Ok(()),
        _ => (BOTH, if reason == Reason::Staff { address } else { "" }),
    };
    let said = (suppressions::reason.eq(word), suppressions::address.eq(address));
    if known.is_some() {
        diesel::update(suppressions::table.find(mark)).set(said).execute(connection)?;
    } else {
        diesel::insert_into(suppressions::table)
            .values((suppressions::mark.eq(mark), suppressions::since.eq(now.naive_utc()), said.0, said.1))
            .execute(connection)?;
    }
    Ok(())
}

/// Whether a mark is kept, for whatever reason.
pub(crate) fn is_kept(connection: &mut Conn, mark: &str) -> Result<bool, StoreError> {
    let kept: Option<String> = suppressions::table.find(mark).select(suppressions::mark).first(connection).optional()?;
    Ok(kept.is_some())
}

/// Whether staff want nothing sent to it.
pub(crate) fn is_barred(connection: &mut Conn, mark: &str) -> Result<bool, StoreError> {
    let barred = suppressions::table.find(mark).filter(suppressions::reason.eq_any([STAFF, BOTH]));
    let found: Option<String> = barred.select(suppressions::mark).first(connection).optional()?;
    Ok(found.is_some())
}

/// What staff put on the list, newest first.
pub(crate) fn barred(connection: &mut Conn) -> Result<Vec<Barred>, StoreError> {
    Ok(suppressions::table
        .filter(suppressions::reason.eq_any([STAFF, BOTH]))
        .order(suppressions::since.desc())
        .select((suppressions::mark, suppressions::address, suppressions::since))
        .load(connection)?)
}

/// How many were erased at their wish.
pub(crate) fn count_erased(connection: &mut Conn) -> Result<i64, StoreError> {
    let erased = suppressions::table.filter(suppressions::reason.eq_any([ERASED, BOTH]));
    Ok(erased.count().get_result(connection)?)
}

/// Takes off the list what staff put on it; what was erased, too, stays known as that.
pub(crate) fn lift(connection: &mut Conn, mark: &str) -> Result<bool, StoreError> {
    let of_it = suppressions::table.find(mark);
    let erased = diesel::update(of_it.filter(suppressions::reason.eq(BOTH)))
        .set((suppressions::reason.eq(ERASED), suppressions::address.eq("")))
        .execute(connection)?;
    let gone = diesel::delete(of_it.filter(suppressions::reason.eq(STAFF))).execute(connection)?;
    Ok(erased + gone > 0)
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
    // What they wanted stands in the letters that asked them to confirm it.
    let letters = deliveries::table.filter(deliveries::recipient_id.eq(id)).select(deliveries::notice_id);
    diesel::update(notices::table.filter(notices::id.eq_any(letters)).filter(notices::kind.eq(NoticeKind::Confirm)))
        .set(notices::content.eq("{}"))
        .execute(connection)?;
    diesel::delete(subscribers::table.find(id)).execute(connection)?;
    Ok(())
}
