//! How an incident is conducted: the policy it goes by, its timers, the people on it.

use crate::{
    domain::{
        duty::Duty,
        id::IncidentId,
        policy::{Policy, minutes},
        reminder,
        severity::Severity,
        timer::Timer,
    },
    services::{Act, Refusal},
    store::{
        Conn, crew,
        incidents::{self, Incident},
        people, policies,
        responses::{self, Response},
        timers,
    },
};

/// The incident; refused when it is another by now than at the revision that staff saw.
pub(super) fn as_seen(conn: &mut Conn, id: &IncidentId, seen: Option<i64>) -> Result<Incident, Refusal> {
    let incident = incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
    if seen.is_some_and(|seen| seen != incident.revision) { Err(Refusal::Changed) } else { Ok(incident) }
}

/// The response to an incident, and the policy it goes by. What was imported gets the one in force.
pub(crate) fn response(conn: &mut Conn, incident: &Incident) -> Result<(Response, Policy), Refusal> {
    if let Some(response) = responses::find(conn, &incident.id)? {
        let policy = policies::find(conn, response.policy)?.ok_or(Refusal::Missing("version of the policy"))?;
        return Ok((response, policy));
    }
    let version = policies::current(conn)?;
    let response = Response {
        incident: incident.id.clone(),
        policy: version.number,
        worst: incident.severity,
        proposed: None,
        reason: String::new(),
        regions: None,
        detected_at: incident.started_at,
        acknowledged_at: None,
        assessed_at: None,
        hypothesis: String::new(),
        first_told_at: None,
        extended_at: None,
        war_room_at: None,
        war_room_link: String::new(),
    };
    Ok((response, version.policy))
}

/// Saves a response, whether there was one before or not.
pub(super) fn keep(conn: &mut Conn, response: &Response) -> Result<(), Refusal> {
    if responses::find(conn, &response.incident)?.is_some() {
        responses::save(conn, response)?;
    } else {
        responses::insert(conn, response)?;
    }
    Ok(())
}

/// Sets the timers of an incident as it stands now. What is over, or part of a larger one, has none.
pub(super) fn plan(conn: &mut Conn, act: &Act, incident: &Incident, response: &Response, policy: &Policy) -> Result<(), Refusal> {
    let id = incident.id.as_str();
    if !incident.phase.is_open() || incident.parent.is_some() {
        return Ok(timers::clear_all(conn, id)?);
    }
    let rule = policy.rule(incident.severity);
    match incident.next_update_at {
        Some(due) => timers::set(conn, id, Timer::Remind, reminder::next(due, act.now))?,
        None => timers::clear(conn, id, Timer::Remind)?,
    }
    // What promises no time cannot be late.
    if response.extended_at.is_some() || rule.update_every.is_none() {
        timers::clear(conn, id, Timer::Extend)?;
    } else {
        // An ETA puts it off until that has passed.
        let limit = incident.started_at + minutes(policy.extended_after);
        timers::set(conn, id, Timer::Extend, incident.eta_at.map_or(limit, |eta| eta.max(limit)))?;
    }
    let executives = rule.executives_every.map(minutes);
    keep_going(conn, id, Timer::Executives, executives.map(|pause| act.now + pause))?;
    let room = rule.war_room_within.filter(|_| response.war_room_at.is_none()).map(minutes);
    match room.map(|term| incident.published_at + term) {
        None => timers::clear(conn, id, Timer::WarRoom)?,
        Some(due) if due > act.now => timers::set(conn, id, Timer::WarRoom, due)?,
        // It was asked after already.
        Some(_) => {}
    }
    Ok(())
}

/// Lets a timer that runs run on, starts one that does not, and stops one that is not wanted.
fn keep_going(conn: &mut Conn, id: &str, timer: Timer, due: Option<chrono::DateTime<chrono::Utc>>) -> Result<(), Refusal> {
    match due {
        None => timers::clear(conn, id, timer)?,
        Some(due) if timers::find(conn, id, timer)?.is_none() => timers::set(conn, id, timer, due)?,
        Some(_) => {}
    }
    Ok(())
}

/// Whoever does something with an incident is on it from then on. Programs are not people.
pub(crate) fn join(conn: &mut Conn, act: &Act, incident: &IncidentId) -> Result<(), Refusal> {
    let Some(person) = people::by_email(conn, &act.actor)? else { return Ok(()) };
    if crew::of(conn, incident)?.iter().all(|member| member.person != person.id) {
        crew::set(conn, incident, &person.id, Duty::Helper, act.now)?;
    }
    Ok(())
}

/// The worse of two severities.
pub(super) fn worse(one: Severity, other: Severity) -> Severity {
    one.min(other)
}
