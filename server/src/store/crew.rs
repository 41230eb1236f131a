//! Who of staff is on an incident.

use super::{
    Conn, StoreError,
    schema::{crew, people},
};
use crate::domain::{
    duty::Duty,
    id::{IncidentId, PersonId},
};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// One person on an incident.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub(crate) struct Member {
    /// The person.
    pub person: PersonId,
    /// Their address.
    pub email: String,
    /// What they do.
    pub duty: Duty,
}

/// Everybody on an incident, by duty.
pub(crate) fn of(connection: &mut Conn, incident: &IncidentId) -> Result<Vec<Member>, StoreError> {
    let mut crew: Vec<Member> = crew::table
        .inner_join(people::table)
        .filter(crew::incident_id.eq(incident))
        .order(crew::since)
        .select((crew::person_id, people::email, crew::duty))
        .load(connection)?;
    crew.sort_by_key(|member| member.duty);
    Ok(crew)
}

/// Gives a person a duty on an incident, in place of the one they had.
pub(crate) fn set(
    connection: &mut Conn,
    incident: &IncidentId,
    person: &PersonId,
    duty: Duty,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let changed = diesel::update(crew::table.find((incident, person))).set(crew::duty.eq(duty)).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(crew::table)
            .values((
                crew::incident_id.eq(incident),
                crew::person_id.eq(person),
                crew::duty.eq(duty),
                crew::since.eq(now.naive_utc()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Takes a person off an incident.
pub(crate) fn remove(connection: &mut Conn, incident: &IncidentId, person: &PersonId) -> Result<(), StoreError> {
    diesel::delete(crew::table.find((incident, person))).execute(connection)?;
    Ok(())
}
