//! Writes down what came of deliveries: whatever has gathered goes into one transaction.

use super::keep;
use crate::{
    domain::{delivery::Outcome, id::NoticeId, notice::NoticeKind},
    services::bounces,
    shutdown::Shutdown,
    state::App,
    store::{
        self, Conn, StoreError,
        claims::Claim,
        notices,
        outcomes::{self, Verdict},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{collections::HashSet, sync::Arc, time::Duration};
use tokio::sync::{Mutex, mpsc, oneshot};

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

/// Hands an outcome over, and waits until it is written down.
pub(super) async fn write_down(results: &mpsc::Sender<Entry>, claim: Claim, verdict: Verdict) {
    let (written, done) = oneshot::channel();
    let entry = Entry { claim, verdict, written };
    if results.send(entry).await.is_err() || done.await.is_err() {
        tracing::error!("an outcome could not be written down; the message may be sent again under the same id");
    }
}

/// A delivery that cannot be made is over, by no fault of its recipient; staff may try it again.
pub(super) fn unmade(why: &str) -> Verdict {
    Verdict::Tried(Outcome::Blocked(format!("it cannot be made: {why}")), None)
}

/// Gives back what one claim took in hand and nobody began: it has surely not left, and nobody waits for the end of its lease.
pub(super) async fn give_back(app: &App, claims: Vec<Claim>) {
    let Some(lease) = claims.first().map(|claim| claim.lease.clone()) else { return };
    let work = move |conn: &mut Conn| {
        let ids: Vec<&str> = claims.iter().map(|claim| claim.id.as_str()).collect();
        store::claims::give_back(conn, &lease, &ids)
    };
    if let Err(error) = app.database.off_thread(move |database| database.write_relaxed(work)).await {
        tracing::warn!(%error, "deliveries could not be given back; their claims end by themselves within a minute");
    }
}

/// So many publications are known to have begun; of more the database is asked again.
const BEGUN: usize = 1_000;

/// Writes until every sender is gone. Should it die, it begins again, and what it had in hand may be sent once more.
pub(super) async fn run(app: App, inbox: mpsc::Receiver<Entry>, shutdown: Shutdown) {
    let inbox = Arc::new(Mutex::new(inbox));
    keep("ledger", &shutdown, || write_all(app.clone(), Arc::clone(&inbox), shutdown.clone())).await;
}

/// Once the program is to stop, a database that is away is asked only once more.
async fn write_all(app: App, inbox: Arc<Mutex<mpsc::Receiver<Entry>>>, shutdown: Shutdown) {
    let mut inbox = inbox.lock().await;
    let mut entries = Vec::with_capacity(BATCH);
    let mut begun = HashSet::new();
    while inbox.recv_many(&mut entries, BATCH).await > 0 {
        let (facts, waiting): (Vec<_>, Vec<_>) =
            entries.drain(..).map(|entry| ((entry.claim, entry.verdict), entry.written)).unzip();
        let stands = |verdict: &Verdict| {
            matches!(verdict, Verdict::Early(..) | Verdict::Tried(Outcome::Later(_) | Outcome::Blocked(_), _))
        };
        let got_on = facts.iter().any(|(_, verdict)| !stands(verdict));
        if got_on {
            app.moves();
        }
        for (claim, verdict) in &facts {
            if let Verdict::Tried(outcome, _) = verdict {
                app.metrics.tried(claim.channel, outcome);
            }
        }
        if begun.len() > BEGUN {
            begun.clear();
        }
        let first = beginnings(&facts, &mut begun);
        if let Some(delays) = write(&app, Arc::new(facts), Arc::new(first), &shutdown).await {
            for delay in delays {
                app.metrics.began(delay);
            }
            for sender in waiting {
                // A sender that has gone does not need to know.
                let _ = sender.send(());
            }
        }
    }
}

/// A notice with its kind.
type Begun = (NoticeId, NoticeKind);

/// The publications of which the first left now, as far as this server knows.
fn beginnings(facts: &[(Claim, Verdict)], begun: &mut HashSet<NoticeId>) -> Vec<Begun> {
    let left = facts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Tried(Outcome::Sent(_), _)));
    let published = left.map(|(claim, _)| claim).filter(|claim| claim.kind.is_publication());
    let first = published.filter(|claim| begun.insert(claim.notice_id.clone()));
    let mut first: Vec<Begun> = first.map(|claim| (claim.notice_id.clone(), claim.kind)).collect();
    // All servers lock them in the same order.
    first.sort_by(|(one, _), (other, _)| one.cmp(other));
    first
}

/// Notes which publications have begun to be told now, and how long that took.
fn note(conn: &mut Conn, first: &[Begun], now: DateTime<Utc>) -> Result<Vec<TimeDelta>, StoreError> {
    let mut delays = Vec::new();
    for (notice, kind) in first {
        delays.extend(notices::first_left(conn, notice, now)?.map(|written| now - written));
        if *kind == NoticeKind::Opened {
            outcomes::first_told(conn, notice, now)?;
        }
    }
    Ok(delays)
}

/// Writes until it is done, and says how long each publication took to begin; none when the database stays away.
async fn write(
    app: &App,
    facts: Arc<Vec<(Claim, Verdict)>>,
    first: Arc<Vec<Begun>>,
    shutdown: &Shutdown,
) -> Option<Vec<TimeDelta>> {
    for attempt in 0..RETRIES {
        let (facts, first, now) = (Arc::clone(&facts), Arc::clone(&first), app.clock.now());
        let (mut act, signer) = (app.act("system"), app.signer.clone());
        let both = move |conn: &mut Conn| {
            let delays = note(conn, &first, now)?;
            outcomes::write(conn, &facts, now)?;
            bounces::after(conn, &mut act, &signer, &facts)?;
            Ok::<_, StoreError>(delays)
        };
        let written = app.database.off_thread(move |database| database.write(both)).await;
        match written {
            Ok(delays) => return Some(delays),
            Err(error) => {
                tracing::error!(%error, attempt, "outcomes could not be written down; nothing more is sent until they are");
            }
        }
        if attempt > 0 && shutdown.is_on() {
            break;
        }
        tokio::time::sleep(RETRY).await;
    }
    None
}
