//! One connection: takes a delivery, sends it, waits until its outcome is written down.

use super::{Held, compose::Composer, gate::Gate};
use crate::{
    config::Smtp,
    domain::{
        bounce::{Meaning, meaning},
        delivery::Outcome,
    },
    mail::{dkim::Signer, smtp::Line},
    state::App,
    store::{StoreError, outcomes::Verdict},
    workers::{
        ledger::{self, Entry},
        verdict::{next_try, unwanted},
    },
};
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};

/// What all connections share.
pub(super) struct Shared {
    app: App,
    smtp: Arc<Smtp>,
    /// Signs what leaves, where a key is set.
    dkim: Option<Arc<Signer>>,
    composer: Composer,
    /// When a message may leave.
    pub(super) gate: Gate,
    results: mpsc::Sender<Entry>,
}

impl Shared {
    /// Puts them together.
    pub(super) fn new(app: App, smtp: Arc<Smtp>, dkim: Option<Arc<Signer>>, results: mpsc::Sender<Entry>) -> Self {
        let gate = Gate::new(smtp.rate);
        Self { composer: Composer::new(app.clone()), app, smtp, dkim, gate, results }
    }
}

/// Sends until the queue ends.
pub(super) async fn run(shared: Arc<Shared>, queue: Arc<Mutex<mpsc::Receiver<Held>>>) {
    let mut line = Line::new(Arc::clone(&shared.smtp), shared.dkim.clone(), shared.app.settings.host());
    loop {
        let Some(held) = queue.lock().await.recv().await else { break };
        match verdict(&shared, &mut line, &held).await {
            Ok(verdict) => ledger::write_down(&shared.results, held.claim, verdict).await,
            Err(error) => {
                tracing::error!(%error, delivery = %held.claim.id, "a delivery could not be prepared; it is tried again");
            }
        }
    }
    line.close().await;
}

async fn verdict(shared: &Shared, line: &mut Line, held: &Held) -> Result<Verdict, StoreError> {
    if let Some(why) = unwanted(&shared.app, &held.claim, held.claimed_at).await? {
        return Ok(Verdict::Unwanted(why));
    }
    let message = match shared.composer.compose(&held.claim).await? {
        Ok(message) => message,
        Err(why) => return Ok(Verdict::Tried(Outcome::Gone(why), None)),
    };
    let outcome = match line.send(&message).await {
        Ok(outcome) => {
            match &outcome {
                Outcome::Sent(_) => shared.gate.open().await,
                Outcome::Later(reply) if meaning(reply) == Meaning::Policy && shared.gate.refused().await => {
                    tracing::error!(why = %reply, "the mail server refuses by policy what we send; everything waits");
                }
                _ => {}
            }
            outcome
        }
        Err(unusable) => {
            tracing::warn!(why = %unusable, "the mail server cannot be used; everything waits");
            shared.gate.block().await;
            Outcome::Blocked(unusable.0)
        }
    };
    let next = next_try(&shared.app, &held.claim, &outcome, None);
    Ok(Verdict::Tried(outcome, next))
}
