//! What happens to a maintenance at its times, by itself or by hand.

use super::{
    announce::{Told, affected, announce},
    change::{span, take, zone},
    plan::write,
    timing, words,
};
use crate::{
    domain::{
        id::MaintenanceId,
        maintenance::{MaintenancePhase, OverrunInput, Window, next_notice, parse_overrun, revised_end},
        notice::{NoticeKind, StaffNews},
        template::leftover,
        text,
        timer::Timer,
    },
    services::{Act, Refusal, credits, languages, staff},
    store::{
        self, Conn, impacts,
        maintenances::{self, Maintenance},
        policies, revision, timers,
    },
};
use chrono::{DateTime, Utc};

/// Does what is due of a maintenance.
pub(crate) fn fire(conn: &mut Conn, act: &mut Act, id: &MaintenanceId, timer: Timer) -> Result<(), Refusal> {
    let row = take(conn, id)?;
    match (timer, row.phase) {
        (Timer::Upcoming, MaintenancePhase::Scheduled) => upcoming(conn, act, &row),
        (Timer::Start, MaintenancePhase::Scheduled) => {
            let starts_at = row.starts_at;
            begin(conn, act, row, starts_at)
        }
        (Timer::Ask, _) if row.phase.is_running() => ask(conn, act, &row),
        (Timer::Overrun, _) if row.phase.is_running() => {
            let ends_at = revised_end(row.starts_at, row.ends_at, act.now);
            prolong(conn, act, row, ends_at, None)
        }
        (Timer::End, _) if row.phase.is_running() => {
            let ends_at = row.ends_at;
            end(conn, act, row, ends_at, "")
        }
        // Somebody was faster by hand.
        _ => Ok(()),
    }
}

/// Begins a maintenance by hand.
pub(crate) fn start(conn: &mut Conn, act: &mut Act, id: &MaintenanceId) -> Result<(), Refusal> {
    let row = take(conn, id)?;
    if row.phase != MaintenancePhase::Scheduled {
        return Err(Refusal::Conflict("this maintenance has begun already, or is over".to_owned()));
    }
    // Begun before its time, the whole window comes before its time.
    let now = act.now;
    let early = Maintenance { starts_at: now, ends_at: now + (row.ends_at - row.starts_at), sequence: row.sequence + 1, ..row };
    begin(conn, act, early, now)
}

/// Ends a maintenance by hand.
pub(crate) fn finish(conn: &mut Conn, act: &mut Act, id: &MaintenanceId, body: &str) -> Result<(), Refusal> {
    let body = text::optional_body("body", body, text::BODY_LIMIT)?;
    leftover("body", &body).check()?;
    let row = running(conn, id)?;
    let now = act.now;
    // Done before its time: calendars and pages say when it was.
    let sooner = now < row.ends_at;
    let (ends_at, sequence) = if sooner { (now, row.sequence + 1) } else { (row.ends_at, row.sequence) };
    end(conn, act, Maintenance { ends_at, sequence, ..row }, now, &body)
}

/// Staff say that it will be done in time: it ends at its end by itself.
pub(crate) fn answer(conn: &mut Conn, act: &mut Act, id: &MaintenanceId) -> Result<(), Refusal> {
    let row = running(conn, id)?;
    if row.ends_at <= act.now {
        return Err(Refusal::Conflict("its end has passed; end it now, or name a later end".to_owned()));
    }
    let row = Maintenance { ends_itself: true, ..row };
    maintenances::save(conn, &row)?;
    timing::set(conn, act, &row)?;
    Ok(act.audit(conn, "maintenance.in_time", id.as_str(), "")?)
}

/// Staff say that it takes longer, and why.
pub(crate) fn overrun(conn: &mut Conn, act: &mut Act, id: &MaintenanceId, input: &OverrunInput) -> Result<(), Refusal> {
    let row = running(conn, id)?;
    let (ends_at, body) = parse_overrun(input, row.ends_at, zone(&row), act.now)?;
    prolong(conn, act, row, ends_at, Some(body))
}

fn running(conn: &mut Conn, id: &MaintenanceId) -> Result<Maintenance, Refusal> {
    let row = take(conn, id)?;
    if row.phase.is_running() { Ok(row) } else { Err(Refusal::Conflict("this maintenance does not go on now".to_owned())) }
}

/// Tells again that it comes. What was missed while nobody ran is not told late: the next notice says it all.
fn upcoming(conn: &mut Conn, act: &mut Act, row: &Maintenance) -> Result<(), Refusal> {
    if row.starts_at <= act.now {
        return Ok(());
    }
    let policy = policies::current(conn)?.policy;
    if let Some((due, _)) = next_notice(&policy, row.starts_at, act.now) {
        timers::set(conn, row.id.as_str(), Timer::Upcoming, due)?;
    }
    announce(conn, act, NoticeKind::Upcoming, row, Told::default())
}

fn begin(conn: &mut Conn, act: &mut Act, row: Maintenance, at: DateTime<Utc>) -> Result<(), Refusal> {
    let row = Maintenance { phase: MaintenancePhase::InProgress, started_at: Some(at), revision: revision::next(conn)?, ..row };
    maintenances::save(conn, &row)?;
    // Until it is known when it ended: past the planned end it goes on.
    span(conn, &row.id, at, None)?;
    timing::set(conn, act, &row)?;
    let update = write(conn, act, &row, "")?;
    announce(conn, act, NoticeKind::Started, &row, Told::words(&update))?;
    Ok(act.audit(conn, "maintenance.start", row.id.as_str(), "")?)
}

fn ask(conn: &mut Conn, act: &mut Act, row: &Maintenance) -> Result<(), Refusal> {
    if row.ends_at <= act.now {
        // Nobody ran when it was to be asked; that it takes longer is told by its own timer.
        return Ok(());
    }
    let news = StaffNews {
        subject: format!("Will it be done in time? {}", row.title),
        sentences: vec![
            "Say yes, and it ends at its end by itself.".to_owned(),
            "Without an answer customers are told before the planned end that it takes longer.".to_owned(),
        ],
        moments: vec![("Planned end".to_owned(), row.ends_at)],
        action: "Answer".to_owned(),
        path: format!("/admin/maintenance/{}", row.id),
    };
    let people = staff::responders(conn)?;
    Ok(staff::tell(conn, act, &people, &news)?)
}

/// Without a reason nobody answered.
fn prolong(
    conn: &mut Conn,
    act: &mut Act,
    row: Maintenance,
    ends_at: DateTime<Utc>,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let before = Window { starts_at: row.starts_at, ends_at: row.ends_at };
    let row = Maintenance {
        planned_end_at: row.planned_end_at.or(Some(row.ends_at)),
        ends_at,
        // What did not end in time once is not trusted to end by itself.
        ends_itself: false,
        sequence: row.sequence + 1,
        revision: revision::next(conn)?,
        ..row
    };
    maintenances::save(conn, &row)?;
    timing::set(conn, act, &row)?;
    let affected = affected(&impacts::of_maintenance(conn, &row.id)?, &store::catalogue::load(conn)?);
    let said = match reason {
        Some(reason) => words::with_reason(conn, &row, affected, reason)?,
        None => words::unanswered(conn, &row, affected)?,
    };
    let update = write(conn, act, &row, &said.body)?;
    languages::say_again(conn, row.id.as_str(), &update, &said.again)?;
    announce(conn, act, NoticeKind::Overrun, &row, Told::instead(&update, before))?;
    Ok(act.audit(conn, "maintenance.overrun", row.id.as_str(), &ends_at.to_rfc3339())?)
}

fn end(conn: &mut Conn, act: &mut Act, row: Maintenance, at: DateTime<Utc>, body: &str) -> Result<(), Refusal> {
    let row = Maintenance { phase: MaintenancePhase::Completed, finished_at: Some(at), revision: revision::next(conn)?, ..row };
    maintenances::save(conn, &row)?;
    span(conn, &row.id, row.started_at.unwrap_or(row.starts_at).min(at), Some(at))?;
    timing::set(conn, act, &row)?;
    if row.planned_end_at.is_some() {
        credits::work_out(conn, act, &credits::Cause::Maintenance(row.id.clone()))?;
    }
    let update = write(conn, act, &row, body)?;
    announce(conn, act, NoticeKind::Finished, &row, Told::words(&update))?;
    Ok(act.audit(conn, "maintenance.finish", row.id.as_str(), "")?)
}
