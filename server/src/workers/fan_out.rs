//! Turns notices into deliveries until none is left, then rests.

use super::rest;
use crate::{services::fan_out, shutdown::Shutdown, state::App};
use std::time::Duration;

const RHYTHM: Duration = Duration::from_secs(1);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    while rest(&app, &mut shutdown, RHYTHM).await {
        loop {
            let now = app.clock.now();
            match app.database.off_thread(move |database| fan_out::step(database, now)).await {
                Ok(true) if !shutdown.is_on() => {
                    app.moves();
                    app.bell.notify_waiters();
                }
                Ok(_) => break,
                Err(error) => {
                    tracing::error!(%error, "a notice could not be fanned out; it is tried again");
                    break;
                }
            }
        }
    }
}
