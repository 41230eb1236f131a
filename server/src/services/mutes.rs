//! Hearing no more of a single incident (PRODUCT 7): by the link in its mails, for one subscriber, until they follow it again.

use super::{Act, Refusal};
use crate::{
    domain::id::{IncidentId, SubscriberId},
    store::{Conn, StoreError, incidents, mutes, subscribers},
};

/// What the word of a link says.
pub(crate) fn word(incident: &IncidentId, subscriber: &SubscriberId) -> String {
    format!("{incident}.{subscriber}")
}

/// The incident and the subscriber that a word names.
pub(crate) fn read(word: &str) -> Option<(IncidentId, SubscriberId)> {
    word.split_once('.').map(|(incident, subscriber)| (incident.into(), subscriber.into()))
}

/// A subscriber wants no more of an incident, not even what waits. Who is not known any more hears nothing anyway.
pub(crate) fn begin(conn: &mut Conn, act: &mut Act, incident: &IncidentId, subscriber: &SubscriberId) -> Result<(), Refusal> {
    let (row, found) = (subscribers::lock(conn, subscriber)?, incidents::find(conn, incident)?);
    if row.is_none() || found.is_none() {
        return Ok(());
    }
    let mut is_new = false;
    // Each by itself, so that what waits of any of them is known by its own incident.
    for id in around(conn, incident)? {
        is_new |= mutes::begin(conn, &id, subscriber)?;
    }
    if is_new {
        act.audit(conn, "subscriber.mute", subscriber.as_str(), incident.as_str())?;
    }
    Ok(())
}

/// The incidents of which somebody wants no more who wants no more of this one: its whole, and its parts.
pub(super) fn around(conn: &mut Conn, id: &IncidentId) -> Result<Vec<String>, StoreError> {
    let whole = incidents::find(conn, id)?.and_then(|incident| incident.parent);
    let parts = incidents::parts(conn, id)?.into_iter().map(|part| part.id);
    Ok(std::iter::once(id.clone()).chain(whole).chain(parts).map(|id| id.to_string()).collect())
}
