//! What staff do with an incident besides talking to customers: assess it, share out the work, meet.

use super::conduct::{join, keep, plan, response};
use crate::{
    domain::{
        duty::Duty,
        id::IncidentId,
        invalid::{Faults, Invalid},
        person::Role,
        text,
    },
    services::{Act, Refusal},
    store::{Conn, crew, incidents, people, revision},
};

/// Longest address of a meeting, in characters.
const LINK_LIMIT: usize = 500;

/// What staff think of an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assessment {
    /// What may be the cause, for staff alone.
    pub hypothesis: String,
}

/// Keeps what staff think is the cause; the first time stops the clock of the assessment.
pub(crate) fn assess(conn: &mut Conn, act: &mut Act, id: &IncidentId, input: &Assessment) -> Result<(), Refusal> {
    let hypothesis = text::body("hypothesis", &input.hypothesis, text::BODY_LIMIT)?;
    let incident = open(conn, id)?;
    let (mut row, _) = response(conn, &incident)?;
    row.hypothesis = hypothesis;
    row.assessed_at = row.assessed_at.or(Some(act.now));
    keep(conn, &row)?;
    join(conn, act, id)?;
    Ok(act.audit(conn, "incident.assess", id.as_str(), "")?)
}

/// Gives a person a duty. There is one commander: the one before becomes a helper. An empty duty takes the person off.
pub(crate) fn assign(conn: &mut Conn, act: &mut Act, id: &IncidentId, email: &str, duty: &str) -> Result<(), Refusal> {
    let incident = open(conn, id)?;
    let mut faults = Faults::default();
    let wanted = if duty.is_empty() { None } else { faults.parse::<Duty>("duty", duty) };
    let person = people::by_email(conn, email)?;
    if person.is_none() {
        faults.add("person", "is nobody here; choose one of the staff");
    }
    faults.check()?;
    let Some(person) = person else { return Err(Refusal::Missing("person")) };
    match wanted {
        None => crew::remove(conn, &incident.id, &person.id)?,
        Some(_) if person.role < Role::Responder => {
            return Err(Invalid::new("person", "may only look; give a duty to somebody who may respond").into());
        }
        Some(duty) => {
            let crew = crew::of(conn, id)?;
            if duty == Duty::Commander
                && let Some(before) = crew.iter().find(|member| member.duty == Duty::Commander && member.person != person.id)
            {
                crew::set(conn, id, &before.person, Duty::Helper, act.now)?;
            }
            crew::set(conn, id, &person.id, duty, act.now)?;
        }
    }
    Ok(act.audit(conn, "incident.assign", id.as_str(), &format!("{} {duty}", person.email))?)
}

/// Notes that the war room meets, and where. It needs a commander first.
pub(crate) fn meet(conn: &mut Conn, act: &mut Act, id: &IncidentId, link: &str) -> Result<(), Refusal> {
    let incident = open(conn, id)?;
    let mut faults = Faults::default();
    let link = faults.take(text::optional_line("link", link, LINK_LIMIT)).unwrap_or_default();
    if !link.is_empty() && !link.starts_with("https://") && !link.starts_with("http://") {
        faults.add("link", "begins with https://, or is left empty");
    }
    if crew::of(conn, id)?.iter().all(|member| member.duty != Duty::Commander) {
        faults.0.push(Invalid::new("commander", "is nobody yet; name one first"));
    }
    faults.check()?;
    let (mut row, policy) = response(conn, &incident)?;
    row.war_room_at = row.war_room_at.or(Some(act.now));
    row.war_room_link = link;
    keep(conn, &row)?;
    plan(conn, act, &incident, &row, &policy)?;
    join(conn, act, id)?;
    Ok(act.audit(conn, "incident.meet", id.as_str(), "")?)
}

/// An incident that is not over, with everybody else kept from changing it until the transaction ends.
pub(super) fn open(conn: &mut Conn, id: &IncidentId) -> Result<incidents::Incident, Refusal> {
    revision::lock(conn)?;
    let incident = incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
    if incident.phase.is_open() { Ok(incident) } else { Err(Refusal::Conflict("this incident is over".to_owned())) }
}
