//! Brings the snapshot up to date when time passes or another server changed something.

use super::rest;
use crate::{shutdown::Shutdown, state::App};
use std::time::Duration;

/// A change made by another server is seen after this at the latest (bar R-7).
const RHYTHM: Duration = Duration::from_millis(500);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    while rest(&app, &mut shutdown, RHYTHM).await {
        let hub = app.clone();
        let refreshed = app.database.off_thread(move |database| hub.hub.refresh(database)).await;
        if let Err(error) = refreshed {
            tracing::warn!(%error, "the page could not be brought up to date; the last state goes on being shown");
        }
    }
}
