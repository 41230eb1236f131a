//! Staff.

use super::{Conn, StoreError, schema::people};
use crate::domain::{address, id::PersonId, person::Role};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A member of staff as stored.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Person {
    /// Its id.
    pub id: PersonId,
    /// The address to sign in with.
    pub email: String,
    /// The address in the form that is unique.
    pub email_key: String,
    /// What they may do.
    pub role: Role,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// The IANA time zone they read times in.
    pub zone: String,
}

/// Adds a person.
pub(crate) fn insert(connection: &mut Conn, person: &Person) -> Result<(), StoreError> {
    diesel::insert_into(people::table)
        .values((
            people::id.eq(&person.id),
            people::email.eq(&person.email),
            people::email_key.eq(&person.email_key),
            people::role.eq(person.role),
            people::password_hash.eq(&person.password_hash),
            people::created_at.eq(person.created_at.naive_utc()),
            people::zone.eq(&person.zone),
        ))
        .execute(connection)?;
    Ok(())
}

/// The person with an address, whatever its capitals.
pub(crate) fn by_email(connection: &mut Conn, email: &str) -> Result<Option<Person>, StoreError> {
    Ok(people::table.filter(people::email_key.eq(address::key(email))).first(connection).optional()?)
}

/// Whether there is anybody at all.
pub(crate) fn any(connection: &mut Conn) -> Result<bool, StoreError> {
    let first: Option<PersonId> = people::table.select(people::id).first(connection).optional()?;
    Ok(first.is_some())
}

/// Everybody, by address.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Person>, StoreError> {
    Ok(people::table.order(people::email_key).load(connection)?)
}

/// Those with an address among `emails`, whatever its capitals.
pub(crate) fn by_emails(connection: &mut Conn, emails: &[String]) -> Result<Vec<PersonId>, StoreError> {
    let keys: Vec<String> = emails.iter().map(|email| address::key(email)).collect();
    Ok(people::table.filter(people::email_key.eq_any(keys)).select(people::id).load(connection)?)
}
