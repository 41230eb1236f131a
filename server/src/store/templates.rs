//! Texts of staff.

use super::{Conn, StoreError, schema::templates};
use crate::domain::template::{Template, TemplateKind};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A template as it is stored, with its id.
pub(crate) type Stored = (String, Template);

/// Every template, by kind and name.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Stored>, StoreError> {
    let rows: Vec<(String, String)> = templates::table
        .order((templates::kind, templates::name))
        .select((templates::id, templates::content))
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One template.
pub(crate) fn find(connection: &mut Conn, id: &str) -> Result<Option<Stored>, StoreError> {
    let row = templates::table.find(id).select((templates::id, templates::content)).first(connection).optional()?;
    row.map(read).transpose()
}

/// The one that stands in place of the built-in one of a kind.
pub(crate) fn of_kind(connection: &mut Conn, kind: TemplateKind) -> Result<Option<Stored>, StoreError> {
    let of = templates::table.filter(templates::kind.eq(kind)).filter(templates::name.eq(""));
    let row = of.select((templates::id, templates::content)).first(connection).optional()?;
    row.map(read).transpose()
}

fn read((id, content): (String, String)) -> Result<Stored, StoreError> {
    Ok((id, serde_json::from_str(&content)?))
}

/// Adds a template.
pub(crate) fn insert(
    connection: &mut Conn,
    id: &str,
    template: &Template,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(templates::table)
        .values((
            templates::id.eq(id),
            templates::kind.eq(template.kind),
            templates::name.eq(&template.name),
            templates::content.eq(serde_json::to_string(template)?),
            templates::changed_at.eq(now.naive_utc()),
            templates::changed_by.eq(by),
        ))
        .execute(connection)?;
    Ok(())
}

/// Changes a template.
pub(crate) fn update(
    connection: &mut Conn,
    id: &str,
    template: &Template,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(templates::table.find(id))
        .set((
            templates::kind.eq(template.kind),
            templates::name.eq(&template.name),
            templates::content.eq(serde_json::to_string(template)?),
            templates::changed_at.eq(now.naive_utc()),
            templates::changed_by.eq(by),
        ))
        .execute(connection)?;
    Ok(())
}

/// Removes a template; false when there was none.
pub(crate) fn remove(connection: &mut Conn, id: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(templates::table.find(id)).execute(connection)? > 0)
}
