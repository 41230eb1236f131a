//! Giving up an address that cannot be reached.

use super::Act;
use crate::{
    domain::{
        bounce::{Meaning, STRIKES, WITHIN, meaning_on},
        channel::Channel,
        delivery::Outcome,
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
        match verdict {
            Verdict::Tried(Outcome::Gone(reply), _) => refused(conn, act, claim, reply)?,
            // What a program did not take for a whole day is a strike, too; a full mailbox is not (bar M-6).
            Verdict::Tried(Outcome::Later(reply), None) if claim.channel != Channel::Email => refused(conn, act, claim, reply)?,
            _ => {}
        }
    }
    Ok(())
}

/// Gives an address up when there is no such mailbox, or when it was refused too often. Who comes back confirms once more.
fn refused(conn: &mut Conn, act: &mut Act, claim: &Claim, reply: &str) -> Result<(), StoreError> {
    let (id, channel) = (&claim.recipient_id, claim.channel);
    let is_gone = match meaning_on(channel, reply) {
        Meaning::Policy | Meaning::Ours => return Ok(()),
        Meaning::NoMailbox => true,
        Meaning::Refusal => {
            let replies = deliveries::refusals(conn, id, act.now - WITHIN)?;
            replies.iter().filter(|reply| meaning_on(channel, reply) == Meaning::Refusal).count() >= STRIKES
        }
    };
    let active = subscribers::lock(conn, id)?.filter(|row| row.state == SubscriberState::Active);
    let Some(row) = active.filter(|_| is_gone) else { return Ok(()) };
    subscribers::save(conn, &subscribers::Subscriber { state: SubscriberState::Bounced, stopped_at: Some(act.now), ..row })?;
    // The other side's words may repeat the address, and the audit is for ever.
    act.audit(conn, "subscriber.bounce", id.as_str(), "")
}
