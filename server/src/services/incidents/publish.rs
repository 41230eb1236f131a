//! Opening an incident in public.

use super::announce::announce;
use crate::{
    domain::{
        health::Health,
        id::IncidentId,
        impact::Impact,
        incident::{IncidentDraft, IncidentInput},
        language::Language,
        notice::{NoticeKind, SaidAgain},
    },
    services::{Act, Refusal},
    store::{
        self, Conn, impacts, incidents, revision,
        translations::{self, Translation},
        updates,
    },
};
use std::collections::BTreeMap;

/// Checks and publishes an incident, and queues its first alert.
pub(crate) fn publish(conn: &mut Conn, act: &mut Act, input: &IncidentInput) -> Result<IncidentId, Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let draft = IncidentDraft::parse(input, &catalogue, act.now)?;
    let (incident, update) = open(conn, act, &draft)?;
    announce(conn, act, NoticeKind::Opened, &incident, &update, &catalogue)?;
    act.audit(conn, "incident.publish", incident.id.as_str(), &incident.title)?;
    Ok(incident.id)
}

/// Writes down what was said in further languages.
pub(super) fn say_again(
    conn: &mut Conn,
    incident: &incidents::Incident,
    update: &updates::Update,
    said: &BTreeMap<Language, SaidAgain>,
) -> Result<(), Refusal> {
    for (lang, again) in said {
        let parts = [(incident.id.as_str(), "title", &again.title), (update.id.as_str(), "body", &again.body)];
        for (subject, field, text) in parts.into_iter().filter(|(_, _, text)| !text.is_empty()) {
            let row = Translation { subject: subject.to_owned(), field: field.to_owned(), lang: *lang, text: text.clone() };
            translations::set(conn, &row)?;
        }
    }
    Ok(())
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
    };
    updates::insert(conn, &update)?;
    say_again(conn, &incident, &update, &draft.translations)?;
    Ok((incident, update))
}
