//! A cascade: several incidents become parts of one (PRODUCT 3.6).

use super::{
    call::{call, summon},
    conduct::{keep, plan, response, worse},
    update::touch,
};
use crate::{
    domain::{health::Health, id::IncidentId, impact::Impact, severity::Severity},
    services::{Act, Refusal},
    store::{
        self, Conn, impacts, incidents, kinships,
        responses::{self, Response},
        revision,
    },
};

/// Makes `part` a part of `whole`. From now on one mail tells both audiences; nothing is sent for this alone.
pub(crate) fn fold(conn: &mut Conn, act: &mut Act, part: &IncidentId, whole: &IncidentId) -> Result<(), Refusal> {
    let revision = revision::next(conn)?;
    let target = incidents::find(conn, whole)?.ok_or(Refusal::Missing("incident"))?;
    let incident = incidents::find(conn, part)?.ok_or(Refusal::Missing("incident"))?;
    if part == whole {
        return Err(Refusal::Conflict("an incident cannot be part of itself".to_owned()));
    }
    if !target.phase.is_open() || !incident.phase.is_open() {
        return Err(Refusal::Conflict("only open incidents can be folded; one of these is over".to_owned()));
    }
    if target.parent.is_some() {
        return Err(Refusal::Conflict("that incident is itself part of another; fold into the whole".to_owned()));
    }
    if incident.parent.is_some() {
        return Err(Refusal::Conflict("this is part of an incident already; split it out first".to_owned()));
    }
    if target.drill != incident.drill {
        return Err(Refusal::Conflict("a drill and a real incident are kept apart".to_owned()));
    }
    // Parts have no parts: those of the folded one go along.
    for inner in incidents::parts(conn, part)? {
        kinships::end(conn, &inner.id, act.now)?;
        kinships::begin(conn, &inner.id, whole, act.now)?;
        incidents::save(conn, &incidents::Incident { parent: Some(whole.clone()), revision, ..inner })?;
    }
    begin_cascade(conn, act, &target, revision)?;
    let folded = incidents::Incident { parent: Some(whole.clone()), next_update_at: None, revision, ..incident };
    incidents::save(conn, &folded)?;
    kinships::begin(conn, part, whole, act.now)?;
    let (response, policy) = response(conn, &folded)?;
    plan(conn, act, &folded, &response, &policy)?;
    raise(conn, act, &target, folded.severity, response.worst, revision)?;
    act.audit(conn, "incident.fold", part.as_str(), whole.as_str())?;
    Ok(())
}

/// The whole is as bad as the worst of its parts: for who hears of it, who is called, how often, and what is owed
/// afterwards.
pub(super) fn raise(
    conn: &mut Conn,
    act: &mut Act,
    whole: &incidents::Incident,
    severity: Severity,
    worst: Severity,
    revision: i64,
) -> Result<(), Refusal> {
    let (mut response, policy) = response(conn, whole)?;
    response.worst = worse(response.worst, worst);
    keep(conn, &response)?;
    let severity = worse(whole.severity, severity);
    let sooner = policy.next_update(severity, response.extended_at.is_some(), act.now);
    let is_raised = severity < whole.severity;
    let next_update_at = if is_raised { whole.next_update_at.into_iter().chain(sooner).min() } else { whole.next_update_at };
    let raised = incidents::Incident { severity, next_update_at, revision, ..whole.clone() };
    incidents::save(conn, &raised)?;
    plan(conn, act, &raised, &response, &policy)?;
    if is_raised {
        call(conn, act, &raised, &policy)?;
        summon(conn, act, &raised, &response, &policy)?;
    }
    Ok(())
}

/// Makes a part an incident of its own again. It is told of with its next update.
pub(crate) fn split(conn: &mut Conn, act: &mut Act, part: &IncidentId) -> Result<(), Refusal> {
    let revision = revision::next(conn)?;
    let incident = incidents::find(conn, part)?.ok_or(Refusal::Missing("incident"))?;
    let Some(whole) = incident.parent.clone() else {
        return Err(Refusal::Conflict("this incident is not part of another".to_owned()));
    };
    if !incident.phase.is_open() {
        return Err(Refusal::Conflict("this part is over; what happened stays told where it was".to_owned()));
    }
    let (response, policy) = response(conn, &incident)?;
    let due = policy.next_update(incident.severity, false, act.now).filter(|_| incident.phase.is_open());
    let alone = incidents::Incident { parent: None, next_update_at: due, revision, ..incident };
    incidents::save(conn, &alone)?;
    kinships::end(conn, part, act.now)?;
    plan(conn, act, &alone, &response, &policy)?;
    touch(conn, &whole, revision)?;
    act.audit(conn, "incident.split", part.as_str(), whole.as_str())?;
    Ok(())
}

/// The first fold makes what the whole had itself its first part, so that each failing system is one part and ends by
/// itself.
fn begin_cascade(conn: &mut Conn, act: &mut Act, whole: &incidents::Incident, revision: i64) -> Result<(), Refusal> {
    let running = impacts::of_incident(conn, &whole.id)?;
    let running: Vec<_> = running.iter().filter(|row| row.impact().until.is_none()).collect();
    if running.is_empty() || !incidents::parts(conn, &whole.id)?.is_empty() {
        return Ok(());
    }
    let first =
        incidents::Incident { id: act.id(), parent: Some(whole.id.clone()), next_update_at: None, revision, ..whole.clone() };
    incidents::insert(conn, &first)?;
    // It is what the whole was told of from its beginning, and is conducted as the whole was.
    kinships::begin(conn, &first.id, &whole.id, whole.published_at)?;
    let (of_whole, _) = response(conn, whole)?;
    responses::insert(conn, &Response { incident: first.id.clone(), ..of_whole })?;
    let within = store::subscriber_groups::told(conn, whole.id.as_str())?;
    store::subscriber_groups::tell(conn, first.id.as_str(), &within)?;
    for row in running {
        let Impact { pair, health, from, until } = row.impact();
        impacts::remove(conn, &row.id)?;
        let id: String = act.id();
        debug_assert_ne!(health, Health::Operational, "an impact is never operational");
        impacts::insert(conn, &id, &impacts::Cause::Incident(first.id.clone()), &Impact { pair, health, from, until })?;
    }
    Ok(())
}
