//! What updates said before they were edited.

use super::{Conn, StoreError, schema::edits};
use crate::domain::id::UpdateId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A text that was replaced.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Edit {
    /// Its id.
    pub id: String,
    /// The update.
    pub update: UpdateId,
    /// What it said until then.
    pub body: String,
    /// Who replaced it.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a text that is replaced.
pub(crate) fn insert(connection: &mut Conn, row: &Edit) -> Result<(), StoreError> {
    diesel::insert_into(edits::table)
        .values((
            edits::id.eq(&row.id),
            edits::update_id.eq(&row.update),
            edits::body.eq(&row.body),
            edits::author.eq(&row.author),
            edits::at.eq(row.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// What an update said before, newest first.
pub(crate) fn of(connection: &mut Conn, update: &UpdateId) -> Result<Vec<Edit>, StoreError> {
    Ok(edits::table.filter(edits::update_id.eq(update)).order(edits::id.desc()).load(connection)?)
}
