//! What holds for every delivery, by whatever way it goes: whether it is still wanted, and when it is tried again.

use crate::{
    domain::{backoff, channel::Channel, delivery::Outcome, subscriber::SubscriberState},
    state::App,
    store::{
        StoreError,
        claims::{self, Claim},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;

/// Whether a subscriber still wants to hear is asked again when the claim is older than this.
const STALE: TimeDelta = TimeDelta::seconds(1);

/// When to try again, not before the other side wants it; none when it is over.
pub(super) fn next_try(app: &App, claim: &Claim, outcome: &Outcome, not_before: Option<TimeDelta>) -> Option<DateTime<Utc>> {
    let mut act = app.act("system");
    match outcome {
        Outcome::Sent(_) | Outcome::Gone(_) => None,
        Outcome::Later(_) | Outcome::Blocked(_) => {
            let next = backoff::next_try(claim.attempts + 1, claim.created_at, act.now, act.rng.random_range(0..=400))?;
            Some(not_before.map_or(next, |pause| next.max(act.now + pause.min(LONGEST_WISH))))
        }
    }
}

/// A longer pause than this is not granted: what is told of trouble would come too late.
pub(super) const LONGEST_WISH: TimeDelta = TimeDelta::hours(1);

/// Why a delivery is not to be sent any more: the subscriber stopped, or heard something newer in the meantime.
pub(super) async fn unwanted(app: &App, claim: &Claim, claimed_at: DateTime<Utc>) -> Result<Option<&'static str>, StoreError> {
    const STOPPED: &str = "the subscriber had stopped";
    if !claim.is_wanted() {
        return Ok(Some(STOPPED));
    }
    let is_retry = claim.attempts > 0;
    // Of posts there are few, and the last word in a channel must be the newest: also after a crash, which leaves no attempt.
    let looks = is_retry || claim.channel != Channel::Email;
    if !looks && app.clock.now() - claimed_at < STALE {
        return Ok(None);
    }
    let claim = claim.clone();
    app.database
        .off_thread(move |database| {
            database.read(|conn| {
                let state = claims::state_of(conn, &claim.recipient_id)?.unwrap_or(SubscriberState::Stopped);
                if !(Claim { subscriber: state, ..claim.clone() }).is_wanted() {
                    return Ok(Some(STOPPED));
                }
                let overtaken = looks && claims::is_overtaken(conn, &claim)?;
                Ok(overtaken.then_some("a newer update went before it"))
            })
        })
        .await
}
