//! One message: from a claim to what came of it, by one account or another.

use super::{
    Held,
    accounts::{Accounts, Hand},
    compose::Composer,
    domains::{Domains, Pass},
    is_too_old,
    under_way::UnderWay,
};
use crate::{
    domain::delivery::Outcome,
    state::App,
    store::{StoreError, claims::Claim, outcomes::Verdict},
    workers::{
        ledger::{self, Entry},
        verdict::{next_try, unwanted},
    },
};
use lettre::Message;
use std::{sync::Arc, time::Duration};
use tokio::{sync::mpsc, time::timeout};

/// What all messages share.
pub(super) struct Shared {
    /// The program.
    pub app: App,
    /// By whom they leave.
    pub accounts: Arc<Accounts>,
    /// Where they go.
    pub domains: Arc<Domains>,
    /// Makes them.
    pub composer: Composer,
    /// Where their outcomes are written down.
    pub results: mpsc::Sender<Entry>,
    /// What is under way here.
    pub under_way: UnderWay,
}

/// Longest that a message waits for another account when the first cannot take it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends one in a task of its own: should it die of that message, it dies alone, and the message is given up (bar R-9).
pub(super) async fn apart(shared: Arc<Shared>, held: Held, hand: Hand, pass: Pass) {
    let (claim, entered) = (held.claim.clone(), pass.clone());
    if let Err(died) = tokio::spawn(run(Arc::clone(&shared), held, hand, pass)).await {
        shared.domains.forget(&entered);
        ledger::write_down(&shared.results, claim, ledger::unmade(&died.to_string())).await;
    }
}

/// Sends one and waits until its outcome is written down; only then is the hand free for the next.
async fn run(shared: Arc<Shared>, held: Held, hand: Hand, pass: Pass) {
    let mark = shared.under_way.begin(&held.claim.id, &held.claim.lease);
    let (verdict, hand) = match prepare(&shared, &held).await {
        // A slow database took the time: whoever claims it next sends it.
        Ok(Ok(_)) if is_too_old(&shared.app, &held) => {
            drop(hand);
            shared.domains.forget(&pass);
            // Before, or whoever claims it next would take it for under way.
            let lease = mark.end().unwrap_or_default();
            return ledger::give_back(&shared.app, vec![Claim { lease, ..held.claim }]).await;
        }
        Ok(Ok(message)) => {
            let (outcome, hand) = send(&shared, hand, &held, &message).await;
            // That our own server could not be used says nothing of the reader's.
            let leave = if matches!(outcome, Outcome::Blocked(_)) { Domains::forget } else { Domains::leave };
            leave(&shared.domains, &pass);
            let next = next_try(&shared.app, &held.claim, &outcome, None);
            (Verdict::Tried(outcome, next), hand)
        }
        Ok(Err(verdict)) => {
            shared.domains.forget(&pass);
            (verdict, Some(hand))
        }
        Err(StoreError::Damaged(why)) => {
            shared.domains.forget(&pass);
            tracing::error!(why, delivery = %held.claim.id, "a delivery cannot be made; it is given up");
            (ledger::unmade(&why), Some(hand))
        }
        Err(error) => {
            shared.domains.forget(&pass);
            tracing::error!(%error, delivery = %held.claim.id, "a delivery could not be prepared; it is tried again");
            return;
        }
    };
    ledger::write_down(&shared.results, held.claim, verdict).await;
    drop(hand);
}

/// The message, or why there is none.
async fn prepare(shared: &Shared, held: &Held) -> Result<Result<Message, Verdict>, StoreError> {
    if let Some(why) = unwanted(&shared.app, &held.claim, held.claimed_at).await? {
        return Ok(Err(Verdict::Unwanted(why)));
    }
    let message = shared.composer.compose(&held.claim).await?;
    Ok(message.map_err(|why| Verdict::Tried(Outcome::Gone(why), None)))
}

/// Sends by the account of this hand, or by another one where that cannot be used.
async fn send(shared: &Shared, mut hand: Hand, held: &Held, message: &Message) -> (Outcome, Option<Hand>) {
    loop {
        let why = match hand.send(message, &held.claim).await {
            Ok(outcome) => return (outcome, Some(hand)),
            Err(why) => why,
        };
        // Nothing is in this hand any more; it is free for others.
        drop(hand);
        match timeout(PATIENCE, shared.accounts.hand()).await {
            Ok(Some(other)) if !is_too_old(&shared.app, held) => hand = other,
            _ => return (Outcome::Blocked(why.to_string()), None),
        }
    }
}
