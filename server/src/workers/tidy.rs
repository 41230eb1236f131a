//! Forgets what is not to be kept, every ten minutes.

use super::rest;
use crate::{
    services::{follows, retention},
    shutdown::Shutdown,
    state::App,
};
use chrono::TimeDelta;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const RHYTHM: Duration = Duration::from_mins(10);
/// Between two batches of old deliveries.
const PAUSE: Duration = Duration::from_millis(50);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    let mut next = Instant::now();
    while rest(&app, &mut shutdown, RHYTHM).await {
        if Instant::now() < next {
            continue;
        }
        next = Instant::now() + RHYTHM;
        let now = app.clock.now();
        match app.database.off_thread(move |database| database.write_relaxed(|conn| retention::tidy(conn, now))).await {
            Ok(rows) => tracing::debug!(rows, "tidied"),
            Err(error) => tracing::warn!(%error, "could not tidy"),
        }
        end_follows(&app, &shutdown).await;
        if let Some(kept) = app.settings.keep_deliveries {
            fold(&app, kept, &shutdown).await;
        }
    }
}

/// Ends what was followed until its end, a batch at a time.
async fn end_follows(app: &App, shutdown: &Shutdown) {
    while !shutdown.is_on() {
        match app.write("system", follows::end).await {
            Ok(follows::BATCH) => sleep(PAUSE).await,
            Ok(_) => break,
            Err(error) => {
                tracing::warn!(%error, "what was followed until its end could not be ended");
                break;
            }
        }
    }
}

/// Forgets old deliveries, a batch at a time, so that nobody waits for long.
async fn fold(app: &App, kept: TimeDelta, shutdown: &Shutdown) {
    while !shutdown.is_on() {
        let now = app.clock.now();
        match app.database.off_thread(move |database| retention::fold(database, now, kept)).await {
            // What people do goes first.
            Ok(true) => sleep(PAUSE).await,
            Ok(false) => break,
            Err(error) => {
                tracing::warn!(%error, "old deliveries could not be added up");
                break;
            }
        }
    }
}
