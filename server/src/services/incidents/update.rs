//! Saying more of an open incident, up to its end.

use super::{
    announce::announce,
    audience,
    call::{call, summon},
    conduct::{as_seen, join, keep, plan, response, worse},
    fold::raise,
};
use crate::{
    domain::{
        catalogue::Catalogue,
        health::Health,
        id::{IncidentId, RegionId, UpdateId},
        impact::{Impact, Pair},
        incident::{Facts, Standing, UpdateDraft, UpdateInput},
        invalid::Invalid,
        notice::NoticeKind,
        phase::Phase,
        policy::{Policy, minutes},
        severity::Severity,
    },
    services::{Act, Refusal, credits, eyes, languages, postmortems, subscriber_groups, templates},
    store::{self, Conn, impacts, incidents, responses::Response, revision, updates},
};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Checks and posts an update, and queues its notice. Resolving returns every pair to operational.
///
/// With `seen`, the revision that the writer saw, it is refused when somebody else changed the incident since. What is
/// said of a part stands in the thread of the whole and is not sent by itself (PRODUCT 1).
pub(crate) fn post_update(
    conn: &mut Conn,
    act: &mut Act,
    id: &IncidentId,
    input: &UpdateInput,
    seen: Option<i64>,
) -> Result<UpdateId, Refusal> {
    // The number is taken first: it locks, so that two updates at once are judged one after the other.
    let revision = revision::next(conn)?;
    let incident = as_seen(conn, id, seen)?;
    let catalogue = store::catalogue::load(conn)?;
    let (mut response, policy) = response(conn, &incident)?;
    let told = match incident.parent {
        Some(_) => None,
        None => Some(audience::regions(conn, &incident, &response, &policy, &catalogue)?),
    };
    let draft = UpdateDraft::parse(input, standing(&incident, &response, &policy, told), &catalogue, act.now)?;
    still_hit(conn, id, &draft, &catalogue)?;
    let before = incident.severity;
    second_pair(conn, act, &incident, draft.severity, &policy)?;
    let incident = changed(incident, &draft, revision, act.now);
    if !incident.phase.is_open() {
        finish_parts(conn, act, &incident, draft.resolve_parts)?;
    }
    incidents::save(conn, &incident)?;
    change_health(conn, act, id, &draft)?;
    response.worst = worse(response.worst, draft.severity);
    if draft.facts.eta_at.is_some() {
        response.extended_at = None;
    }
    keep(conn, &response)?;
    if let Some(groups) = &input.subscriber_groups {
        subscriber_groups::choose(conn, &incident, groups)?;
    }
    join(conn, act, id)?;
    plan(conn, act, &incident, &response, &policy)?;
    let is_worse = draft.severity < before;
    if is_worse && incident.phase.is_open() && incident.parent.is_none() {
        call(conn, act, &incident, &policy)?;
        summon(conn, act, &incident, &response, &policy)?;
    }
    templates::known(conn, &draft.template)?;
    let update = say(conn, act, &incident, (&draft.body, &draft.template))?;
    languages::say_again(conn, incident.id.as_str(), &update, &draft.translations)?;
    match &incident.parent {
        Some(whole) => pass_on(conn, act, whole, is_worse.then_some((draft.severity, response.worst)), revision)?,
        None => tell(conn, act, &incident, &update, &catalogue)?,
    }
    postmortems::draft(conn, act, &incident, &response, &policy)?;
    act.audit(conn, "incident.update", id.as_str(), draft.phase.as_str())?;
    Ok(update.id)
}

/// Lets the whole read differently because of a part. A part that becomes worse, now and at its worst like this, makes the
/// whole worse.
fn pass_on(
    conn: &mut Conn,
    act: &mut Act,
    whole: &IncidentId,
    worse: Option<(Severity, Severity)>,
    revision: i64,
) -> Result<(), Refusal> {
    touch(conn, whole, revision)?;
    if let Some((now, worst)) = worse
        && let Some(whole) = incidents::find(conn, whole)?
    {
        raise(conn, act, &whole, now, worst, revision)?;
    }
    Ok(())
}

/// Queues the notice of an update, and works out at the end who gets something back.
fn tell(
    conn: &mut Conn,
    act: &mut Act,
    incident: &incidents::Incident,
    update: &updates::Update,
    catalogue: &Catalogue,
) -> Result<(), Refusal> {
    if incident.phase.is_open() {
        return announce(conn, act, NoticeKind::Updated, incident, update, catalogue);
    }
    credits::work_out(conn, act, &credits::Cause::Incident(incident.id.clone()))?;
    announce(conn, act, NoticeKind::Resolved, incident, update, catalogue)
}

/// Where policy wants a second person before a severity is told, the one who spoke last does not raise an incident to it
/// alone (PRODUCT 3.10).
fn second_pair(
    conn: &mut Conn,
    act: &Act,
    incident: &incidents::Incident,
    wanted: Severity,
    policy: &Policy,
) -> Result<(), Refusal> {
    let Some(term) = policy.rule(wanted).second_pair_for.filter(|_| wanted < incident.severity && !incident.drill) else {
        return Ok(());
    };
    let last = updates::of_incident(conn, &incident.id)?.into_iter().next();
    let Some(last) = last.filter(|last| act.now < last.said_at + minutes(term)) else { return Ok(()) };
    if !eyes::is_second(conn, &last.author, &act.actor)? {
        let told = format!("needs a second person: have somebody else post this as {}, or wait {term} minutes", wanted.code());
        return Err(Invalid::new("severity", told).into());
    }
    Ok(())
}

fn standing<'a>(
    incident: &incidents::Incident,
    response: &Response,
    policy: &'a Policy,
    told: Option<BTreeSet<RegionId>>,
) -> Standing<'a> {
    let facts = Facts {
        eta_at: incident.eta_at,
        cause: incident.cause.clone(),
        workaround: incident.workaround.clone(),
        customers_affected: incident.customers_affected,
    };
    let extended = response.extended_at.is_some();
    Standing { phase: incident.phase, severity: incident.severity, facts, extended, policy, told }
}

fn changed(incident: incidents::Incident, draft: &UpdateDraft, revision: i64, now: DateTime<Utc>) -> incidents::Incident {
    let facts = draft.facts.clone();
    incidents::Incident {
        phase: draft.phase,
        severity: draft.severity,
        next_update_at: draft.next_update_at.filter(|_| incident.parent.is_none()),
        resolved_at: (!draft.phase.is_open()).then_some(now),
        revision,
        eta_at: facts.eta_at,
        cause: facts.cause,
        workaround: facts.workaround,
        customers_affected: facts.customers_affected,
        ..incident
    }
}

/// A whole ends after its last part; or, when staff say so, with it (PRODUCT 3.6).
fn finish_parts(conn: &mut Conn, act: &mut Act, whole: &incidents::Incident, together: bool) -> Result<(), Refusal> {
    let open: Vec<_> = incidents::parts(conn, &whole.id)?.into_iter().filter(|part| part.phase.is_open()).collect();
    if !open.is_empty() && !together {
        let titles: Vec<_> = open.iter().map(|part| part.title.as_str()).collect();
        let told =
            format!("parts of it are still open: {}; resolve them first, or tick to resolve them with it", titles.join(", "));
        return Err(Invalid::new("resolve_parts", told).into());
    }
    for part in open {
        let ended = incidents::Incident { phase: Phase::Resolved, resolved_at: Some(act.now), revision: whole.revision, ..part };
        incidents::save(conn, &ended)?;
        end_impacts(conn, &ended.id, act.now)?;
        act.audit(conn, "incident.update", ended.id.as_str(), "resolved with the whole")?;
    }
    Ok(())
}

/// Ends what runs of an incident's impacts.
pub(super) fn end_impacts(conn: &mut Conn, id: &IncidentId, now: DateTime<Utc>) -> Result<(), Refusal> {
    for row in impacts::of_incident(conn, id)?.iter().filter(|row| row.impact().until.is_none()) {
        impacts::end(conn, &row.id, now)?;
    }
    Ok(())
}

/// Writes down a message in an incident's thread.
pub(super) fn say(
    conn: &mut Conn,
    act: &mut Act,
    incident: &incidents::Incident,
    (body, template): (&str, &str),
) -> Result<updates::Update, Refusal> {
    let update = updates::Update {
        id: act.id(),
        incident_id: Some(incident.id.clone()),
        maintenance_id: None,
        phase: incident.phase.to_string(),
        body: body.to_owned(),
        said_at: act.now,
        author: act.actor.clone(),
        edited_at: None,
        next_at: incident.next_update_at,
        template: template.to_owned(),
    };
    updates::insert(conn, &update)?;
    Ok(update)
}

/// Notes that an incident reads differently though it did not change itself.
pub(super) fn touch(conn: &mut Conn, id: &IncidentId, revision: i64) -> Result<(), Refusal> {
    if let Some(incident) = incidents::find(conn, id)? {
        incidents::save(conn, &incidents::Incident { revision, ..incident })?;
    }
    Ok(())
}

/// What runs of an incident's impacts: each pair with its health.
pub(crate) fn current_impacts(conn: &mut Conn, id: &IncidentId) -> Result<Vec<(Pair, Health)>, Refusal> {
    let rows = impacts::of_incident(conn, id)?;
    let open = rows.iter().map(impacts::Row::impact).filter(|impact| impact.until.is_none());
    Ok(open.map(|impact| (impact.pair, impact.health)).collect())
}

/// Resolving returns every pair to operational; an update that says at once that one is still hit says two things.
fn still_hit(conn: &mut Conn, id: &IncidentId, draft: &UpdateDraft, catalogue: &Catalogue) -> Result<(), Refusal> {
    if draft.phase.is_open() || draft.keep_health {
        return Ok(());
    }
    let running = current_impacts(conn, id)?;
    let said = draft.affected.iter().filter(|one| one.1 != Health::Operational && !running.contains(one));
    let names: Vec<&str> = said
        .filter_map(|(pair, _)| catalogue.component(pair.component.as_str()))
        .map(|component| component.name.as_str())
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    let told = format!(
        "says that {} is still hit, and the end returns everything to operational; stay at monitoring, leave it out, or say that it stays so",
        names.join(", ")
    );
    Err(Invalid::new("affected", told).into())
}

fn change_health(conn: &mut Conn, act: &mut Act, id: &IncidentId, draft: &UpdateDraft) -> Result<(), Refusal> {
    let rows = impacts::of_incident(conn, id)?;
    let ends_all = !draft.phase.is_open() && !draft.keep_health;
    for row in &rows {
        let impact = row.impact();
        let said = draft.affected.iter().find(|(pair, _)| *pair == impact.pair).map(|(_, health)| *health);
        let changed = said.is_some_and(|health| health != impact.health);
        let ends = ends_all || changed || (said.is_none() && !draft.phase.is_open());
        if impact.until.is_none() && ends {
            impacts::end(conn, &row.id, act.now)?;
        }
    }
    if ends_all {
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
