//! The number that grows with every change the public page shows.
//!
//! Raising it locks its one row, so revisions are given in the order of commits and no reader misses one.

use super::{Conn, StoreError, schema::page_revision};
use diesel::prelude::*;

/// The number of the last committed change.
pub(crate) fn current(connection: &mut Conn) -> Result<i64, StoreError> {
    Ok(page_revision::table.select(page_revision::value).first(connection)?)
}

/// Takes the next number, for the rows that this transaction changes.
pub(crate) fn next(connection: &mut Conn) -> Result<i64, StoreError> {
    diesel::update(page_revision::table).set(page_revision::value.eq(page_revision::value + 1)).execute(connection)?;
    current(connection)
}

/// Keeps everybody else from changing anything until this transaction ends, without raising the number: nothing that the
/// page shows changes.
pub(crate) fn lock(connection: &mut Conn) -> Result<(), StoreError> {
    diesel::update(page_revision::table).set(page_revision::value.eq(page_revision::value)).execute(connection)?;
    Ok(())
}
