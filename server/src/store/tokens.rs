//! API tokens. Only the hash is kept.

use super::{
    Conn, StoreError,
    schema::{api_tokens, people},
};
use crate::domain::{id::PersonId, person::Role};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A token's name and what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Token {
    /// What staff call it.
    pub name: String,
    /// What it may do, as the role it acts in.
    pub scope: Role,
}

/// Adds a token that acts for `person`, or for nobody.
pub(crate) fn insert(
    connection: &mut Conn,
    id: &str,
    token: &Token,
    hash: &str,
    person: Option<&PersonId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(id),
            api_tokens::name.eq(&token.name),
            api_tokens::hash.eq(hash),
            api_tokens::scope.eq(token.scope),
            api_tokens::created_at.eq(now.naive_utc()),
            api_tokens::person_id.eq(person),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether a token has this name, whatever its capitals.
pub(crate) fn is_taken(connection: &mut Conn, name: &str) -> Result<bool, StoreError> {
    let names: Vec<String> = api_tokens::table.select(api_tokens::name).load(connection)?;
    Ok(names.iter().any(|known| known.to_lowercase() == name.to_lowercase()))
}

/// The address of the person for whom the token of this name acts.
pub(crate) fn person(connection: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    let found = api_tokens::table.inner_join(people::table).filter(api_tokens::name.eq(name)).select(people::email);
    Ok(found.first(connection).optional()?)
}

/// The token with this hash.
pub(crate) fn by_hash(connection: &mut Conn, hash: &str) -> Result<Option<Token>, StoreError> {
    Ok(api_tokens::table
        .filter(api_tokens::hash.eq(hash))
        .select((api_tokens::name, api_tokens::scope))
        .first(connection)
        .optional()?)
}
