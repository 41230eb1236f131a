//! Through which incident one was told of while it was a part of that.

use super::{Conn, StoreError, schema::kinships};
use crate::domain::id::IncidentId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// The whole, from when, and until when; none while it is a part still.
pub(crate) type Kinship = (IncidentId, DateTime<Utc>, Option<DateTime<Utc>>);

/// Notes that `part` is told of through `whole` from then on.
pub(crate) fn begin(
    connection: &mut Conn,
    part: &IncidentId,
    whole: &IncidentId,
    since: DateTime<Utc>,
) -> Result<(), StoreError> {
    let known: Option<IncidentId> =
        kinships::table.find((part, whole, since.naive_utc())).select(kinships::incident_id).first(connection).optional()?;
    if known.is_none() {
        diesel::insert_into(kinships::table)
            .values((kinships::incident_id.eq(part), kinships::whole_id.eq(whole), kinships::since.eq(since.naive_utc())))
            .execute(connection)?;
    }
    Ok(())
}

/// Notes that it is told of by itself again.
pub(crate) fn end(connection: &mut Conn, part: &IncidentId, until: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(kinships::table.filter(kinships::incident_id.eq(part)).filter(kinships::until.is_null()))
        .set(kinships::until.eq(Some(until.naive_utc())))
        .execute(connection)?;
    Ok(())
}

/// Through what an incident was told of, oldest first.
pub(crate) fn of(connection: &mut Conn, part: &IncidentId) -> Result<Vec<Kinship>, StoreError> {
    Ok(kinships::table
        .filter(kinships::incident_id.eq(part))
        .order(kinships::since)
        .select((kinships::whole_id, kinships::since, kinships::until))
        .load(connection)?)
}
