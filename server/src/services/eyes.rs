//! Whether two deeds are those of two people (PRODUCT 3.10).

use crate::store::{Conn, StoreError, tokens};

/// How an actor that is a token is written, before its name.
pub(crate) const TOKEN: &str = "token:";

/// Whether `second` is a person, and another than `first`. A token acts for the person it was made for; one of nobody is a
/// program, which has no eyes.
pub(crate) fn is_second(conn: &mut Conn, first: &str, second: &str) -> Result<bool, StoreError> {
    let second = person(conn, second)?;
    Ok(second.is_some() && second != person(conn, first)?)
}

fn person(conn: &mut Conn, actor: &str) -> Result<Option<String>, StoreError> {
    match actor.strip_prefix(TOKEN) {
        Some(name) => tokens::person(conn, name),
        None => Ok(Some(actor.to_owned())),
    }
}
