//! Taking an incident back that was none (PRODUCT 3.8).

use super::{
    announce::announce,
    conduct::{as_seen, join, plan, response},
    current_impacts,
    update::{end_impacts, say},
};
use crate::{
    domain::{
        catalogue::Catalogue,
        id::{IncidentId, UpdateId},
        notice::NoticeKind,
        phase::Phase,
        template::leftover,
        text,
    },
    services::{Act, Refusal, credits, notices, postmortems},
    store::{self, Conn, incidents, revision, updates},
};

/// What the ledger says of what had not left.
const RETRACTED: &str = "retracted before it left";

/// Retracts an incident, open or over. What has not left is cancelled; exactly those who were told get the apology.
///
/// Its impacts stay as what was said, and count for nothing: uptime leaves false alarms out.
pub(crate) fn retract(
    conn: &mut Conn,
    act: &mut Act,
    id: &IncidentId,
    body: &str,
    seen: Option<i64>,
) -> Result<UpdateId, Refusal> {
    let body = text::body("body", body, text::BODY_LIMIT)?;
    leftover("body", &body).check()?;
    let revision = revision::next(conn)?;
    let incident = as_seen(conn, id, seen)?;
    check(&incident)?;
    // What was made a part of it was none either; a part that was real is split out before.
    for part in incidents::parts(conn, id)?.into_iter().filter(|part| part.phase.is_open()) {
        end_impacts(conn, &part.id, act.now)?;
        notices::call_off(conn, &part.id, act.now, RETRACTED)?;
        let phase = Phase::FalseAlarm;
        incidents::save(conn, &incidents::Incident { phase, resolved_at: Some(act.now), revision, ..part })?;
    }
    let incident = incidents::Incident {
        phase: Phase::FalseAlarm,
        resolved_at: incident.resolved_at.or(Some(act.now)),
        next_update_at: None,
        eta_at: None,
        revision,
        ..incident
    };
    incidents::save(conn, &incident)?;
    end_impacts(conn, id, act.now)?;
    let (response, policy) = response(conn, &incident)?;
    plan(conn, act, &incident, &response, &policy)?;
    join(conn, act, id)?;
    postmortems::not_needed(conn, act, id)?;
    notices::call_off(conn, id, act.now, RETRACTED)?;
    // What did not happen is owed to nobody.
    let taken = store::credits::take_back(conn, id, &act.actor, act.now)?;
    if taken > 0 {
        act.audit(conn, "credit.take_back", id.as_str(), &format!("{taken} approved for a false alarm"))?;
    }
    credits::work_out(conn, act, &credits::Cause::Incident(id.clone()))?;
    let update = say(conn, act, &incident, (&body, ""))?;
    let catalogue = store::catalogue::load(conn)?;
    announce(conn, act, NoticeKind::Retracted, &incident, &update, &catalogue)?;
    for part in incidents::parts(conn, id)?.into_iter().filter(|part| part.phase == Phase::Resolved) {
        end_of_part(conn, act, &part, &catalogue)?;
    }
    act.audit(conn, "incident.retract", id.as_str(), &incident.title)?;
    Ok(update.id)
}

/// Whether an incident can be retracted.
fn check(incident: &incidents::Incident) -> Result<(), Refusal> {
    if incident.phase == Phase::FalseAlarm {
        return Err(Refusal::Conflict("this incident is retracted already".to_owned()));
    }
    if incident.parent.is_some() {
        let told = "this incident is part of another; split it out first, then retract it";
        return Err(Refusal::Conflict(told.to_owned()));
    }
    Ok(())
}

/// A part that truly happened and is over was to be told of with the end of the whole. Now that there is none, those who
/// were told of the part before it was one hear of its own end.
fn end_of_part(conn: &mut Conn, act: &mut Act, part: &incidents::Incident, catalogue: &Catalogue) -> Result<(), Refusal> {
    if store::notices::of_incident(conn, &part.id)?.is_empty() {
        return Ok(());
    }
    match updates::of_incident(conn, &part.id)?.first() {
        Some(last) => announce(conn, act, NoticeKind::Resolved, part, last, catalogue),
        None => Ok(()),
    }
}

/// Returns to operational what stayed hit after the end of an incident (PRODUCT 3.7). Nobody is told: the page shows it.
pub(crate) fn restore(conn: &mut Conn, act: &mut Act, id: &IncidentId) -> Result<(), Refusal> {
    let revision = revision::next(conn)?;
    let incident = incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
    if incident.phase.is_open() {
        return Err(Refusal::Conflict("this incident is open; say with an update what works again".to_owned()));
    }
    if current_impacts(conn, id)?.is_empty() {
        return Err(Refusal::Conflict("nothing of this incident is hit any more".to_owned()));
    }
    end_impacts(conn, id, act.now)?;
    incidents::save(conn, &incidents::Incident { revision, ..incident })?;
    Ok(act.audit(conn, "incident.restore", id.as_str(), "")?)
}
