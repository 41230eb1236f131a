//! Staff's hand on what is being told: hold it, let it go on, call it off, try again what failed (PRODUCT 8).

use super::{Act, Refusal};
use crate::{
    domain::{delivery::DeliveryState, id::NoticeId},
    store::{Conn, Database, StoreError, notices, progress},
};
use chrono::{DateTime, Utc};

/// Notices looked at in one go.
const BATCH: i64 = 100;

/// Holds a notice: what is in a sender's hand still leaves, and nothing more.
pub(crate) fn hold(conn: &mut Conn, act: &mut Act, id: &NoticeId) -> Result<(), Refusal> {
    let notice = take(conn, id)?;
    if notice.held_at.is_some() {
        return Err(Refusal::Conflict("this is held already".to_owned()));
    }
    if notice.done_at.is_some() {
        return Err(Refusal::Conflict("nothing of this waits any more".to_owned()));
    }
    notices::hold(conn, id, Some(act.now))?;
    let count = progress::turn(conn, id, (DeliveryState::Queued, DeliveryState::Held), act.now, "held by staff")?;
    Ok(act.audit(conn, "notice.hold", id.as_str(), &count.to_string())?)
}

/// Lets a held notice go on.
pub(crate) fn resume(conn: &mut Conn, act: &mut Act, id: &NoticeId) -> Result<(), Refusal> {
    let notice = take(conn, id)?;
    if notice.held_at.is_none() {
        return Err(Refusal::Conflict("this is not held".to_owned()));
    }
    notices::hold(conn, id, None)?;
    let count = progress::turn(conn, id, (DeliveryState::Held, DeliveryState::Queued), act.now, "")?;
    Ok(act.audit(conn, "notice.resume", id.as_str(), &count.to_string())?)
}

/// Calls off what has not left; who was not looked at yet hears nothing, either.
pub(crate) fn cancel(conn: &mut Conn, act: &mut Act, id: &NoticeId) -> Result<(), Refusal> {
    let notice = take(conn, id)?;
    if notice.done_at.is_some() {
        return Err(Refusal::Conflict("nothing of this waits any more".to_owned()));
    }
    notices::hold(conn, id, None)?;
    if notice.fanned_out_at.is_none() {
        notices::advance(conn, id, &notice.fan_out_cursor, Some(act.now))?;
    }
    let why = format!("called off by {}", act.actor);
    let mut count = 0;
    for state in [DeliveryState::Queued, DeliveryState::Held] {
        count += progress::turn(conn, id, (state, DeliveryState::Skipped), act.now, &why)?;
    }
    Ok(act.audit(conn, "notice.cancel", id.as_str(), &count.to_string())?)
}

/// Tries again what failed.
pub(crate) fn retry(conn: &mut Conn, act: &mut Act, id: &NoticeId) -> Result<(), Refusal> {
    take(conn, id)?;
    let count = progress::renew(conn, id, act.now)?;
    if count == 0 {
        return Err(Refusal::Conflict("nothing of this has failed".to_owned()));
    }
    notices::hold(conn, id, None)?;
    Ok(act.audit(conn, "notice.retry", id.as_str(), &count.to_string())?)
}

/// Notes which notices are done, and gives those that this server was first to see: how old each is.
pub(crate) fn finish(database: &Database, now: DateTime<Utc>) -> Result<Vec<notices::Notice>, StoreError> {
    let (mut ready, mut escaped) = (Vec::new(), Vec::new());
    database.read(|conn| {
        for (id, is_held) in notices::in_progress(conn, BATCH)? {
            match (is_held, progress::waits_for(conn, &id)?) {
                (false, false) => ready.push(id),
                // It was in a sender's hand when it was held, and came back to be tried again.
                (true, true) => escaped.push(id),
                _ => {}
            }
        }
        Ok::<_, StoreError>(())
    })?;
    if ready.is_empty() && escaped.is_empty() {
        return Ok(Vec::new());
    }
    database.write_relaxed(|conn| {
        for id in escaped {
            if notices::lock(conn, &id)?.is_none_or(|notice| notice.held_at.is_none()) {
                continue;
            }
            progress::turn(conn, &id, (DeliveryState::Queued, DeliveryState::Held), now, "held by staff")?;
        }
        let mut done = Vec::new();
        for id in ready {
            // Somebody may have let it go on, or be tried again, since it was looked at.
            let notice = notices::lock(conn, &id)?.filter(|notice| notice.done_at.is_none());
            if notice.is_some() && !progress::waits_for(conn, &id)? && notices::finish(conn, &id, now)? {
                done.extend(notice);
            }
        }
        Ok(done)
    })
}

/// One notice, with everybody else kept from changing it until the transaction ends.
fn take(conn: &mut Conn, id: &NoticeId) -> Result<notices::Notice, Refusal> {
    notices::lock(conn, id)?.ok_or(Refusal::Missing("notice"))
}
