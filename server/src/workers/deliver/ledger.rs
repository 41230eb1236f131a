//! Writes down what came of deliveries: whatever has gathered goes into one transaction.

use crate::{
    domain::{backoff, delivery::Outcome},
    services::Act,
    state::App,
    store::{
        Conn, StoreError,
        claims::{self, Claim},
    },
};
use rand::RngExt;
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// What came of a delivery, and whom to tell that it is written down.
pub(super) struct Entry {
    /// The delivery.
    pub claim: Claim,
    /// What came of it.
    pub verdict: Verdict,
    /// Told when it is committed.
    pub written: oneshot::Sender<()>,
}

/// What came of a delivery.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// It was tried.
    Tried(Outcome),
    /// The recipient no longer wanted it.
    Unwanted,
}

/// Entries written in one transaction at most.
const BATCH: usize = 128;
/// A database that does not answer is asked again after this, so often; then the leases bring the work back.
const RETRY: Duration = Duration::from_secs(1);
const RETRIES: u32 = 120;

/// Writes until every sender is gone.
pub(super) async fn run(app: App, mut inbox: mpsc::Receiver<Entry>) {
    let mut entries = Vec::with_capacity(BATCH);
    while inbox.recv_many(&mut entries, BATCH).await > 0 {
        let (facts, waiting): (Vec<_>, Vec<_>) =
            entries.drain(..).map(|entry| ((entry.claim, entry.verdict), entry.written)).unzip();
        if write(&app, Arc::new(facts)).await {
            for sender in waiting {
                // A sender that has gone does not need to know.
                let _ = sender.send(());
            }
        }
    }
}

async fn write(app: &App, facts: Arc<Vec<(Claim, Verdict)>>) -> bool {
    for attempt in 0..RETRIES {
        let (facts, mut act) = (Arc::clone(&facts), app.act("system"));
        let written = app
            .database
            .off_thread(move |database| {
                database.write_ledger(|conn| facts.iter().try_for_each(|fact| record(conn, &mut act, fact)))
            })
            .await;
        match written {
            Ok(()) => return true,
            Err(error) => {
                tracing::error!(%error, attempt, "outcomes could not be written down; nothing more is sent until they are");
            }
        }
        tokio::time::sleep(RETRY).await;
    }
    false
}

fn record(conn: &mut Conn, act: &mut Act, (claim, verdict): &(Claim, Verdict)) -> Result<(), StoreError> {
    match verdict {
        Verdict::Unwanted => claims::skip(conn, claim, "the subscriber had stopped", act.now),
        Verdict::Tried(outcome) => {
            let next = match outcome {
                Outcome::Sent(_) | Outcome::Gone(_) => None,
                Outcome::Later(_) | Outcome::Blocked(_) => {
                    backoff::next_try(claim.attempts + 1, claim.created_at, act.now, act.rng.random_range(0..=400))
                }
            };
            claims::record(conn, claim, outcome, next, act.now)
        }
    }
}
