//! How much was going on in each hour.

use super::{Conn, StoreError, schema::traffic};
use crate::domain::maintenance::Hours;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Views of the page, counted by the program.
pub(crate) const VIEWS: &str = "views";
/// What a file of staff says.
pub(crate) const FILE: &str = "file";

/// Adds to the count of an hour.
pub(crate) fn add(connection: &mut Conn, source: &str, hour: DateTime<Utc>, count: i64) -> Result<(), StoreError> {
    let changed = diesel::update(traffic::table.find((source, hour.naive_utc())))
        .set(traffic::count.eq(traffic::count + count))
        .execute(connection)?;
    if changed == 0 {
        diesel::insert_into(traffic::table)
            .values((traffic::source.eq(source), traffic::hour.eq(hour.naive_utc()), traffic::count.eq(count)))
            .execute(connection)?;
    }
    Ok(())
}

/// The hours of a source, from one moment on.
pub(crate) fn since(connection: &mut Conn, source: &str, from: DateTime<Utc>) -> Result<Hours, StoreError> {
    let rows: Vec<(DateTime<Utc>, i64)> = traffic::table
        .filter(traffic::source.eq(source))
        .filter(traffic::hour.ge(from.naive_utc()))
        .select((traffic::hour, traffic::count))
        .load(connection)?;
    Ok(rows.into_iter().map(|(hour, count)| (hour, u64::try_from(count).unwrap_or_default())).collect())
}

/// Forgets a source.
pub(crate) fn forget(connection: &mut Conn, source: &str) -> Result<(), StoreError> {
    diesel::delete(traffic::table.filter(traffic::source.eq(source))).execute(connection)?;
    Ok(())
}

/// Forgets what is older; tells how many rows went.
pub(crate) fn remove_old(connection: &mut Conn, before: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(traffic::table.filter(traffic::hour.lt(before.naive_utc()))).execute(connection)?)
}
