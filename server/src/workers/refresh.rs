//! Brings the snapshot up to date when time passes or another server changed something, and keeps a copy of it on disk.

use super::rest;
use crate::{shutdown::Shutdown, state::App};
use std::time::Duration;

/// A change made by another server is seen after this at the latest (bar R-7).
const RHYTHM: Duration = Duration::from_millis(500);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    let mut kept = String::new();
    while rest(&app, &mut shutdown, RHYTHM).await {
        let hub = app.clone();
        let refreshed = app.database.off_thread(move |database| hub.hub.refresh(database)).await;
        match refreshed {
            Ok(_) => keep(&app, &mut kept).await,
            Err(error) => tracing::warn!(%error, "the page could not be brought up to date; the last state goes on being shown"),
        }
    }
}

/// Writes the state down when it is another than the one that was written last.
async fn keep(app: &App, kept: &mut String) {
    let snapshot = std::sync::Arc::clone(&app.hub.load());
    let version = format!("{}/{}", snapshot.state.revision, snapshot.state.version);
    if *kept == version {
        return;
    }
    let path = app.settings.kept_page();
    let written = tokio::task::spawn_blocking(move || snapshot.state.keep(&path)).await;
    match written {
        Ok(Ok(())) => *kept = version,
        Ok(Err(error)) => tracing::warn!(%error, "the page could not be kept on disk"),
        Err(error) => tracing::warn!(%error, "the page could not be kept on disk"),
    }
}
