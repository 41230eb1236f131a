//! Changing what was planned: another window, a word more, calling it off.

use super::{
    announce::{Told, announce},
    plan::write,
    series, timing,
};
use crate::{
    domain::{
        id::MaintenanceId,
        invalid::Faults,
        maintenance::{MaintenancePhase, MoveInput, Window, parse_move},
        notice::NoticeKind,
        region,
        template::leftover,
        text,
    },
    services::{Act, Refusal, credits},
    store::{
        Conn, impacts,
        maintenances::{self, Maintenance},
        revision,
    },
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// More of a maintenance, as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    /// `in_progress` or `verifying` while it goes on; unchanged when left out.
    #[serde(default)]
    pub phase: String,
    /// The text, in Markdown.
    pub body: String,
    /// Whether its readers are mailed.
    #[serde(default)]
    pub notify: bool,
}

/// Gives a maintenance that has not begun another window. Those who were told hear of the old and the new one.
pub(crate) fn reschedule(conn: &mut Conn, act: &mut Act, id: &MaintenanceId, input: &MoveInput) -> Result<(), Refusal> {
    let before = take(conn, id)?;
    if before.phase != MaintenancePhase::Scheduled {
        return Err(Refusal::Conflict("only what has not begun can be moved; say that it takes longer instead".to_owned()));
    }
    let (window, body) = parse_move(input, zone(&before), act.now)?;
    let old = Window { starts_at: before.starts_at, ends_at: before.ends_at };
    if window == old {
        return Err(Faults(vec![crate::domain::invalid::Invalid::new("starts_at", "is the window that it has already")]).into());
    }
    let row = Maintenance {
        starts_at: window.starts_at,
        ends_at: window.ends_at,
        // A word that comes after the start comes too late.
        contact_by: before.contact_by.filter(|contact| *contact < window.starts_at),
        sequence: before.sequence + 1,
        revision: revision::next(conn)?,
        ..before
    };
    maintenances::save(conn, &row)?;
    span(conn, id, row.starts_at, Some(row.ends_at))?;
    timing::set(conn, act, &row)?;
    let update = write(conn, act, &row, &body)?;
    if series::was_told(conn, id)? {
        announce(conn, act, NoticeKind::Moved, &row, Told::instead(&update, old))?;
    }
    Ok(act.audit(conn, "maintenance.move", id.as_str(), &row.starts_at.to_rfc3339())?)
}

/// Calls a maintenance off that has not ended. Everything is as it was before.
pub(crate) fn cancel(conn: &mut Conn, act: &mut Act, id: &MaintenanceId, body: &str) -> Result<(), Refusal> {
    let tell = series::was_told(conn, id)?.then(Vec::new);
    call_off(conn, act, id, body, tell)
}

/// The same; `tell` says whether its readers hear of it, and which further dates are called off with it.
pub(super) fn call_off(
    conn: &mut Conn,
    act: &mut Act,
    id: &MaintenanceId,
    body: &str,
    tell: Option<Vec<DateTime<Utc>>>,
) -> Result<(), Refusal> {
    let body = text::body("body", body, text::BODY_LIMIT)?;
    leftover("body", &body).check()?;
    let before = take(conn, id)?;
    if !before.phase.is_open() {
        return Err(Refusal::Conflict("this maintenance is over".to_owned()));
    }
    let begun = before.phase.is_running();
    let row = Maintenance {
        phase: MaintenancePhase::Cancelled,
        finished_at: Some(act.now),
        ends_at: if begun { act.now } else { before.ends_at },
        sequence: before.sequence + 1,
        revision: revision::next(conn)?,
        ..before
    };
    maintenances::save(conn, &row)?;
    // What never began took no time.
    let from = if begun { row.started_at.unwrap_or(row.starts_at) } else { row.starts_at };
    span(conn, id, from, Some(if begun { act.now } else { from }))?;
    timing::set(conn, act, &row)?;
    if begun && row.planned_end_at.is_some() {
        credits::work_out(conn, act, &credits::Cause::Maintenance(row.id.clone()))?;
    }
    let update = write(conn, act, &row, &body)?;
    if let Some(further) = tell {
        announce(conn, act, NoticeKind::Cancelled, &row, Told { further, ..Told::words(&update) })?;
    }
    Ok(act.audit(conn, "maintenance.cancel", id.as_str(), "")?)
}

/// Says more of a maintenance.
pub(crate) fn say(conn: &mut Conn, act: &mut Act, id: &MaintenanceId, input: &Said) -> Result<(), Refusal> {
    let before = take(conn, id)?;
    if !before.phase.is_open() {
        return Err(Refusal::Conflict("this maintenance is over".to_owned()));
    }
    let mut faults = Faults::default();
    let body = faults.take(text::body("body", &input.body, text::BODY_LIMIT)).unwrap_or_default();
    faults.0.extend(leftover("body", &body).0);
    let phase = if input.phase.is_empty() { Some(before.phase) } else { faults.parse("phase", &input.phase) };
    if phase.is_some_and(|phase| phase != before.phase && !(before.phase.is_running() && phase.is_running())) {
        faults.add("phase", "may be in_progress or verifying while the work goes on; begin or end it by its own button");
    }
    faults.check()?;
    let row = Maintenance { phase: phase.unwrap_or(before.phase), revision: revision::next(conn)?, ..before };
    maintenances::save(conn, &row)?;
    let update = write(conn, act, &row, &body)?;
    if input.notify {
        announce(conn, act, NoticeKind::Progress, &row, Told::words(&update))?;
    }
    Ok(act.audit(conn, "maintenance.say", id.as_str(), row.phase.as_str())?)
}

/// One maintenance, with everybody else kept from changing it until the transaction ends.
pub(super) fn take(conn: &mut Conn, id: &MaintenanceId) -> Result<Maintenance, Refusal> {
    revision::lock(conn)?;
    maintenances::find(conn, id)?.ok_or(Refusal::Missing("maintenance"))
}

/// The zone it is planned in.
pub(super) fn zone(row: &Maintenance) -> Tz {
    region::zone("zone", &row.zone).unwrap_or(Tz::UTC)
}

/// Lets what is worked on be under maintenance from then until then.
pub(super) fn span(
    conn: &mut Conn,
    id: &MaintenanceId,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
) -> Result<(), Refusal> {
    for row in impacts::of_maintenance(conn, id)? {
        impacts::set_span(conn, &row.id, from, until)?;
    }
    Ok(())
}
