//! Giving up an address that cannot be reached.

use super::Act;
use crate::{
    domain::{
        bounce::{Meaning, STRIKES, WITHIN, meaning},
        delivery::Outcome,
        id::SubscriberId,
        subscriber::SubscriberState,
    },
    store::{
        Conn, StoreError,
        claims::{Claim, Reader},
        deliveries,
        outcomes::Verdict,
        subscribers,
    },
};

/// Looks at outcomes that are written down, in the same transaction: gives up each subscriber's address that was refused
/// for good.
pub(crate) fn after(conn: &mut Conn, act: &mut Act, facts: &[(Claim, Verdict)]) -> Result<(), StoreError> {
    for (claim, verdict) in facts.iter().filter(|(claim, _)| claim.reader == Reader::Subscriber) {
        if let Verdict::Tried(Outcome::Gone(reply), _) = verdict {
            refused(conn, act, &claim.recipient_id, reply)?;
        }
    }
    Ok(())
}

/// Gives an address up when there is no such mailbox, or when it was refused too often. Who comes back confirms once more.
fn refused(conn: &mut Conn, act: &mut Act, id: &SubscriberId, reply: &str) -> Result<(), StoreError> {
    let is_gone = match meaning(reply) {
        Meaning::Policy | Meaning::Ours => return Ok(()),
        Meaning::NoMailbox => true,
        Meaning::Refusal => {
            let replies = deliveries::refusals(conn, id, act.now - WITHIN)?;
            replies.iter().filter(|reply| meaning(reply) == Meaning::Refusal).count() >= STRIKES
        }
    };
    let active = subscribers::lock(conn, id)?.filter(|row| row.state == SubscriberState::Active);
    let Some(row) = active.filter(|_| is_gone) else { return Ok(()) };
    subscribers::save(conn, &subscribers::Subscriber { state: SubscriberState::Bounced, stopped_at: Some(act.now), ..row })?;
    act.audit(conn, "subscriber.bounce", id.as_str(), reply)
}
