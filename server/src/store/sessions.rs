//! Who is signed in. Only the hash of a session's secret is kept.

use super::{
    Conn, StoreError,
    people::Person,
    schema::{people, sessions},
};
use crate::domain::id::PersonId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A session's times.
#[derive(Clone, Copy, Debug, Queryable)]
pub(crate) struct Times {
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
}

/// Begins a session.
pub(crate) fn insert(connection: &mut Conn, id_hash: &str, person: &PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id_hash.eq(id_hash),
            sessions::person_id.eq(person),
            sessions::created_at.eq(now.naive_utc()),
            sessions::seen_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The session's times and person.
pub(crate) fn find(connection: &mut Conn, id_hash: &str) -> Result<Option<(Times, Person)>, StoreError> {
    Ok(sessions::table
        .inner_join(people::table)
        .filter(sessions::id_hash.eq(id_hash))
        .select(((sessions::created_at, sessions::seen_at), people::all_columns))
        .first(connection)
        .optional()?)
}

/// Notes that a session was used.
pub(crate) fn touch(connection: &mut Conn, id_hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(id_hash)).set(sessions::seen_at.eq(now.naive_utc())).execute(connection)?;
    Ok(())
}

/// Ends a session.
pub(crate) fn remove(connection: &mut Conn, id_hash: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(id_hash)).execute(connection)?;
    Ok(())
}

/// Forgets sessions not used since `before`.
pub(crate) fn remove_idle(connection: &mut Conn, before: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(sessions::table.filter(sessions::seen_at.lt(before.naive_utc()))).execute(connection)?)
}
