//! Posts what waits for chat services and programs.
//!
//! Each channel has a loop of its own and a number of requests at once, so that a slow or dead one delays no other.

mod compose;
mod hosts;
mod poster;

use super::{keep, ledger, rest};
use crate::{
    domain::{channel::Channel, id::new_id},
    shutdown::Shutdown,
    state::App,
    store::{
        StoreError,
        claims::{self, Claimed},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use poster::Poster;
use std::{sync::Arc, time::Duration};
use tokio::{sync::mpsc, task::JoinSet};

const RHYTHM: Duration = Duration::from_secs(1);
/// How long a claim lasts: longer than waiting for a turn and one request may take.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Requests of a channel at once. Programs have many hosts, and each may be slow.
fn at_once(channel: Channel) -> usize {
    if channel == Channel::Webhook { 96 } else { 8 }
}

/// Posts until the end.
pub(super) async fn run(app: App, shutdown: Shutdown) {
    let (results, inbox) = mpsc::channel(32);
    let writer = tokio::spawn(ledger::run(app.clone(), inbox, shutdown.clone()));
    let poster = Arc::new(Poster::new(app.clone(), results));
    let mut loops = JoinSet::new();
    for channel in Channel::posted() {
        let (app, poster, shutdown) = (app.clone(), Arc::clone(&poster), shutdown.clone());
        loops.spawn(async move {
            keep(channel.as_str(), &shutdown, || hand_out(app.clone(), channel, Arc::clone(&poster), shutdown.clone())).await;
        });
    }
    drop(poster);
    while loops.join_next().await.is_some() {}
    if let Err(error) = writer.await {
        tracing::error!(%error, "the ledger's writer died");
    }
}

async fn hand_out(app: App, channel: Channel, poster: Arc<Poster>, mut shutdown: Shutdown) {
    let name = new_id(app.clock.now(), &mut app.act("system").rng);
    let (mut hands, mut number) = (JoinSet::new(), 0_u64);
    while rest(&app, &mut shutdown, RHYTHM).await {
        while !shutdown.is_on() {
            if hands.len() >= at_once(channel) {
                hands.join_next().await;
            }
            number += 1;
            let (now, free) = (app.clock.now(), at_once(channel) - hands.len());
            match claim(&app, channel, format!("{name}.{number}"), now, free).await {
                Ok(claimed) if claimed.is_empty() => break,
                Ok(claimed) => claimed.going.into_iter().for_each(|claim| {
                    hands.spawn(Arc::clone(&poster).apart(claim, now));
                }),
                Err(error) => {
                    tracing::error!(%error, %channel, "deliveries could not be claimed; they are tried again");
                    break;
                }
            }
        }
        while hands.try_join_next().is_some() {}
    }
    // What is under way is finished and written down.
    while hands.join_next().await.is_some() {}
    let released = app.database.off_thread(move |database| database.write_relaxed(|conn| claims::release(conn, &name))).await;
    if let Err(error) = released {
        tracing::warn!(%error, "claims could not be given back; they end by themselves within a minute");
    }
}

async fn claim(app: &App, channel: Channel, lease: String, now: DateTime<Utc>, limit: usize) -> Result<Claimed, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(1);
    app.database
        .off_thread(move |database| database.write(|conn| claims::claim(conn, channel, &lease, now, now + LEASE, limit)))
        .await
}
