//! Who did what. Append-only: there is no function to change or remove a row.

use super::{Conn, StoreError, schema::audit};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// One deed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed<'a> {
    /// Who: a person's address, `token:NAME` or `system`.
    pub actor: &'a str,
    /// What, as `noun.verb`.
    pub action: &'a str,
    /// To what, by id.
    pub subject: &'a str,
    /// With what, in words or JSON; never a secret.
    pub detail: &'a str,
}

/// Writes a deed down.
pub(crate) fn insert(connection: &mut Conn, id: &str, now: DateTime<Utc>, deed: Deed<'_>) -> Result<(), StoreError> {
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(id),
            audit::at.eq(now.naive_utc()),
            audit::actor.eq(deed.actor),
            audit::action.eq(deed.action),
            audit::subject.eq(deed.subject),
            audit::detail.eq(deed.detail),
        ))
        .execute(connection)?;
    Ok(())
}

/// Who did deeds of a kind, and with what, oldest first.
#[cfg(test)]
pub(crate) fn of(connection: &mut Conn, action: &str) -> Result<Vec<(String, String)>, StoreError> {
    let deeds = audit::table.filter(audit::action.eq(action)).order(audit::id);
    Ok(deeds.select((audit::actor, audit::detail)).load(connection)?)
}
