//! A letter to one person: written and queued in the same transaction, sent by the same road as news.

use super::{Act, Refusal};
use crate::{
    domain::{
        id::{IncidentId, SubscriberId},
        notice::{self, NoticeKind},
        subscriber::Preferences,
    },
    store::{self, Conn, StoreError, deliveries, notices},
};
use serde::{Deserialize, Serialize};

/// Queues a letter of `kind`. What it says follows from the kind and the recipient.
pub(crate) fn write(conn: &mut Conn, act: &mut Act, kind: NoticeKind, recipient: &SubscriberId) -> Result<(), Refusal> {
    queue(conn, act, kind, &Asked::default(), recipient)
}

/// Queues the letter whose link lets its reader follow an incident.
pub(crate) fn to_follow(conn: &mut Conn, act: &mut Act, recipient: &SubscriberId, incident: &IncidentId) -> Result<(), Refusal> {
    queue(conn, act, NoticeKind::Confirm, &Asked { incident: Some(incident.clone()), wants: None }, recipient)
}

/// Queues the letter that asks to confirm a subscription to what is wanted.
pub(crate) fn to_confirm(conn: &mut Conn, act: &mut Act, recipient: &SubscriberId, wants: &Preferences) -> Result<(), Refusal> {
    queue(conn, act, NoticeKind::Confirm, &Asked { incident: None, wants: Some(wants.clone()) }, recipient)
}

/// What the last letter that asks to confirm a subscription says of what is wanted.
pub(crate) fn wanted(conn: &mut Conn, recipient: &SubscriberId) -> Result<Option<Preferences>, Refusal> {
    for content in store::letters::said(conn, recipient, NoticeKind::Confirm)? {
        let asked: Asked = serde_json::from_str(&content).map_err(StoreError::from)?;
        if asked.incident.is_none() {
            return Ok(asked.wants);
        }
    }
    Ok(None)
}

/// What a letter is to confirm, beside a subscription as it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// An incident to follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// What is wanted: until it is confirmed, the subscription may come to say something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wants: Option<Preferences>,
}

fn queue(conn: &mut Conn, act: &mut Act, kind: NoticeKind, asked: &Asked, recipient: &SubscriberId) -> Result<(), Refusal> {
    let row = notices::Notice::letter(act.id(), kind, asked, notice::priority(None), act.now)?;
    notices::insert(conn, &row)?;
    let batch = deliveries::Batch { notice: &row.id, thread: None, priority: row.priority, now: act.now };
    deliveries::queue(conn, &batch, std::slice::from_ref(recipient))?;
    Ok(())
}
