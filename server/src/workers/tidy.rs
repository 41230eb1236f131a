//! Forgets what is not to be kept, every ten minutes.

use super::rest;
use crate::{services::retention, shutdown::Shutdown, state::App};
use std::time::Duration;
use tokio::time::Instant;

const RHYTHM: Duration = Duration::from_mins(10);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    let mut next = Instant::now();
    while rest(&app, &mut shutdown, RHYTHM).await {
        if Instant::now() < next {
            continue;
        }
        next = Instant::now() + RHYTHM;
        let now = app.clock.now();
        match app.database.off_thread(move |database| database.write_ledger(|conn| retention::tidy(conn, now))).await {
            Ok(rows) => tracing::debug!(rows, "tidied"),
            Err(error) => tracing::warn!(%error, "could not tidy"),
        }
    }
}
