//! Writes down what came of deliveries: whatever has gathered goes into one transaction.

use crate::{
    domain::{channel::Channel, delivery::Outcome, id::NoticeId, notice::NoticeKind},
    state::App,
    store::{
        Conn,
        claims::Claim,
        outcomes::{self, Verdict},
    },
};
use std::{collections::HashSet, sync::Arc, time::Duration};
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
    let (mut begun, mut seen) = (HashSet::new(), HashSet::new());
    while inbox.recv_many(&mut entries, BATCH).await > 0 {
        let (facts, waiting): (Vec<_>, Vec<_>) =
            entries.drain(..).map(|entry| ((entry.claim, entry.verdict), entry.written)).unzip();
        let got_on =
            facts.iter().any(|(_, verdict)| !matches!(verdict, Verdict::Tried(Outcome::Later(_) | Outcome::Blocked(_), _)));
        if got_on {
            app.moves();
        }
        for (claim, verdict) in &facts {
            if let Verdict::Tried(outcome, _) = verdict {
                app.metrics.tried(Channel::Email, outcome);
            }
            let news = !matches!(claim.kind, NoticeKind::Confirm | NoticeKind::Manage | NoticeKind::Staff);
            if news && matches!(verdict, Verdict::Tried(Outcome::Sent(_), _)) && seen.insert(claim.notice_id.clone()) {
                app.metrics.began(app.clock.now() - claim.created_at);
            }
        }
        let first = beginnings(&facts, &mut begun);
        if write(&app, Arc::new(facts), Arc::new(first)).await {
            for sender in waiting {
                // A sender that has gone does not need to know.
                let _ = sender.send(());
            }
        }
    }
}

/// The notices of which a first message left now, as far as this server knows.
fn beginnings(facts: &[(Claim, Verdict)], begun: &mut HashSet<NoticeId>) -> Vec<NoticeId> {
    let left = facts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Tried(Outcome::Sent(_), _)));
    let opened = left.filter(|(claim, _)| claim.kind == NoticeKind::Opened).map(|(claim, _)| claim.notice_id.clone());
    opened.filter(|notice| begun.insert(notice.clone())).collect()
}

async fn write(app: &App, facts: Arc<Vec<(Claim, Verdict)>>, first: Arc<Vec<NoticeId>>) -> bool {
    for attempt in 0..RETRIES {
        let (facts, first, now) = (Arc::clone(&facts), Arc::clone(&first), app.clock.now());
        let both = move |conn: &mut Conn| {
            first.iter().try_for_each(|notice| outcomes::first_told(conn, notice, now))?;
            outcomes::write(conn, &facts, now)
        };
        let written = app.database.off_thread(move |database| database.write_ledger(both)).await;
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
