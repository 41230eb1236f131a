//! Planning a maintenance: it is on the page and in calendars at once, and its readers are told.

use super::{
    announce::{Told, announce},
    series, timing,
};
use crate::{
    domain::{
        health::Health,
        id::MaintenanceId,
        impact::Impact,
        maintenance::{MaintenanceDraft, MaintenanceInput, MaintenancePhase},
        notice::NoticeKind,
    },
    services::{Act, Refusal, languages, subscriber_groups, templates},
    store::{
        self, Conn, impacts,
        maintenances::{self, Maintenance},
        revision,
        updates::{self, Update},
    },
};

/// Checks and publishes a maintenance, and queues its first notice. Of one that comes again, the next dates are written
/// down, too.
pub(crate) fn plan(conn: &mut Conn, act: &mut Act, input: &MaintenanceInput) -> Result<MaintenanceId, Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let draft = MaintenanceDraft::parse(input, &catalogue, act.now)?;
    templates::known(conn, &draft.template)?;
    let (row, update) = write_down(conn, act, &draft)?;
    let further = series::begin(conn, act, &row.id, &draft, input)?;
    announce(conn, act, NoticeKind::Planned, &row, Told { update: Some(&update), further, before: None })?;
    act.audit(conn, "maintenance.plan", row.id.as_str(), &row.title)?;
    Ok(row.id)
}

/// Writes a maintenance down with its first message, its impacts and its timers, and tells nobody.
pub(super) fn write_down(conn: &mut Conn, act: &mut Act, draft: &MaintenanceDraft) -> Result<(Maintenance, Update), Refusal> {
    let row = Maintenance {
        id: act.id(),
        title: draft.title.clone(),
        phase: MaintenancePhase::Scheduled,
        starts_at: draft.window.starts_at,
        ends_at: draft.window.ends_at,
        published_at: act.now,
        revision: revision::next(conn)?,
        zone: draft.zone.name().to_owned(),
        effect: draft.effect,
        advice: draft.advice.clone(),
        contact_by: draft.contact_by,
        ends_itself: draft.ends_itself,
        planned_end_at: None,
        started_at: None,
        finished_at: None,
        sequence: 0,
    };
    maintenances::insert(conn, &row)?;
    for pair in &draft.pairs {
        let id: String = act.id();
        let (from, until) = (row.starts_at, Some(row.ends_at));
        let impact = Impact { pair: pair.clone(), health: Health::UnderMaintenance, from, until };
        impacts::insert(conn, &id, &impacts::Cause::Maintenance(row.id.clone()), &impact)?;
    }
    let update = Update { template: draft.template.clone(), ..message(act, &row, &draft.body) };
    updates::insert(conn, &update)?;
    languages::say_again(conn, row.id.as_str(), &update, &draft.translations)?;
    subscriber_groups::tell(conn, row.id.as_str(), &draft.subscriber_groups)?;
    timing::set(conn, act, &row)?;
    Ok((row, update))
}

/// Writes down a message in a maintenance's thread.
pub(super) fn write(conn: &mut Conn, act: &mut Act, row: &Maintenance, body: &str) -> Result<Update, Refusal> {
    let update = message(act, row, body);
    updates::insert(conn, &update)?;
    Ok(update)
}

fn message(act: &mut Act, row: &Maintenance, body: &str) -> Update {
    Update {
        id: act.id(),
        incident_id: None,
        maintenance_id: Some(row.id.clone()),
        phase: row.phase.to_string(),
        body: body.to_owned(),
        said_at: act.now,
        author: act.actor.clone(),
        edited_at: None,
        next_at: None,
        template: String::new(),
    }
}
