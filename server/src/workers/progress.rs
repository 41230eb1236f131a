//! Brings what waits to stand as staff want it, and notes which notices are done.

use super::rest;
use crate::{services::notices, shutdown::Shutdown, state::App};
use std::time::Duration;

const RHYTHM: Duration = Duration::from_secs(1);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    while rest(&app, &mut shutdown, RHYTHM).await {
        while !shutdown.is_on() {
            let now = app.clock.now();
            match app.database.off_thread(move |database| notices::settle(database, now)).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, "what staff hold or have called off could not be turned; it is tried again");
                    break;
                }
            }
        }
        let now = app.clock.now();
        match app.database.off_thread(move |database| notices::finish(database, now)).await {
            Ok(done) => done.iter().for_each(|notice| app.metrics.ended(notice.kind, now - notice.created_at)),
            Err(error) => tracing::warn!(%error, "it could not be noted which notices are done"),
        }
    }
}
