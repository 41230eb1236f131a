//! Following a single incident until it ends (PRODUCT 7): whoever does hears all that is said of it, and nothing else by that.

use super::{Act, Refusal};
use crate::{
    domain::{
        filter::Filter,
        id::{IncidentId, SubscriberId},
        invalid::Invalid,
        subscriber::SubscriberState,
    },
    store::{
        Conn, follows, incidents,
        subscribers::{self, Subscriber},
    },
};
use chrono::TimeDelta;

/// Within so long after its end an incident may still be taken up again, and its last message be under way.
const LINGERS: TimeDelta = TimeDelta::hours(24);

/// The incident that somebody asks to follow; a part is followed through its whole. Refused when it is over or not public.
pub(crate) fn open(conn: &mut Conn, word: &str) -> Result<IncidentId, Refusal> {
    let over = || Invalid::new("incident", "is over, so nothing more will be said of it");
    let found = incidents::find(conn, &word.into())?.filter(|found| found.phase.is_open() && !found.drill).ok_or_else(over)?;
    Ok(found.parent.unwrap_or(found.id))
}

/// The holder of a confirmation link wants to follow an incident. Who had no subscription, or none any more, gets none by that.
pub(crate) fn begin(conn: &mut Conn, act: &mut Act, row: Subscriber, incident: &IncidentId) -> Result<(), Refusal> {
    follows::begin(conn, incident, &row.id)?;
    act.audit(conn, "subscriber.follow", row.id.as_str(), incident.as_str())?;
    if row.state != SubscriberState::Active {
        let (state, filter) = (SubscriberState::Active, Filter::nothing().canonical());
        subscribers::save(conn, &Subscriber { state, filter, confirmed_at: Some(act.now), stopped_at: None, ..row })?;
    }
    Ok(())
}

/// Forgets who followed what is over for good, and ends the subscriptions that were for nothing else. How many followed.
pub(crate) fn end(conn: &mut Conn, act: &mut Act) -> Result<usize, Refusal> {
    let followed = follows::end(conn, act.now - LINGERS)?;
    for id in &followed {
        if is_over(conn, id)? {
            super::subscriptions::stop_by(conn, act, id, "subscriber.follow.end")?;
        }
    }
    Ok(followed.len())
}

fn is_over(conn: &mut Conn, id: &SubscriberId) -> Result<bool, Refusal> {
    let wants_nothing = subscribers::find(conn, id)?.is_some_and(|row| row.only_follows());
    Ok(wants_nothing && follows::of(conn, id)?.is_empty())
}
