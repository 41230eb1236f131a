//! Groups of components.

use super::{Conn, StoreError, schema::component_groups as groups};
use crate::domain::{catalogue::Group, id::GroupId};
use diesel::prelude::*;

/// All groups in order.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Group>, StoreError> {
    let rows: Vec<(GroupId, String)> =
        groups::table.order((groups::position, groups::id)).select((groups::id, groups::name)).load(connection)?;
    Ok(rows.into_iter().map(|(id, name)| Group { id, name }).collect())
}

/// Adds a group behind the others.
pub(crate) fn insert(connection: &mut Conn, id: &GroupId, name: &str) -> Result<(), StoreError> {
    let last: Option<i32> = groups::table.select(diesel::dsl::max(groups::position)).first(connection)?;
    diesel::insert_into(groups::table)
        .values((groups::id.eq(id), groups::name.eq(name), groups::position.eq(last.unwrap_or(0) + 1)))
        .execute(connection)?;
    Ok(())
}

/// Renames a group.
pub(crate) fn update(connection: &mut Conn, id: &GroupId, name: &str) -> Result<(), StoreError> {
    diesel::update(groups::table.find(id)).set(groups::name.eq(name)).execute(connection)?;
    Ok(())
}

/// Gives the groups the order of `ids`.
pub(crate) fn arrange(connection: &mut Conn, ids: &[GroupId]) -> Result<(), StoreError> {
    for (position, id) in (1..).zip(ids) {
        diesel::update(groups::table.find(id)).set(groups::position.eq(position)).execute(connection)?;
    }
    Ok(())
}
