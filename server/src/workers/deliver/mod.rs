//! Sends what waits: claims deliveries, hands them to the connections, and writes down what came of each.
//!
//! A hand takes its next message only when the last one's outcome is written down. So a crash can repeat at most the one
//! message that each connection had in hand.

mod accounts;
mod batch;
mod choice;
mod compose;
mod domains;
mod gate;
mod hands;
mod part;
mod presence;
mod seat;
mod send;

use super::{ledger, rest, verdict::SLOW};
use crate::{
    config::Mail,
    domain::{address, channel::Channel, id::new_id},
    mail::dkim::Signer,
    shutdown::Shutdown,
    state::App,
    store::{
        StoreError,
        claims::{self, Claim, Claimed},
        outcomes::{self, Verdict},
    },
};
use accounts::Accounts;
use batch::Batch;
use chrono::{DateTime, TimeDelta, Utc};
use compose::Composer;
use domains::{Domains, Entry};
use presence::Presence;
use seat::Seat;
use send::Shared;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{sync::mpsc, task::JoinSet, time::Instant};

const RHYTHM: Duration = Duration::from_secs(1);
/// How long a claim lasts: longer than one message may take, short enough that a dead server's work is soon taken over.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// A claim this close to its end is not begun: taking leave of an old connection, connecting and sending may take
/// 39 seconds.
const TOO_LATE: TimeDelta = TimeDelta::seconds(45);

/// A delivery in hand, and until when nobody else takes it.
struct Held {
    claim: Claim,
    claimed_at: DateTime<Utc>,
}

/// Sends until the end; without a mail server there is nothing to do.
pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    let Some(mail) = app.settings.mail.clone() else { return };
    // The start has read it once already.
    let dkim = match Signer::load(mail.dkim.as_ref()) {
        Ok(dkim) => dkim.map(Arc::new),
        Err(error) => return tracing::error!(error, "mails cannot be signed, so none is sent"),
    };
    let hands = mail.connections();
    let (results, inbox) = mpsc::channel(hands);
    let writer = tokio::spawn(ledger::run(app.clone(), inbox, shutdown.clone()));
    let accounts = Arc::new(Accounts::new(&mail.accounts, dkim, app.settings.host()));
    let domains = Arc::new(Domains::new(accounts.hands(), mail.per_domain));
    let shared = Arc::new(Shared {
        accounts: Arc::clone(&accounts),
        domains: Arc::clone(&domains),
        composer: Composer::new(app.clone()),
        results,
        under_way: Mutex::default(),
        app: app.clone(),
    });
    let name = new_id(app.clock.now(), &mut app.act("system").rng);
    let seat = Seat::take(&app.settings.data, name.clone());
    let mut presence = JoinSet::new();
    let here = Presence::begin(app.clone(), seat, (Arc::clone(&accounts), domains), &mut shutdown).await;
    presence.spawn(here.last(shutdown.clone()));
    hand_out(&shared, &name, Batch::new(hands, rate(&mail)), shutdown).await;
    drop(shared);
    if let Err(error) = writer.await {
        tracing::error!(%error, "the ledger's writer died");
    }
    let released = app.database.off_thread(move |database| database.write_relaxed(|conn| claims::release(conn, &name))).await;
    if let Err(error) = released {
        tracing::warn!(%error, "claims could not be given back; they end by themselves within a minute");
    }
    while presence.join_next().await.is_some() {}
    while accounts.close(|_| true).join_next().await.is_some() {}
}

/// Messages a second of all servers together; none where one has no limit.
fn rate(mail: &Mail) -> Option<u32> {
    mail.accounts.iter().map(|smtp| smtp.rate).sum()
}

/// Claims and hands out until the end; then what is under way is finished.
async fn hand_out(shared: &Arc<Shared>, name: &str, mut batch: Batch, mut shutdown: Shutdown) {
    let (app, mut number, mut messages) = (&shared.app, 0_u64, JoinSet::new());
    while rest(app, &mut shutdown, RHYTHM).await {
        shared.accounts.tidy();
        while !shutdown.is_on() && !shared.accounts.is_idle() {
            number += 1;
            let now = app.clock.now();
            let claimed = match claim(app, format!("{name}.{number}"), now, batch.size()).await {
                Ok(claimed) if claimed.is_empty() => break,
                Ok(claimed) if claimed.going.is_empty() => continue,
                Ok(claimed) => claimed.going,
                Err(error) => {
                    tracing::error!(%error, "deliveries could not be claimed; they are tried again");
                    break;
                }
            };
            let begun = Instant::now();
            let mut end = shutdown.clone();
            tokio::select! {
                () = begin(shared, claimed, now, &mut messages) => {}
                () = end.wait() => break,
            }
            batch.took(begun.elapsed());
            while messages.try_join_next().is_some() {}
        }
    }
    while messages.join_next().await.is_some() {}
}

/// Hands each on when a hand is free for it; those that wait for the first answer of their domain come last, so that nobody
/// waits for them. What comes too early for its domain or has grown too old goes back into the queue.
async fn begin(shared: &Arc<Shared>, claimed: Vec<Claim>, claimed_at: DateTime<Utc>, messages: &mut JoinSet<()>) {
    let (mut early, mut last, mut stale) = (Vec::new(), Vec::new(), Vec::new());
    for claim in claimed.into_iter().filter(|claim| !shared.has(&claim.id)) {
        match shared.domains.look(address::domain(&claim.address)) {
            Ok(Entry::Now) => stale.extend(hand_on(shared, Held { claim, claimed_at }, messages).await),
            Ok(Entry::Later(wait)) => early.push((claim, wait)),
            Err(_) => last.push(claim),
        }
    }
    for claim in last {
        match shared.domains.enter(address::domain(&claim.address)).await {
            Entry::Now => stale.extend(hand_on(shared, Held { claim, claimed_at }, messages).await),
            Entry::Later(wait) => early.push((claim, wait)),
        }
    }
    // With an old claim, what somebody else has taken by now would be put back: that is given up by its name.
    if shared.app.clock.now() >= claimed_at + LEASE - TOO_LATE {
        stale.extend(early.drain(..).map(|(claim, _)| claim));
    }
    ledger::give_back(&shared.app, stale).await;
    if !early.is_empty() {
        put_back(&shared.app, early).await;
    }
}

/// Hands one on, or gives it again when it has grown too old.
async fn hand_on(shared: &Arc<Shared>, held: Held, messages: &mut JoinSet<()>) -> Option<Claim> {
    if is_too_old(&shared.app, &held) {
        return Some(held.claim);
    }
    let hand = shared.accounts.hand().await;
    if is_too_old(&shared.app, &held) {
        return Some(held.claim);
    }
    let pass = shared.domains.begin(address::domain(&held.claim.address));
    messages.spawn(send::apart(Arc::clone(shared), held, hand, pass));
    None
}

fn is_too_old(app: &App, held: &Held) -> bool {
    app.clock.now() > held.claimed_at + LEASE - TOO_LATE
}

/// Puts deliveries back into the queue until their time comes.
async fn put_back(app: &App, early: Vec<(Claim, Duration)>) {
    let now = app.clock.now();
    let due = |wait| now + TimeDelta::from_std(wait).unwrap_or(LEASE);
    let facts: Vec<_> = early.into_iter().map(|(claim, wait)| (claim, Verdict::Early(due(wait), SLOW))).collect();
    let written =
        app.database.off_thread(move |database| database.write_relaxed(|conn| outcomes::write(conn, &facts, now))).await;
    if let Err(error) = written {
        tracing::warn!(%error, "deliveries could not be put back; their claims end by themselves within a minute");
    }
}

async fn claim(app: &App, lease: String, now: DateTime<Utc>, limit: i64) -> Result<Claimed, StoreError> {
    app.database
        .off_thread(move |database| database.write(|conn| claims::claim(conn, Channel::Email, &lease, now, now + LEASE, limit)))
        .await
}
