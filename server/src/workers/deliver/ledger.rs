//! Writes down what came of deliveries: whatever has gathered goes into one transaction.

use crate::{
    domain::delivery::Outcome,
    state::App,
    store::{
        claims::Claim,
        outcomes::{self, Verdict},
    },
};
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
        let got_on =
            facts.iter().any(|(_, verdict)| !matches!(verdict, Verdict::Tried(Outcome::Later(_) | Outcome::Blocked(_), _)));
        if got_on {
            app.moves();
        }
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
        let (facts, now) = (Arc::clone(&facts), app.clock.now());
        let written =
            app.database.off_thread(move |database| database.write_ledger(|conn| outcomes::write(conn, &facts, now))).await;
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
