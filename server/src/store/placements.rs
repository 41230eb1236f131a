//! Which component runs in which region, and since when its health there is known.

use super::{
    Conn, StoreError,
    schema::{past_placements, placements},
};
use crate::domain::id::{ComponentId, RegionId};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// A component, a region, and since when.
pub(crate) type Placement = (ComponentId, RegionId, DateTime<Utc>);

/// A component, a region, and from when to when.
pub(crate) type Past = (ComponentId, RegionId, DateTime<Utc>, DateTime<Utc>);

/// Everything that runs now.
pub(crate) fn list(connection: &mut Conn) -> Result<Vec<Placement>, StoreError> {
    Ok(placements::table
        .filter(placements::ended_at.is_null())
        .select((placements::component_id, placements::region_id, placements::known_since))
        .load(connection)?)
}

/// Everything that ran before it came back, with from when to when its health was known.
pub(crate) fn past(connection: &mut Conn) -> Result<Vec<Past>, StoreError> {
    let rows = past_placements::table.order((past_placements::component_id, past_placements::known_since));
    Ok(rows
        .select((
            past_placements::component_id,
            past_placements::region_id,
            past_placements::known_since,
            past_placements::ended_at,
        ))
        .load(connection)?)
}

/// Makes `component` run in exactly `regions` from `now` on. What runs keeps the time since which it is known.
pub(crate) fn replace(
    connection: &mut Conn,
    component: &ComponentId,
    regions: &[RegionId],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ours = placements::table.filter(placements::component_id.eq(component));
    diesel::update(ours.filter(placements::region_id.ne_all(regions)).filter(placements::ended_at.is_null()))
        .set(placements::ended_at.eq(Some(now.naive_utc())))
        .execute(connection)?;
    for region in regions {
        let runs: Option<ComponentId> = placements::table
            .find((component, region))
            .filter(placements::ended_at.is_null())
            .select(placements::component_id)
            .first(connection)
            .optional()?;
        if runs.is_some() {
            continue;
        }
        remember(connection, component, region)?;
        // Of the time it did not run there nothing is known, so it is known from now on.
        let back = diesel::update(placements::table.find((component, region)))
            .set((placements::ended_at.eq(None::<chrono::NaiveDateTime>), placements::known_since.eq(now.naive_utc())))
            .execute(connection)?;
        if back == 0 {
            insert(connection, component, region, now)?;
        }
    }
    Ok(())
}

/// Keeps what is known of the time before a component comes back to a region.
fn remember(connection: &mut Conn, component: &ComponentId, region: &RegionId) -> Result<(), StoreError> {
    let before: Option<(DateTime<Utc>, Option<DateTime<Utc>>)> = placements::table
        .find((component, region))
        .select((placements::known_since, placements::ended_at))
        .first(connection)
        .optional()?;
    if let Some((since, Some(ended))) = before {
        diesel::insert_into(past_placements::table)
            .values((
                past_placements::component_id.eq(component),
                past_placements::region_id.eq(region),
                past_placements::known_since.eq(since.naive_utc()),
                past_placements::ended_at.eq(ended.naive_utc()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// A component, a region, and a span of time in which its health there is known; without an end it goes on.
pub(crate) type Known = (ComponentId, RegionId, DateTime<Utc>, Option<DateTime<Utc>>);

/// Every span in which anything ran between two moments, also where it runs no more.
pub(crate) fn known(connection: &mut Conn, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Known>, StoreError> {
    let mut spans: Vec<Known> = past_placements::table
        .filter(past_placements::known_since.lt(until.naive_utc()))
        .filter(past_placements::ended_at.gt(from.naive_utc()))
        .select((
            past_placements::component_id,
            past_placements::region_id,
            past_placements::known_since,
            past_placements::ended_at.nullable(),
        ))
        .load(connection)?;
    let present: Vec<Known> = placements::table
        .filter(placements::ended_at.is_null().or(placements::ended_at.assume_not_null().gt(from.naive_utc())))
        .select((placements::component_id, placements::region_id, placements::known_since, placements::ended_at))
        .load(connection)?;
    spans.extend(present);
    Ok(spans)
}

/// Makes `component` run in `region`, its health known from `known_since`.
pub(crate) fn insert(
    connection: &mut Conn,
    component: &ComponentId,
    region: &RegionId,
    known_since: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(placements::table)
        .values((
            placements::component_id.eq(component),
            placements::region_id.eq(region),
            placements::known_since.eq(known_since.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}
