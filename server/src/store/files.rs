//! Pictures.

use super::{Conn, StoreError, schema::files};
use crate::domain::id::FileId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A picture as it is stored.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct File {
    /// Its id: the hash of its bytes, so that the same picture is kept once.
    pub id: FileId,
    /// Its media type, found by looking into it.
    pub media_type: String,
    /// The picture.
    pub bytes: Vec<u8>,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

/// Adds a picture; one that is there already stays.
pub(crate) fn insert(connection: &mut Conn, row: &File) -> Result<(), StoreError> {
    if find(connection, &row.id)?.is_none() {
        diesel::insert_into(files::table)
            .values((
                files::id.eq(&row.id),
                files::media_type.eq(&row.media_type),
                files::bytes.eq(&row.bytes),
                files::created_at.eq(row.created_at.naive_utc()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// One picture.
pub(crate) fn find(connection: &mut Conn, id: &FileId) -> Result<Option<File>, StoreError> {
    Ok(files::table.find(id).first(connection).optional()?)
}
