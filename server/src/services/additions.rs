//! Subscribers whom staff add.

use super::{
    Act, Refusal, erasure,
    subscriptions::{self, Target},
};
use crate::{
    domain::{
        address,
        invalid::Faults,
        link::Signer,
        subscriber::{SubscriberState, SubscriptionDraft, SubscriptionInput},
    },
    store::{self, Conn, subscribers, suppressions},
};

/// What came of adding subscribers in bulk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Added {
    /// How many are new.
    pub fresh: usize,
    /// Known before: brought up to date, unless they had stopped.
    pub known: usize,
    /// Stopped, not to be reached, or erased at their wish: left alone, since only they themselves may come back.
    pub stopped: usize,
}

/// Staff add subscribers whose consent they hold. All are checked first; one fault and nobody is added.
pub(crate) fn add(conn: &mut Conn, act: &mut Act, signer: &Signer, inputs: &[SubscriptionInput]) -> Result<Added, Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let mut faults = Faults::default();
    let mut drafts = Vec::with_capacity(inputs.len());
    for (place, input) in inputs.iter().enumerate() {
        match SubscriptionDraft::parse(input, &catalogue) {
            Ok(draft) => drafts.push(draft),
            Err(bad) => {
                for fault in bad.0 {
                    faults.add(format!("subscribers[{place}].{}", fault.field), fault.message);
                }
            }
        }
    }
    faults.check()?;
    // In one order, so that two lists at once cannot wait for each other.
    drafts.sort_by_key(|draft| address::key(&draft.email));
    let mut count = Added::default();
    for draft in &drafts {
        let target = Target::email(&draft.email);
        match subscribers::lock_by_key(conn, target.channel, &target.key)? {
            None if suppressions::is_kept(conn, &erasure::mark(signer, target.channel, &target.key))? => count.stopped += 1,
            None => {
                let row = subscriptions::new_row(act, &target, &draft.preferences, SubscriberState::Active, "api");
                subscribers::insert(conn, &row)?;
                count.fresh += 1;
            }
            Some(row) if matches!(row.state, SubscriberState::Stopped | SubscriberState::Bounced) => count.stopped += 1,
            Some(mut row) => {
                row.state = SubscriberState::Active;
                row.confirmed_at = row.confirmed_at.or(Some(act.now));
                subscriptions::prefer(&mut row, &draft.preferences);
                subscribers::save(conn, &row)?;
                count.known += 1;
            }
        }
    }
    act.audit(conn, "subscriber.add", "", &format!("{} added, {} known", count.fresh, count.known))?;
    Ok(count)
}
