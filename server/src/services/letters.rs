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
    let row = notices::Notice {
        id: act.id(),
        kind,
        incident_id: None,
        content: "{}".to_owned(),
        audience: String::new(),
        priority: notice::priority(None),
        created_at: act.now,
        fan_out_cursor: String::new(),
        fanned_out_at: Some(act.now),
        maintenance_id: None,
        done_at: None,
        held_at: None,
    };
    notices::insert(conn, &row)?;
    let batch = deliveries::Batch { notice: &row.id, thread: None, priority: row.priority, now: act.now };
    deliveries::queue(conn, &batch, std::slice::from_ref(recipient))?;
    Ok(())
}
