//! What staff decide of a suspicion: take it on, confirm it, merge it, dismiss it. Only the first of two decisions counts.

use super::{Act, Refusal, incidents as service, releases, signals::joined};
use crate::{
    domain::{
        id::{IncidentId, SuspicionId},
        incident::{AffectedInput, IncidentInput},
        suspicion::SuspicionState,
        text,
    },
    store::{
        Conn, StoreError, incidents, revision, signals,
        suspicions::{self, Suspicion},
    },
};

/// Longest reason, in characters.
const REASON_LIMIT: usize = 1_000;

/// Stops the clock until somebody takes it on.
pub(crate) fn acknowledge(conn: &mut Conn, act: &mut Act, id: &SuspicionId) -> Result<(), Refusal> {
    let suspicion = open(conn, id)?;
    if suspicion.acknowledged_at.is_some() {
        return Ok(());
    }
    let acknowledged_by = act.actor.clone();
    suspicions::save(conn, &Suspicion { acknowledged_at: Some(act.now), acknowledged_by, ..suspicion })?;
    Ok(act.audit(conn, "suspicion.acknowledge", id.as_str(), "")?)
}

/// Publishes it as an incident.
pub(crate) fn confirm(conn: &mut Conn, act: &mut Act, id: &SuspicionId, input: &IncidentInput) -> Result<IncidentId, Refusal> {
    let suspicion = open(conn, id)?;
    let incident = service::publish(conn, act, input, Some(&suspicion))?;
    end(conn, act, suspicion, SuspicionState::Confirmed, Some(&incident), "")?;
    Ok(incident)
}

/// Joins it to another suspicion: its places and signals are that one's from now on.
pub(crate) fn merge(conn: &mut Conn, act: &mut Act, id: &SuspicionId, into: &SuspicionId) -> Result<(), Refusal> {
    if id == into {
        return Err(Refusal::Conflict("a suspicion cannot be merged into itself".to_owned()));
    }
    let suspicion = open(conn, id)?;
    let target = open(conn, into)?;
    let places = |text: &str| serde_json::from_str::<Vec<AffectedInput>>(text).map_err(StoreError::from);
    let both = joined(places(&target.places)?, &places(&suspicion.places)?);
    let both = serde_json::to_string(&both).map_err(StoreError::from)?;
    let detected_at = target.detected_at.min(suspicion.detected_at);
    suspicions::save(conn, &Suspicion { places: both, detected_at, ..target })?;
    signals::move_all(conn, id, into)?;
    end(conn, act, suspicion, SuspicionState::Merged, None, into.as_str())
}

/// Makes it a part of an open incident: public as one of its failing systems, and not told of by itself.
pub(crate) fn join(
    conn: &mut Conn,
    act: &mut Act,
    id: &SuspicionId,
    input: &IncidentInput,
    whole: &IncidentId,
) -> Result<IncidentId, Refusal> {
    let suspicion = open(conn, id)?;
    let part = service::publish_part(conn, act, input, &suspicion, whole)?;
    end(conn, act, suspicion, SuspicionState::Merged, Some(&part), whole.as_str())?;
    Ok(part)
}

/// Ends it as nothing, with a reason for the reports.
pub(crate) fn dismiss(conn: &mut Conn, act: &mut Act, id: &SuspicionId, reason: &str) -> Result<(), Refusal> {
    let reason = text::body("reason", reason, REASON_LIMIT)?;
    let suspicion = open(conn, id)?;
    end(conn, act, suspicion, SuspicionState::Dismissed, None, &reason)
}

fn open(conn: &mut Conn, id: &SuspicionId) -> Result<Suspicion, Refusal> {
    revision::lock(conn)?;
    let suspicion = suspicions::lock(conn, id)?.ok_or(Refusal::Missing("suspicion"))?;
    if suspicion.state == SuspicionState::Open {
        return Ok(suspicion);
    }
    Err(Refusal::Conflict(format!("this suspicion was {} already", suspicion.state.label().to_lowercase())))
}

fn end(
    conn: &mut Conn,
    act: &mut Act,
    suspicion: Suspicion,
    state: SuspicionState,
    incident: Option<&IncidentId>,
    reason: &str,
) -> Result<(), Refusal> {
    let id = suspicion.id.clone();
    let ended = Suspicion {
        state,
        acknowledged_at: suspicion.acknowledged_at.or(Some(act.now)),
        ended_at: Some(act.now),
        reason: reason.to_owned(),
        incident: incident.cloned(),
        ..suspicion
    };
    suspicions::save(conn, &ended)?;
    if state != SuspicionState::Confirmed {
        releases::withdraw_of(conn, act, &id)?;
    }
    if let Some(incident) = incident {
        debug_assert!(incidents::find(conn, incident)?.is_some(), "it was written in this transaction");
    }
    Ok(act.audit(conn, &format!("suspicion.{state}"), id.as_str(), reason)?)
}
