//! A letter to one person: written and queued in the same transaction, sent by the same road as news.

use super::{Act, Refusal};
use crate::{
    domain::{
        id::SubscriberId,
        notice::{self, NoticeKind},
    },
    store::{Conn, deliveries, notices},
};

/// Queues a letter of `kind`. What it says follows from the kind and the recipient.
pub(crate) fn write(conn: &mut Conn, act: &mut Act, kind: NoticeKind, recipient: &SubscriberId) -> Result<(), Refusal> {
    let row = notices::Notice::letter(act.id(), kind, &serde_json::json!({}), notice::priority(None), act.now)?;
    notices::insert(conn, &row)?;
    let batch = deliveries::Batch { notice: &row.id, thread: None, priority: row.priority, now: act.now };
    deliveries::queue(conn, &batch, std::slice::from_ref(recipient))?;
    Ok(())
}
