//! Forgets what is not to be kept, every ten minutes.

use super::rest;
use crate::{services::retention, shutdown::Shutdown, state::App};
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
        let mut act = app.act("system");
        match app.database.off_thread(move |database| database.write_relaxed(|conn| retention::tidy(conn, &mut act))).await {
            Ok(rows) => tracing::debug!(rows, "tidied"),
            Err(error) => tracing::warn!(%error, "could not tidy"),
        }
        if let Some(kept) = app.settings.keep_deliveries {
            fold(&app, kept, &shutdown).await;
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
