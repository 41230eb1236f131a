//! Components, without the regions they run in.

use super::{Conn, StoreError, schema::components};
use crate::domain::id::{ComponentId, GroupId};
use diesel::prelude::*;

/// A component as it is stored.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Row {
    /// Its id.
    pub id: ComponentId,
    /// The word in addresses.
    pub code: String,
    /// Its name.
    pub name: String,
    /// One sentence, or nothing.
    pub description: String,
    /// Its group.
    pub group_id: Option<GroupId>,
    /// Its place in the order.
    pub position: i32,
    /// Whether bars and percentages are shown.
    pub show_uptime: bool,
    /// The promised availability of a month, in thousandths of a percent.
    pub slo: Option<i32>,
}

/// All components in order.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Row>, StoreError> {
    Ok(components::table.order((components::position, components::id)).load(connection)?)
}

/// The position behind the last component.
pub(crate) fn next_position(connection: &mut Conn) -> Result<i32, StoreError> {
    let last: Option<i32> = components::table.select(diesel::dsl::max(components::position)).first(connection)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a component.
pub(crate) fn insert(connection: &mut Conn, row: &Row) -> Result<(), StoreError> {
    diesel::insert_into(components::table)
        .values((
            components::id.eq(&row.id),
            components::code.eq(&row.code),
            components::name.eq(&row.name),
            components::description.eq(&row.description),
            components::group_id.eq(row.group_id.as_ref()),
            components::position.eq(row.position),
            components::show_uptime.eq(row.show_uptime),
            components::slo.eq(row.slo),
        ))
        .execute(connection)?;
    Ok(())
}

/// Changes everything but the position.
pub(crate) fn update(connection: &mut Conn, row: &Row) -> Result<(), StoreError> {
    diesel::update(components::table.find(&row.id))
        .set((
            components::code.eq(&row.code),
            components::name.eq(&row.name),
            components::description.eq(&row.description),
            components::group_id.eq(row.group_id.as_ref()),
            components::show_uptime.eq(row.show_uptime),
            components::slo.eq(row.slo),
        ))
        .execute(connection)?;
    Ok(())
}

/// Gives the components the order of `ids`.
pub(crate) fn arrange(connection: &mut Conn, ids: &[ComponentId]) -> Result<(), StoreError> {
    for (position, id) in (1..).zip(ids) {
        diesel::update(components::table.find(id)).set(components::position.eq(position)).execute(connection)?;
    }
    Ok(())
}
