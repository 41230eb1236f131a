//! Regions.

use super::{Conn, StoreError, schema::regions};
use crate::domain::{catalogue::Region, id::RegionId, region::RegionDraft};
use diesel::prelude::*;

/// All regions in order.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Region>, StoreError> {
    let rows: Vec<(RegionId, String, String, String)> = regions::table
        .order((regions::position, regions::id))
        .select((regions::id, regions::code, regions::name, regions::zone))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, code, name, zone)| Region { id, code, name, zone }).collect())
}

/// Adds a region behind the others.
pub(crate) fn insert(connection: &mut Conn, id: &RegionId, draft: &RegionDraft) -> Result<(), StoreError> {
    let last: Option<i32> = regions::table.select(diesel::dsl::max(regions::position)).first(connection)?;
    diesel::insert_into(regions::table)
        .values((
            regions::id.eq(id),
            regions::code.eq(&draft.code),
            regions::name.eq(&draft.name),
            regions::zone.eq(draft.zone.name()),
            regions::position.eq(last.unwrap_or(0) + 1),
        ))
        .execute(connection)?;
    Ok(())
}

/// Changes a region.
pub(crate) fn update(connection: &mut Conn, id: &RegionId, draft: &RegionDraft) -> Result<(), StoreError> {
    diesel::update(regions::table.find(id))
        .set((regions::code.eq(&draft.code), regions::name.eq(&draft.name), regions::zone.eq(draft.zone.name())))
        .execute(connection)?;
    Ok(())
}

/// Gives the regions the order of `ids`.
pub(crate) fn arrange(connection: &mut Conn, ids: &[RegionId]) -> Result<(), StoreError> {
    for (position, id) in (1..).zip(ids) {
        diesel::update(regions::table.find(id)).set(regions::position.eq(position)).execute(connection)?;
    }
    Ok(())
}
