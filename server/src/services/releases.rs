//! A second pair of eyes: where policy asks for it, an incident waits for another person before it is public
//! (PRODUCT 3.10).

use super::{Act, Refusal, eyes, incidents, subscriber_groups, suspicions};
use crate::{
    domain::{
        id::{IncidentId, SuspicionId},
        incident::{IncidentDraft, IncidentInput, time},
        invalid::Faults,
        notice::StaffNews,
        policy::minutes,
        release::{Proposed, ReleaseState},
    },
    services::staff,
    store::{
        self, Conn, StoreError, policies,
        releases::{self, Release},
        revision,
    },
};
use std::collections::BTreeSet;

/// What came of wanting to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// It is public.
    Published(IncidentId),
    /// It waits for somebody else, under this id.
    Waits(String),
}

/// What waits for a second person, of a suspicion.
fn waiting_of(conn: &mut Conn, suspicion: &SuspicionId) -> Result<Option<Release>, Refusal> {
    for row in releases::waiting(conn)? {
        let proposed: Proposed = serde_json::from_str(&row.input).map_err(StoreError::from)?;
        if proposed.suspicion.as_ref() == Some(suspicion) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// Takes back what waits of a suspicion that came to nothing, or to something else.
pub(super) fn withdraw_of(conn: &mut Conn, act: &mut Act, suspicion: &SuspicionId) -> Result<(), Refusal> {
    waiting_of(conn, suspicion)?.map_or(Ok(()), |row| end(conn, act, &row.id, ReleaseState::Withdrawn, None))
}

/// Publishes what was typed, or what was suspected, or has it wait for a second person where policy says so. A drill needs
/// nobody.
pub(crate) fn publish(
    conn: &mut Conn,
    act: &mut Act,
    input: &IncidentInput,
    suspicion: Option<&SuspicionId>,
) -> Result<Wanted, Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let policy = policies::current(conn)?.policy;
    let draft = IncidentDraft::parse(input, &catalogue, &policy, act.now)?;
    let Some(alone) = policy.rule(draft.severity).second_pair_for.filter(|_| !draft.drill) else {
        return Ok(Wanted::Published(published(conn, act, input, suspicion)?));
    };
    if let Some(row) = suspicion.map(|suspicion| waiting_of(conn, suspicion)).transpose()?.flatten() {
        return Err(Refusal::Conflict(format!("this suspicion waits for a second person already, as “{}”", row.title)));
    }
    let within = subscriber_groups::named(conn, &input.subscriber_groups)?;
    let incident = IncidentInput { subscriber_groups: subscriber_groups::lasting(&within), ..input.clone() };
    let proposed = Proposed { incident, suspicion: suspicion.cloned() };
    let row = Release {
        id: act.id(),
        input: serde_json::to_string(&proposed).map_err(StoreError::from)?,
        title: draft.title,
        severity: draft.severity,
        proposed_by: act.actor.clone(),
        proposed_at: act.now,
        alone_at: act.now + minutes(alone),
        state: ReleaseState::Waiting,
        ended_by: String::new(),
        incident: None,
    };
    releases::insert(conn, &row)?;
    // So that none of them is removed while it waits.
    store::subscriber_groups::tell(conn, &row.id, &within)?;
    let news = StaffNews {
        subject: format!("Please release: {}", row.title),
        sentences: vec![
            format!("{} wants to publish this {}. A second person must look at it first.", row.proposed_by, row.severity.label()),
            format!("After {alone} minutes one person may release it alone."),
        ],
        moments: vec![("Alone from".to_owned(), row.alone_at)],
        action: "Look at it".to_owned(),
        path: format!("/admin/releases/{}", row.id),
    };
    let people = staff::responders(conn)?;
    staff::tell(conn, act, &people, &news)?;
    act.audit(conn, "release.propose", &row.id, &row.title)?;
    Ok(Wanted::Waits(row.id))
}

/// Releases what waits: it is public now. Who wanted it may do so only after the term has passed, as may a program.
pub(crate) fn release(conn: &mut Conn, act: &mut Act, id: &str) -> Result<IncidentId, Refusal> {
    revision::lock(conn)?;
    let row = releases::find(conn, id)?.ok_or(Refusal::Missing("release"))?;
    if act.now < row.alone_at && !eyes::is_second(conn, &row.proposed_by, &act.actor)? {
        let told = format!("a second person must release this; alone you may from {} UTC", row.alone_at.format("%H:%M"));
        return Err(Refusal::Conflict(told));
    }
    let Proposed { incident: input, suspicion } = serde_json::from_str(&row.input).map_err(StoreError::from)?;
    // What was promised may have passed while it waited; then the usual promise stands, and no end is expected.
    let passed = |text: &String| time(&mut Faults::default(), "eta_at", text).is_some_and(|eta| eta <= act.now);
    let input = IncidentInput {
        next_update_at: None,
        eta_at: input.eta_at.clone().filter(|text| !passed(text)),
        started_at: input.started_at.or(Some(row.proposed_at.to_rfc3339())),
        ..input
    };
    let incident = published(conn, act, &input, suspicion.as_ref())?;
    end(conn, act, id, ReleaseState::Released, Some(&incident))?;
    Ok(incident)
}

fn published(
    conn: &mut Conn,
    act: &mut Act,
    input: &IncidentInput,
    suspicion: Option<&SuspicionId>,
) -> Result<IncidentId, Refusal> {
    match suspicion {
        Some(id) => suspicions::confirm(conn, act, id, input),
        None => incidents::publish(conn, act, input, None),
    }
}

/// Takes back what waits.
pub(crate) fn withdraw(conn: &mut Conn, act: &mut Act, id: &str) -> Result<(), Refusal> {
    releases::find(conn, id)?.ok_or(Refusal::Missing("release"))?;
    end(conn, act, id, ReleaseState::Withdrawn, None)
}

fn end(conn: &mut Conn, act: &mut Act, id: &str, state: ReleaseState, incident: Option<&IncidentId>) -> Result<(), Refusal> {
    if !releases::end(conn, id, state, &act.actor, incident)? {
        return Err(Refusal::Conflict("this was released or taken back already".to_owned()));
    }
    store::subscriber_groups::tell(conn, id, &BTreeSet::new())?;
    Ok(act.audit(conn, &format!("release.{state}"), id, "")?)
}
