//! Following a single incident until it ends (PRODUCT 7): whoever does hears all that is said of it, and nothing else by that.

use super::{Act, Refusal};
use crate::{
    domain::{filter::Filter, id::IncidentId, invalid::Invalid, subscriber::SubscriberState},
    store::{
        Conn, StoreError, follows, incidents, mutes,
        subscribers::{self, Subscriber},
    },
};
use chrono::TimeDelta;

/// So long after its end the last message of an incident may be under way.
const LINGERS: TimeDelta = TimeDelta::hours(24);
/// Followers that are looked at in one transaction.
pub(crate) const BATCH: usize = 200;

/// The incident that somebody asks to follow; a part is followed through its whole. Refused when it is over or not public.
pub(crate) fn open(conn: &mut Conn, word: &str) -> Result<IncidentId, Refusal> {
    let over = || Invalid::new("incident", "is over, so nothing more will be said of it");
    let found = incidents::find(conn, &word.into())?.filter(|found| found.phase.is_open() && !found.drill).ok_or_else(over)?;
    Ok(found.parent.unwrap_or(found.id))
}

/// The holder of a confirmation link wants to follow an incident. Who had no subscription, or none any more, gets none by that.
pub(crate) fn begin(conn: &mut Conn, act: &mut Act, row: Subscriber, incident: &IncidentId) -> Result<(), Refusal> {
    follows::begin(conn, incident, &row.id)?;
    let around = super::mutes::around(conn, incident)?;
    mutes::end(conn, &around, &row.id)?;
    act.audit(conn, "subscriber.follow", row.id.as_str(), incident.as_str())?;
    if row.state != SubscriberState::Active {
        let (state, filter) = (SubscriberState::Active, Filter::nothing().canonical());
        subscribers::save(conn, &Subscriber { state, filter, confirmed_at: Some(act.now), stopped_at: None, ..row })?;
    }
    Ok(())
}

/// Forgets some of those who followed what is over for good, and ends the subscriptions that were for nothing else. How many it
/// was, [`BATCH`] at most.
pub(crate) fn end(conn: &mut Conn, act: &mut Act) -> Result<usize, Refusal> {
    let over = follows::over(conn, act.now - LINGERS, i64::try_from(BATCH).unwrap_or(i64::MAX))?;
    for (subscriber, incident) in &over {
        // Locked before anything is changed, and by all servers in the same order.
        let row = match subscribers::lock(conn, subscriber) {
            Err(StoreError::Damaged(why)) => {
                tracing::error!(why, %subscriber, "a subscriber cannot be read; they follow nothing any more");
                None
            }
            row => row?,
        };
        follows::end(conn, incident, subscriber)?;
        let wants_nothing = row.is_some_and(|row| row.state == SubscriberState::Active && row.only_follows());
        if wants_nothing && follows::of(conn, subscriber)?.is_empty() {
            super::subscriptions::stop_by(conn, act, subscriber, "subscriber.follow.end")?;
        }
    }
    Ok(over.len())
}
