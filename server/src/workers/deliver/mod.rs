//! Sends what waits: claims deliveries, hands them to the connections, and writes down what came of each.
//!
//! A connection takes its next message only when the last one's outcome is written down. So a crash can repeat at most
//! the one message that each connection had in hand.

mod batch;
mod compose;
mod gate;
mod sender;

use super::{ledger, rest};
use crate::{
    domain::{channel::Channel, id::new_id},
    mail::dkim::Signer,
    shutdown::Shutdown,
    state::App,
    store::{
        StoreError,
        claims::{self, Claim},
    },
};
use batch::Batch;
use chrono::{DateTime, TimeDelta, Utc};
use sender::Shared;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
    time::Instant,
};

const RHYTHM: Duration = Duration::from_secs(1);
/// How long a claim lasts: longer than one message may take, short enough that a dead server's work is soon taken over.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// A claim this close to its end is not begun: taking leave of an old connection, connecting and sending may take
/// 37 seconds.
const TOO_LATE: TimeDelta = TimeDelta::seconds(45);

/// A delivery in hand, and until when nobody else takes it.
struct Held {
    claim: Claim,
    claimed_at: DateTime<Utc>,
}

/// Sends until the end; without a mail server there is nothing to do.
pub(super) async fn run(app: App, shutdown: Shutdown) {
    let Some(smtp) = app.settings.smtp.clone().map(Arc::new) else { return };
    // The start has read it once already.
    let dkim = match Signer::load(smtp.dkim.as_ref()) {
        Ok(dkim) => dkim.map(Arc::new),
        Err(error) => return tracing::error!(error, "mails cannot be signed, so none is sent"),
    };
    let (results, inbox) = mpsc::channel(smtp.connections);
    let writer = tokio::spawn(ledger::run(app.clone(), inbox));
    // What waits here grows old; one is enough to keep the connections busy.
    let (queue, waiting) = mpsc::channel(1);
    let waiting = Arc::new(Mutex::new(waiting));
    let shared = Arc::new(Shared::new(app.clone(), Arc::clone(&smtp), dkim, results));
    let mut senders = JoinSet::new();
    for _ in 0..smtp.connections {
        senders.spawn(sender::run(Arc::clone(&shared), Arc::clone(&waiting)));
    }
    let name = new_id(app.clock.now(), &mut app.act("system").rng);
    hand_out(&app, &name, Batch::new(smtp.connections, smtp.rate), &shared, &queue, shutdown).await;
    // The senders finish the message in hand and end when the queue does.
    drop(queue);
    while senders.join_next().await.is_some() {}
    drop(shared);
    if let Err(error) = writer.await {
        tracing::error!(%error, "the ledger's writer died");
    }
    let released = app.database.off_thread(move |database| database.write_ledger(|conn| claims::release(conn, &name))).await;
    if let Err(error) = released {
        tracing::warn!(%error, "claims could not be given back; they end by themselves within a minute");
    }
}

/// Claims and hands out until the end.
async fn hand_out(app: &App, name: &str, mut batch: Batch, shared: &Shared, queue: &mpsc::Sender<Held>, mut shutdown: Shutdown) {
    let mut number = 0_u64;
    while rest(app, &mut shutdown, RHYTHM).await {
        while !shutdown.is_on() {
            number += 1;
            let now = app.clock.now();
            let claimed = match claim(app, format!("{name}.{number}"), now, batch.size()).await {
                Ok(claimed) if claimed.is_empty() => break,
                Ok(claimed) => claimed,
                Err(error) => {
                    tracing::error!(%error, "deliveries could not be claimed; they are tried again");
                    break;
                }
            };
            let begun = Instant::now();
            for claim in claimed {
                let held = Held { claim, claimed_at: now };
                let mut end = shutdown.clone();
                tokio::select! {
                    () = pass_on(app, shared, queue, held) => {}
                    () = end.wait() => return,
                }
            }
            batch.took(begun.elapsed());
        }
    }
}

/// Hands one on when its turn comes. What has grown too old is left to whoever claims it when its lease has ended.
async fn pass_on(app: &App, shared: &Shared, queue: &mpsc::Sender<Held>, held: Held) {
    if is_too_old(app, &held) {
        return;
    }
    shared.gate.pass().await;
    if !is_too_old(app, &held) {
        // The senders live as long as this queue.
        let _ = queue.send(held).await;
    }
}

fn is_too_old(app: &App, held: &Held) -> bool {
    app.clock.now() > held.claimed_at + LEASE - TOO_LATE
}

async fn claim(app: &App, lease: String, now: DateTime<Utc>, limit: i64) -> Result<Vec<Claim>, StoreError> {
    app.database
        .off_thread(move |database| {
            database.write_ledger(|conn| claims::claim(conn, Channel::Email, &lease, now, now + LEASE, limit))
        })
        .await
}
