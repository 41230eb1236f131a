//! Subscribers by the thousand: looked up and written with a few statements, whatever the database.

use super::{
    Conn, StoreError, dialect,
    schema::{subscribers, suppressions},
};
use crate::domain::{channel::Channel, id::SubscriberId, subscriber::SubscriberState};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A subscriber as both databases read it from JSON. Times are text in the form in which SQLite keeps them.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// Its id: of a known one, that one's.
    pub id: SubscriberId,
    /// The mail address.
    pub address: String,
    /// The form of it that is unique.
    pub address_key: String,
    /// What it wants, as canonical JSON.
    pub filter: String,
    /// Its zone.
    pub zone: String,
    /// Its language.
    pub language: &'static str,
    /// Where and when it agreed.
    pub consent: String,
    /// When it is added.
    pub at: String,
}

/// Those of some addresses that are known: their ids and where they stand, by the unique form of the address.
pub(crate) fn known(conn: &mut Conn, keys: &[&str]) -> Result<HashMap<String, (SubscriberId, SubscriberState)>, StoreError> {
    let rows: Vec<(String, SubscriberId, SubscriberState)> = subscribers::table
        .filter(subscribers::channel.eq(Channel::Email))
        .filter(subscribers::address_key.eq_any(keys))
        .select((subscribers::address_key, subscribers::id, subscribers::state))
        .load(conn)?;
    Ok(rows.into_iter().map(|(key, id, state)| (key, (id, state))).collect())
}

/// Those of some marks that are kept.
pub(crate) fn kept(conn: &mut Conn, marks: &[String]) -> Result<HashSet<String>, StoreError> {
    let rows: Vec<String> = suppressions::table.filter(suppressions::mark.eq_any(marks)).select(suppressions::mark).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Adds subscribers; who came in the meantime stays as they are.
pub(crate) fn insert(conn: &mut Conn, rows: &[Row]) -> Result<(), StoreError> {
    if rows.is_empty() { Ok(()) } else { dialect::insert_subscribers(conn, &serde_json::to_string(rows)?) }
}

/// Brings known subscribers up to date, but for those who stopped in the meantime.
pub(crate) fn update(conn: &mut Conn, rows: &[Row]) -> Result<(), StoreError> {
    if rows.is_empty() { Ok(()) } else { dialect::update_subscribers(conn, &serde_json::to_string(rows)?) }
}
