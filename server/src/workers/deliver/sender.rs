//! One connection: takes a delivery, sends it, waits until its outcome is written down.

use super::{Held, compose::Composer, gate::Gate, ledger::Entry};
use crate::{
    config::Smtp,
    domain::{
        backoff,
        bounce::{Meaning, meaning},
        delivery::Outcome,
        subscriber::SubscriberState,
    },
    mail::{dkim::Signer, smtp::Line},
    state::App,
    store::{StoreError, claims, outcomes::Verdict},
};
use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc, oneshot};

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

/// Whether a subscriber still wants to hear is asked again when the claim is older than this.
const STALE: TimeDelta = TimeDelta::seconds(1);

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
            Ok(verdict) => write_down(&shared, held, verdict).await,
            Err(error) => {
                tracing::error!(%error, delivery = %held.claim.id, "a delivery could not be prepared; it is tried again");
            }
        }
    }
    line.close().await;
}

async fn verdict(shared: &Shared, line: &mut Line, held: &Held) -> Result<Verdict, StoreError> {
    if let Some(why) = unwanted(shared, held).await? {
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
    let next = next_try(shared, held, &outcome);
    Ok(Verdict::Tried(outcome, next))
}

/// When to try again; none when it is over.
fn next_try(shared: &Shared, held: &Held, outcome: &Outcome) -> Option<DateTime<Utc>> {
    let mut act = shared.app.act("system");
    match outcome {
        Outcome::Sent(_) | Outcome::Gone(_) => None,
        Outcome::Later(_) | Outcome::Blocked(_) => {
            backoff::next_try(held.claim.attempts + 1, held.claim.created_at, act.now, act.rng.random_range(0..=400))
        }
    }
}

/// Why a delivery is not to be sent any more: the subscriber stopped, or heard something newer in the meantime.
async fn unwanted(shared: &Shared, held: &Held) -> Result<Option<&'static str>, StoreError> {
    const STOPPED: &str = "the subscriber had stopped";
    if !held.claim.is_wanted() {
        return Ok(Some(STOPPED));
    }
    let is_retry = held.claim.attempts > 0;
    if !is_retry && shared.app.clock.now() - held.claimed_at < STALE {
        return Ok(None);
    }
    let claim = held.claim.clone();
    shared
        .app
        .database
        .off_thread(move |database| {
            database.read(|conn| {
                let state = claims::state_of(conn, &claim.recipient_id)?.unwrap_or(SubscriberState::Stopped);
                if !(claims::Claim { subscriber: state, ..claim.clone() }).is_wanted() {
                    return Ok(Some(STOPPED));
                }
                let overtaken = is_retry && claims::is_overtaken(conn, &claim)?;
                Ok(overtaken.then_some("a newer update went before it"))
            })
        })
        .await
}

async fn write_down(shared: &Shared, held: Held, verdict: Verdict) {
    let (written, done) = oneshot::channel();
    let entry = Entry { claim: held.claim, verdict, written };
    if shared.results.send(entry).await.is_err() || done.await.is_err() {
        tracing::error!("an outcome could not be written down; the message may be sent again under the same id");
    }
}
