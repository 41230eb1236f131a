//! What staff say in further languages.

use super::{Conn, StoreError, schema::translations};
use crate::domain::language::Language;
use diesel::prelude::*;

/// One text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, serde::Serialize, serde::Deserialize)]
pub(crate) struct Translation {
    /// The id of what it is of.
    pub subject: String,
    /// Which text of it: `name`, `description`, `title`, `body`.
    pub field: String,
    /// The language.
    pub lang: Language,
    /// The text.
    pub text: String,
}

/// All of them.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Translation>, StoreError> {
    Ok(translations::table.load(connection)?)
}

/// Those of one thing.
pub(crate) fn of(connection: &mut Conn, subject: &str) -> Result<Vec<Translation>, StoreError> {
    Ok(translations::table.filter(translations::subject.eq(subject)).load(connection)?)
}

/// Sets a text; an empty one takes it away.
pub(crate) fn set(connection: &mut Conn, row: &Translation) -> Result<(), StoreError> {
    let this = translations::table.find((&row.subject, &row.field, row.lang));
    diesel::delete(this).execute(connection)?;
    if !row.text.is_empty() {
        diesel::insert_into(translations::table)
            .values((
                translations::subject.eq(&row.subject),
                translations::field.eq(&row.field),
                translations::lang.eq(row.lang),
                translations::text.eq(&row.text),
            ))
            .execute(connection)?;
    }
    Ok(())
}
