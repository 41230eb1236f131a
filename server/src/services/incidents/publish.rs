//! Opening an incident in public.

use super::{
    announce::announce,
    call::call,
    conduct::{join, plan},
    fold::fold,
};
use crate::{
    domain::{
        health::Health,
        id::{IncidentId, RegionId},
        impact::Impact,
        incident::{IncidentDraft, IncidentInput},
        invalid::Invalid,
        notice::NoticeKind,
    },
    services::{Act, Refusal, languages, subscriber_groups, templates},
    store::{
        self, Conn, StoreError, impacts, incidents, policies,
        responses::{self, Response},
        revision,
        suspicions::Suspicion,
        updates,
    },
};

/// Checks and publishes an incident, and queues its first alert.
///
/// With the suspicion that it confirms, its clocks run from when that was detected.
pub(crate) fn publish(
    conn: &mut Conn,
    act: &mut Act,
    input: &IncidentInput,
    confirms: Option<&Suspicion>,
) -> Result<IncidentId, Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let version = policies::current(conn)?;
    let draft = IncidentDraft::parse(input, &catalogue, &version.policy, act.now)?;
    templates::known(conn, &draft.template)?;
    let (incident, update) = open(conn, act, &draft)?;
    subscriber_groups::tell(conn, incident.id.as_str(), &draft.subscriber_groups)?;
    let response = first_response(&incident, &draft, version.number, confirms)?;
    responses::insert(conn, &response)?;
    join(conn, act, &incident.id)?;
    plan(conn, act, &incident, &response, &version.policy)?;
    call(conn, act, &incident, &version.policy)?;
    announce(conn, act, NoticeKind::Opened, &incident, &update, &catalogue)?;
    act.audit(conn, "incident.publish", incident.id.as_str(), &noted(&incident, &draft))?;
    Ok(incident.id)
}

/// Publishes what was suspected as a part of an open incident. The whole's next update tells of it.
pub(crate) fn publish_part(
    conn: &mut Conn,
    act: &mut Act,
    input: &IncidentInput,
    confirms: &Suspicion,
    whole: &IncidentId,
) -> Result<IncidentId, Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let version = policies::current(conn)?;
    let draft = IncidentDraft::parse(input, &catalogue, &version.policy, act.now)?;
    let target = incidents::find(conn, whole)?.ok_or(Refusal::Missing("incident"))?;
    if draft.severity < target.severity && version.policy.rule(draft.severity).second_pair_for.is_some() {
        let told = format!(
            "would raise the whole to {}, which a second person must release: confirm it as an incident of its own first, \
             and fold that in when it is released",
            draft.severity.code()
        );
        return Err(Invalid::new("severity", told).into());
    }
    let (incident, _) = open(conn, act, &draft)?;
    // It has no readers of its own to bring, unless groups are named for it.
    let of_whole = subscriber_groups::told_to(conn, whole)?;
    let named = subscriber_groups::named(conn, &draft.subscriber_groups)?;
    store::subscriber_groups::tell(conn, incident.id.as_str(), if named.is_empty() { &of_whole } else { &named })?;
    let response = first_response(&incident, &draft, version.number, Some(confirms))?;
    responses::insert(conn, &response)?;
    join(conn, act, whole)?;
    fold(conn, act, &incident.id, whole)?;
    act.audit(conn, "incident.publish", incident.id.as_str(), &noted(&incident, &draft))?;
    Ok(incident.id)
}

/// What the audit keeps of a publication: who chose to tell others than those affected, and why another severity.
fn noted(incident: &incidents::Incident, draft: &IncidentDraft) -> String {
    let title = format!("{} {}", draft.severity.code(), incident.title);
    let regions = draft.regions.as_ref().map(|regions| {
        let names: Vec<_> = regions.iter().map(RegionId::as_str).collect();
        format!("told on purpose: {}", names.join(", "))
    });
    let overruled = draft.proposal.filter(|proposal| proposal.severity != draft.severity);
    let overruled = overruled.map(|proposal| format!("proposed {}: {}", proposal.severity.code(), draft.reason));
    std::iter::once(title).chain(regions).chain(overruled).collect::<Vec<_>>().join("; ")
}

fn first_response(
    incident: &incidents::Incident,
    draft: &IncidentDraft,
    policy: i32,
    confirms: Option<&Suspicion>,
) -> Result<Response, Refusal> {
    let regions = draft.regions.as_ref().map(serde_json::to_string).transpose().map_err(StoreError::from)?;
    let published = incident.published_at;
    Ok(Response {
        incident: incident.id.clone(),
        policy,
        worst: draft.severity,
        proposed: draft.proposal.map(|proposal| proposal.severity),
        reason: draft.reason.clone(),
        regions,
        detected_at: confirms.map_or(published, |suspicion| suspicion.detected_at),
        // Who publishes has taken it on.
        acknowledged_at: confirms.and_then(|suspicion| suspicion.acknowledged_at).or(Some(published)),
        assessed_at: None,
        hypothesis: String::new(),
        first_told_at: None,
        extended_at: None,
        war_room_at: None,
        war_room_link: String::new(),
    })
}

/// Writes an incident with its first update and impacts, telling nobody.
fn open(conn: &mut Conn, act: &mut Act, draft: &IncidentDraft) -> Result<(incidents::Incident, updates::Update), Refusal> {
    let incident = incidents::Incident {
        id: act.id(),
        title: draft.title.clone(),
        severity: draft.severity,
        phase: draft.phase,
        customers_affected: draft.customers_affected,
        started_at: draft.started_at,
        published_at: act.now,
        resolved_at: None,
        next_update_at: draft.next_update_at,
        revision: revision::next(conn)?,
        parent: None,
        eta_at: draft.eta_at,
        cause: draft.cause.clone(),
        workaround: draft.workaround.clone(),
        drill: draft.drill,
    };
    incidents::insert(conn, &incident)?;
    for (pair, health) in draft.affected.iter().filter(|(_, health)| *health != Health::Operational) {
        let impact = Impact { pair: pair.clone(), health: *health, from: draft.started_at, until: None };
        let id: String = act.id();
        impacts::insert(conn, &id, &impacts::Cause::Incident(incident.id.clone()), &impact)?;
    }
    let update = updates::Update {
        id: act.id(),
        incident_id: Some(incident.id.clone()),
        maintenance_id: None,
        phase: draft.phase.to_string(),
        body: draft.body.clone(),
        said_at: act.now,
        author: act.actor.clone(),
        edited_at: None,
        next_at: draft.next_update_at,
        template: draft.template.clone(),
    };
    updates::insert(conn, &update)?;
    languages::say_again(conn, incident.id.as_str(), &update, &draft.translations)?;
    Ok((incident, update))
}
