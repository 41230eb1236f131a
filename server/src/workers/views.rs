//! Writes down how often the page was looked at, every minute and at the end.

use super::rest;
use crate::{services::traffic, shutdown::Shutdown, state::App};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::time::Instant;

const RHYTHM: Duration = Duration::from_mins(1);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    let mut next = Instant::now() + RHYTHM;
    while rest(&app, &mut shutdown, RHYTHM).await {
        if Instant::now() >= next {
            next = Instant::now() + RHYTHM;
            write_down(&app).await;
        }
    }
    write_down(&app).await;
}

async fn write_down(app: &App) {
    let views = app.views.swap(0, Ordering::Relaxed);
    if views == 0 {
        return;
    }
    let now = app.clock.now();
    let written = app.database.off_thread(move |database| database.write_relaxed(|conn| traffic::count(conn, now, views))).await;
    if let Err(error) = written {
        app.views.fetch_add(views, Ordering::Relaxed);
        tracing::warn!(%error, "the views of the page could not be written down; they are tried again");
    }
}
