//! API tokens. Only the hash is kept.

use super::{
    Conn, StoreError,
    schema::{api_tokens, people},
};
use crate::domain::{id::PersonId, person::Role};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Token {
    /// Its id.
    pub id: String,
    /// What staff call it; no two have one name, even after one was revoked.
    pub name: String,
    /// What it may do, as the role it acts in.
    pub scope: Role,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// For whom it acts; for nobody where it is a program.
    pub person_id: Option<PersonId>,
    /// Until when it is good; for ever when none.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last shown, to the hour.
    pub used_at: Option<DateTime<Utc>>,
    /// Since when it is good for nothing.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// The columns of a token.
#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    (
        api_tokens::id,
        api_tokens::name,
        api_tokens::scope,
        api_tokens::created_at,
        api_tokens::person_id,
        api_tokens::expires_at,
        api_tokens::used_at,
        api_tokens::revoked_at,
    )
}

/// Adds a token with the hash of its secret.
pub(crate) fn insert(connection: &mut Conn, token: &Token, hash: &str) -> Result<(), StoreError> {
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(&token.id),
            api_tokens::name.eq(&token.name),
            api_tokens::hash.eq(hash),
            api_tokens::scope.eq(token.scope),
            api_tokens::created_at.eq(token.created_at.naive_utc()),
            api_tokens::person_id.eq(&token.person_id),
            api_tokens::expires_at.eq(token.expires_at.map(|until| until.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Every token, by name.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Token>, StoreError> {
    Ok(api_tokens::table.order(api_tokens::name).select(columns()).load(connection)?)
}

/// The token of this name.
pub(crate) fn by_name(connection: &mut Conn, name: &str) -> Result<Option<Token>, StoreError> {
    Ok(api_tokens::table.filter(api_tokens::name.eq(name)).select(columns()).first(connection).optional()?)
}

/// Notes that a token was shown.
pub(crate) fn used(connection: &mut Conn, id: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(api_tokens::table.find(id)).set(api_tokens::used_at.eq(Some(at.naive_utc()))).execute(connection)?;
    Ok(())
}

/// Makes a token good for nothing.
pub(crate) fn revoke(connection: &mut Conn, id: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(api_tokens::table.find(id)).set(api_tokens::revoked_at.eq(Some(at.naive_utc()))).execute(connection)?;
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
    Ok(api_tokens::table.filter(api_tokens::hash.eq(hash)).select(columns()).first(connection).optional()?)
}
