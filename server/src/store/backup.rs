//! A consistent copy of the database in a file.

use super::{Database, StoreError, connection::private};
use diesel::{RunQueryDsl, sql_types::Text};
use std::path::Path;

/// Writes all of a SQLite database into a new file; whoever writes meanwhile is not held up (SQLite, VACUUM INTO).
pub(crate) fn back_up(database: &Database, file: &Path) -> Result<(), StoreError> {
    private(file)?;
    let name = file.to_string_lossy().into_owned();
    database.alone(|conn| {
        diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(name).execute(conn)?;
        Ok(())
    })
}
