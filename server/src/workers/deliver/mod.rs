//! Sends what waits: claims deliveries, hands them to the connections, and writes down what came of each.
//!
//! A hand takes its next message only when the last one's outcome is written down. So a crash can repeat at most the one
//! message that each connection had in hand.

mod accounts;
mod ahead;
mod batch;
mod choice;
mod compose;
mod domains;
mod drafts;
mod gate;
mod hands;
mod part;
mod presence;
mod seat;
mod send;
mod under_way;

use super::{ledger, rest, verdict::SLOW};
use crate::{
    config::Mail,
    domain::{address, id::new_id},
    mail::dkim::Signer,
    shutdown::Shutdown,
    state::App,
    store::{
        claims::{self, Claim},
        outcomes::{self, Verdict},
    },
};
use accounts::Accounts;
use ahead::{Ahead, LEASE};
use batch::Batch;
use chrono::{DateTime, TimeDelta, Utc};
use compose::Composer;
use domains::{Domains, Entry};
use presence::Presence;
use seat::Seat;
use send::Shared;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
    time::timeout,
};
use under_way::UnderWay;

const RHYTHM: Duration = Duration::from_secs(1);
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
        under_way: UnderWay::default(),
        app: app.clone(),
    });
    let name = new_id(app.clock.now(), &mut app.act("system").rng);
    let seat = Seat::take(&app.settings.data, name.clone());
    let mut presence = JoinSet::new();
    let here = Presence::begin(app.clone(), seat, (Arc::clone(&accounts), domains), &mut shutdown).await;
    let (over, end) = oneshot::channel();
    presence.spawn(here.last(end));
    hand_out(&shared, &name, Batch::new(hands, rate(&mail)), shutdown).await;
    drop(shared);
    if let Err(error) = writer.await {
        tracing::error!(%error, "the ledger's writer died");
    }
    let released = app.database.off_thread(move |database| database.write_relaxed(|conn| claims::release(conn, &name))).await;
    if let Err(error) = released {
        tracing::warn!(%error, "claims could not be given back; they end by themselves within a minute");
    }
    while accounts.close(|_| true).join_next().await.is_some() {}
    // Until here its connections were its own.
    drop(over);
    while presence.join_next().await.is_some() {}
}

/// Messages a second of all servers together; none where one has no limit.
fn rate(mail: &Mail) -> Option<u32> {
    mail.accounts.iter().map(|smtp| smtp.rate).sum()
}

/// Claims and hands out until the end; then what is under way is finished.
async fn hand_out(shared: &Arc<Shared>, name: &str, mut batch: Batch, mut shutdown: Shutdown) {
    let (app, mut ahead, mut messages) = (&shared.app, Ahead::new(shared.app.clone(), name.to_owned()), JoinSet::new());
    while rest(app, &mut shutdown, RHYTHM).await {
        shared.accounts.tidy();
        while !shutdown.is_on() && (ahead.is_begun() || !shared.accounts.is_idle()) {
            let was_begun = ahead.is_begun();
            let taken = match ahead.next(batch.size()).await {
                // What was asked for ahead may have been too early for what has come since.
                Ok(taken) if taken.claimed.is_empty() && was_begun => continue,
                Ok(taken) if taken.claimed.is_empty() => break,
                Ok(taken) if taken.claimed.going.is_empty() => continue,
                Ok(taken) => taken,
                Err(error) => {
                    tracing::error!(%error, "deliveries could not be claimed; they are tried again");
                    break;
                }
            };
            if batch.is_quick && !shared.accounts.is_idle() {
                ahead.begin(batch.size());
            }
            let mut end = shutdown.clone();
            tokio::select! {
                () = begin(shared, taken.claimed.going, taken.at, &mut messages) => {}
                () = end.wait() => break,
            }
            // With what it waited here, or one that grew too old to be begun would seem quick.
            batch.took(taken.since.elapsed());
            while messages.try_join_next().is_some() {}
        }
    }
    ahead.end().await;
    while messages.join_next().await.is_some() {}
}

/// Hands each on when a hand is free for it; those that wait for the first answer of their domain come last, so that nobody
/// waits for them. What comes too early for its domain or has grown too old goes back into the queue.
async fn begin(shared: &Arc<Shared>, claimed: Vec<Claim>, claimed_at: DateTime<Utc>, messages: &mut JoinSet<()>) {
    let (mut early, mut last, mut stale) = (Vec::new(), Vec::new(), Vec::new());
    for claim in claimed.into_iter().filter(|claim| !shared.under_way.goes_on(&claim.id, &claim.lease)) {
        match shared.domains.look(address::domain(&claim.address)) {
            _ if shared.accounts.is_idle() => stale.push(claim),
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
    let left = held.claimed_at + LEASE - TOO_LATE - shared.app.clock.now();
    let Ok(Some(hand)) = timeout(left.to_std().unwrap_or_default(), shared.accounts.hand()).await else {
        return Some(held.claim);
    };
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
