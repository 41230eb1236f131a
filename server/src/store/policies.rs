//! Versions of the policy. A version is written once and never changed.

use super::{Conn, StoreError, schema::policies};
use crate::domain::policy::Policy;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The version of the built-in default, before staff changed anything.
const BUILT_IN: i32 = 0;

/// A version of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    /// Its number; zero is the built-in default.
    pub number: i32,
    /// What it says.
    pub policy: Policy,
}

/// The version in force.
pub(crate) fn current(connection: &mut Conn) -> Result<Version, StoreError> {
    let found: Option<(i32, String)> = policies::table
        .order(policies::version.desc())
        .select((policies::version, policies::content))
        .first(connection)
        .optional()?;
    let Some((number, content)) = found else { return Ok(Version { number: BUILT_IN, policy: Policy::default() }) };
    Ok(Version { number, policy: serde_json::from_str(&content)? })
}

/// One version.
pub(crate) fn find(connection: &mut Conn, number: i32) -> Result<Option<Policy>, StoreError> {
    if number == BUILT_IN {
        return Ok(Some(Policy::default()));
    }
    let content: Option<String> = policies::table.find(number).select(policies::content).first(connection).optional()?;
    Ok(content.map(|content| serde_json::from_str(&content)).transpose()?)
}

/// Puts a new version in force.
pub(crate) fn insert(connection: &mut Conn, version: &Version, author: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(policies::table)
        .values((
            policies::version.eq(version.number),
            policies::content.eq(serde_json::to_string(&version.policy)?),
            policies::author.eq(author),
            policies::created_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Every version that staff made, newest first: number, author, time.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<(i32, String, DateTime<Utc>)>, StoreError> {
    Ok(policies::table
        .order(policies::version.desc())
        .select((policies::version, policies::author, policies::created_at))
        .load(connection)?)
}
