//! Regions, groups and components put together.

use super::{Conn, StoreError, components, groups, placements, regions};
use crate::domain::{
    catalogue::{Catalogue, Component, Region},
    id::{ComponentId, RegionId},
    sla::Percent,
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// Everything there is, in order.
pub(crate) fn load(connection: &mut Conn) -> Result<Catalogue, StoreError> {
    let regions = regions::list(connection)?;
    let groups = groups::list(connection)?;
    let placements = placements::list(connection)?;
    let since: HashMap<(&ComponentId, &RegionId), DateTime<Utc>> =
        placements.iter().map(|(component, region, since)| ((component, region), *since)).collect();
    let past = placements::past(connection)?;
    let components = components::list(connection)?
        .into_iter()
        .map(|row| {
            let mine = |region: &Region| since.get(&(&row.id, &region.id)).map(|since| (region.id.clone(), *since));
            Component {
                past: past
                    .iter()
                    .filter(|(id, ..)| *id == row.id)
                    .map(|(_, at, from, until)| (at.clone(), *from, *until))
                    .collect(),
                placements: regions.iter().filter_map(mine).collect(),
                id: row.id,
                code: row.code,
                name: row.name,
                description: row.description,
                group: row.group_id,
                show_uptime: row.show_uptime,
                slo: row.slo.and_then(|count| u32::try_from(count).ok()).map(Percent::of_thousandths),
            }
        })
        .collect();
    Ok(Catalogue { regions, groups, components })
}
