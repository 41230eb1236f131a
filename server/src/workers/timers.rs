//! Does what is due by itself, within a second of its time.

use super::rest;
use crate::{services::timers, shutdown::Shutdown, state::App};
use std::time::Duration;

const RHYTHM: Duration = Duration::from_millis(500);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    while rest(&app, &mut shutdown, RHYTHM).await {
        let mut act = app.act("system");
        let done = app.database.off_thread(move |database| timers::step(database, &mut act)).await;
        match done {
            Ok(true) => app.bell.notify_waiters(),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "it could not be seen what is due"),
        }
    }
}
