//! API tokens. Only the hash is kept.

use super::{Conn, StoreError, schema::api_tokens};
use crate::domain::person::Role;
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

/// Adds a token.
pub(crate) fn insert(connection: &mut Conn, id: &str, token: &Token, hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(id),
            api_tokens::name.eq(&token.name),
            api_tokens::hash.eq(hash),
            api_tokens::scope.eq(token.scope),
            api_tokens::created_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether a token has this name, whatever its capitals.
pub(crate) fn is_taken(connection: &mut Conn, name: &str) -> Result<bool, StoreError> {
    let names: Vec<String> = api_tokens::table.select(api_tokens::name).load(connection)?;
    Ok(names.iter().any(|known| known.to_lowercase() == name.to_lowercase()))
}

/// The token with this hash.
pub(crate) fn by_hash(connection: &mut Conn, hash: &str) -> Result<Option<Token>, StoreError> {
    Ok(api_tokens::table
        .filter(api_tokens::hash.eq(hash))
        .select((api_tokens::name, api_tokens::scope))
        .first(connection)
        .optional()?)
}
