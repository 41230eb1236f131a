//! Saying more of an open incident, up to its end.

use super::{announce::announce, publish::say_again};
use crate::{
    domain::{
        health::Health,
        id::{IncidentId, UpdateId},
        impact::{Impact, Pair},
        incident::{UpdateDraft, UpdateInput},
        notice::NoticeKind,
    },
    services::{Act, Refusal},
    store::{self, Conn, impacts, incidents, revision, updates},
};

/// Checks and posts an update, and queues its notice. Resolving returns every pair to operational.
///
/// With `seen`, the revision that the writer saw, it is refused when somebody else changed the incident since.
pub(crate) fn post_update(
    conn: &mut Conn,
    act: &mut Act,
    id: &IncidentId,
    input: &UpdateInput,
    seen: Option<i64>,
) -> Result<UpdateId, Refusal> {
    // The number is taken first: it locks, so that two updates at once are judged one after the other.
    let revision = revision::next(conn)?;
    let incident = incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
    if seen.is_some_and(|seen| seen != incident.revision) {
        return Err(Refusal::Changed);
    }
    let catalogue = store::catalogue::load(conn)?;
    let draft = UpdateDraft::parse(input, (incident.phase, incident.severity), &catalogue, act.now)?;
    let incident = incidents::Incident {
        phase: draft.phase,
        severity: draft.severity,
        next_update_at: draft.next_update_at,
        resolved_at: (!draft.phase.is_open()).then_some(act.now),
        revision,
        ..incident
    };
    incidents::save(conn, &incident)?;
    change_health(conn, act, id, &draft)?;
    let update = updates::Update {
        id: act.id(),
        incident_id: Some(id.clone()),
        maintenance_id: None,
        phase: draft.phase.to_string(),
        body: draft.body.clone(),
        said_at: act.now,
        author: act.actor.clone(),
    };
    updates::insert(conn, &update)?;
    say_again(conn, &incident, &update, &draft.translations)?;
    let kind = if draft.phase.is_open() { NoticeKind::Updated } else { NoticeKind::Resolved };
    announce(conn, act, kind, &incident, &update, &catalogue)?;
    act.audit(conn, "incident.update", id.as_str(), draft.phase.as_str())?;
    Ok(update.id)
}

/// What runs of an incident's impacts: each pair with its health.
pub(crate) fn current_impacts(conn: &mut Conn, id: &IncidentId) -> Result<Vec<(Pair, Health)>, Refusal> {
    let rows = impacts::of_incident(conn, id)?;
    let open = rows.iter().map(impacts::Row::impact).filter(|impact| impact.until.is_none());
    Ok(open.map(|impact| (impact.pair, impact.health)).collect())
}

fn change_health(conn: &mut Conn, act: &mut Act, id: &IncidentId, draft: &UpdateDraft) -> Result<(), Refusal> {
    let rows = impacts::of_incident(conn, id)?;
    for row in &rows {
        let impact = row.impact();
        let said = draft.affected.iter().find(|(pair, _)| *pair == impact.pair).map(|(_, health)| *health);
        let changed = said.is_some_and(|health| health != impact.health);
        if impact.until.is_none() && (changed || !draft.phase.is_open()) {
            impacts::end(conn, &row.id, act.now)?;
        }
    }
    if !draft.phase.is_open() {
        return Ok(());
    }
    let runs = |pair: &Pair, health: Health| {
        rows.iter()
            .map(impacts::Row::impact)
            .any(|impact| impact.until.is_none() && impact.pair == *pair && impact.health == health)
    };
    for (pair, health) in &draft.affected {
        if *health != Health::Operational && !runs(pair, *health) {
            let impact = Impact { pair: pair.clone(), health: *health, from: act.now, until: None };
            let row: String = act.id();
            impacts::insert(conn, &row, &impacts::Cause::Incident(id.clone()), &impact)?;
        }
    }
    Ok(())
}
