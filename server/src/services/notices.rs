//! Staff's hand on what is being told: hold it, let it go on, call it off, try again what failed (PRODUCT 8).

use super::{Act, Refusal};
use crate::{
    domain::{
        delivery::{DeliveryState, Stand},
        id::{IncidentId, NoticeId},
        notice::NoticeKind,
    },
    store::{Conn, Database, StoreError, notices, progress},
};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Notices looked at in one go.
const BATCH: i64 = 100;

/// Holds a notice: what is in a sender's hand still leaves, and nothing more.
pub(crate) fn hold(conn: &mut Conn, act: &mut Act, id: &NoticeId) -> Result<(), Refusal> {
    let notice = take(conn, id)?;
    if notice.held_at.is_some() {
        return Err(Refusal::Conflict("this is held already".to_owned()));
    }
    must_wait(&notice)?;
    notices::hold(conn, id, act.now)?;
    turn(conn, act, id, &Stand::Held, "notice.hold")
}

/// Holds everything that waits, but for letters to one person. How many notices that were.
pub(crate) fn hold_all(conn: &mut Conn, act: &mut Act) -> Result<usize, StoreError> {
    let count = notices::hold_all(conn, &NoticeKind::LETTERS, act.now)?;
    act.audit(conn, "notice.hold", "", &format!("all {count} that wait"))?;
    Ok(count)
}

/// Lets a held notice go on.
pub(crate) fn resume(conn: &mut Conn, act: &mut Act, id: &NoticeId) -> Result<(), Refusal> {
    if take(conn, id)?.held_at.is_none() {
        return Err(Refusal::Conflict("this is not held".to_owned()));
    }
    notices::go_on(conn, id)?;
    turn(conn, act, id, &Stand::Queued, "notice.resume")
}

/// Calls off what has not left; who was not looked at yet hears nothing, either.
pub(crate) fn cancel(conn: &mut Conn, act: &mut Act, id: &NoticeId) -> Result<(), Refusal> {
    must_wait(&take(conn, id)?)?;
    let why = format!("called off by {}", act.actor);
    notices::call_off(conn, id, &why, act.now)?;
    turn(conn, act, id, &Stand::CalledOff(why), "notice.cancel")
}

/// Calls off all that has not left of an incident.
pub(crate) fn call_off(conn: &mut Conn, incident: &IncidentId, now: DateTime<Utc>, why: &str) -> Result<(), StoreError> {
    let threads = [incident.to_string()];
    for notice in notices::unfinished_of(conn, &threads)?.iter().filter(|notice| notice.called_off.is_none()) {
        notices::call_off(conn, &notice.id, why, now)?;
    }
    settle_threads(conn, &threads, now)?;
    Ok(())
}

/// Brings a part of what waits of incidents and maintenances to stand as staff want it. How many it was.
pub(super) fn settle_threads(conn: &mut Conn, threads: &[String], now: DateTime<Utc>) -> Result<usize, StoreError> {
    let unfinished = notices::unfinished_of(conn, threads)?;
    unfinished.iter().map(|notice| progress::settle(conn, &notice.id, &notice.stand(), now)).sum()
}

/// Tries again what failed.
pub(crate) fn retry(conn: &mut Conn, act: &mut Act, id: &NoticeId) -> Result<(), Refusal> {
    let notice = take(conn, id)?;
    if notice.called_off.is_some() && progress::waiting(conn, id)? > 0 {
        return Err(Refusal::Conflict("what was called off of this is still being skipped; try again in a moment".to_owned()));
    }
    let count = progress::renew(conn, id, act.now)?;
    if count == 0 {
        return Err(Refusal::Conflict("nothing of this has failed".to_owned()));
    }
    notices::renew(conn, id)?;
    // Of what is held, that is held as well.
    progress::settle(conn, id, &Stand::of(notice.held_at.is_some(), None), act.now)?;
    Ok(act.audit(conn, "notice.retry", id.as_str(), &count.to_string())?)
}

/// Brings a part of what waits to stand as staff want it, a transaction for each notice. False when nothing stands otherwise.
pub(crate) fn settle(database: &Database, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let unsettled = database.read(|conn| {
        let mut candidates: BTreeSet<NoticeId> = notices::stopped(conn)?.into_iter().collect();
        candidates.extend(progress::with_held(conn)?);
        let mut unsettled = Vec::new();
        for id in candidates {
            let Some(notice) = notices::find(conn, &id)? else { continue };
            for other in notice.stand().others() {
                if progress::has(conn, &id, other)? {
                    unsettled.push(id.clone());
                }
            }
        }
        Ok::<_, StoreError>(unsettled)
    })?;
    let mut turned = 0;
    for id in unsettled {
        turned += database.write_relaxed(|conn| {
            // Somebody may have changed their mind since it was looked at.
            let Some(notice) = notices::lock(conn, &id)? else { return Ok(0) };
            progress::settle(conn, &id, &notice.stand(), now)
        })?;
    }
    Ok(turned > 0)
}

/// Notes which notices are done, and gives those that this server was first to see: how old each is.
pub(crate) fn finish(database: &Database, now: DateTime<Utc>) -> Result<Vec<notices::Notice>, StoreError> {
    let ready = database.read(|conn| {
        let (mut ready, mut after) = (Vec::new(), String::new());
        loop {
            let page = notices::in_progress(conn, &after, BATCH)?;
            for id in &page {
                if !waits(conn, id)? {
                    ready.push(id.clone());
                }
            }
            match page.last() {
                Some(last) => last.as_str().clone_into(&mut after),
                None => return Ok::<_, StoreError>(ready),
            }
        }
    })?;
    let mut done = Vec::new();
    for id in ready {
        done.extend(database.write_relaxed(|conn| {
            // Somebody may have held it, or had it tried again, since it was looked at.
            let notice = notices::lock(conn, &id)?.filter(|notice| notice.done_at.is_none() && notice.held_at.is_none());
            let is_done = notice.is_some() && !waits(conn, &id)? && notices::finish(conn, &id, now)?;
            Ok::<_, StoreError>(notice.filter(|_| is_done))
        })?);
    }
    Ok(done)
}

/// Whether anything of a notice waits.
fn waits(conn: &mut Conn, id: &NoticeId) -> Result<bool, StoreError> {
    Ok(progress::has(conn, id, DeliveryState::Queued)? || progress::has(conn, id, DeliveryState::Held)?)
}

/// Turns the first part of what waits at once, and leaves the rest to the worker: of a million it would take the whole
/// database's time.
fn turn(conn: &mut Conn, act: &mut Act, id: &NoticeId, stand: &Stand, deed: &str) -> Result<(), Refusal> {
    let count = progress::waiting(conn, id)?;
    progress::settle(conn, id, stand, act.now)?;
    Ok(act.audit(conn, deed, id.as_str(), &count.to_string())?)
}

/// Nothing can be held or called off of what is done.
fn must_wait(notice: &notices::Notice) -> Result<(), Refusal> {
    if notice.done_at.is_some() || notice.called_off.is_some() {
        return Err(Refusal::Conflict("nothing of this waits any more".to_owned()));
    }
    Ok(())
}

/// One notice, with everybody else kept from changing it until the transaction ends.
fn take(conn: &mut Conn, id: &NoticeId) -> Result<notices::Notice, Refusal> {
    notices::lock(conn, id)?.ok_or(Refusal::Missing("notice"))
}
