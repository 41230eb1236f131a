//! Single values by name, such as the title of the page.

use super::{Conn, StoreError, schema::settings, statement::Statement};
use crate::domain::{appearance::Appearance, sla::Terms};
use diesel::prelude::*;

/// The title of the page.
pub(crate) const PAGE_TITLE: &str = "page_title";
/// The name of the page for programs.
pub(crate) const PAGE_ID: &str = "page_id";
/// The mark of the secret key that the links and sealed addresses of this instance come from.
pub(crate) const KEY_MARK: &str = "key_mark";
/// What customers get back, as JSON.
const TERMS: &str = "sla_terms";
/// How the page looks, as JSON.
const APPEARANCE: &str = "appearance";

/// How the page looks.
pub(crate) fn appearance(connection: &mut Conn) -> Result<Appearance, StoreError> {
    Ok(get(connection, APPEARANCE)?.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

/// Changes how the page looks.
pub(crate) fn set_appearance(connection: &mut Conn, appearance: &Appearance) -> Result<(), StoreError> {
    set(connection, APPEARANCE, &serde_json::to_string(appearance)?)
}

/// The terms that credits go by.
pub(crate) fn terms(connection: &mut Conn) -> Result<Terms, StoreError> {
    Ok(get(connection, TERMS)?.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

/// Changes the terms that credits go by.
pub(crate) fn set_terms(connection: &mut Conn, terms: &Terms) -> Result<(), StoreError> {
    set(connection, TERMS, &serde_json::to_string(terms)?)
}

/// The value under `name`.
pub(crate) fn get(connection: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    Ok(settings::table.find(name).select(settings::value).first(connection).optional()?)
}

/// Sets the value under `name`.
pub(crate) fn set(connection: &mut Conn, name: &str, value: &str) -> Result<(), StoreError> {
    let changed = diesel::update(settings::table.find(name)).set(settings::value.eq(value)).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(settings::table).values((settings::name.eq(name), settings::value.eq(value))).execute(connection)?;
    }
    Ok(())
}

/// Sets the value under `name` where there is none; of several servers that do so at once the first has its way.
pub(crate) fn set_once(connection: &mut Conn, name: &str, value: &str) -> Result<(), StoreError> {
    let statement = Statement::new("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
    statement.bind(name).bind(value).execute(connection)?;
    Ok(())
}

/// Forgets the value under `name`; true when there was one.
pub(crate) fn remove(connection: &mut Conn, name: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(settings::table.find(name)).execute(connection)? > 0)
}
