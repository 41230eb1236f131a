//! Brings what waits to stand as staff want it, and notes which notices are done.

use super::rest;
use crate::{services::notices, shutdown::Shutdown, state::App, store::backlog};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

const RHYTHM: Duration = Duration::from_secs(1);
/// A clock that goes back further than this was wrong before.
const SETBACK: TimeDelta = TimeDelta::minutes(1);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    let mut last = None;
    while rest(&app, &mut shutdown, RHYTHM).await {
        let now = app.clock.now();
        if last.is_some_and(|last| now + SETBACK >= last) || bring_back(&app, now, &shutdown).await {
            last = Some(now);
        }
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

/// What was put off by a clock that was ahead is due now: this one's before it was set right, or another server's. False when not
/// all of it is.
async fn bring_back(app: &App, now: DateTime<Utc>, shutdown: &Shutdown) -> bool {
    while !shutdown.is_on() {
        match app.database.off_thread(move |database| database.write(|conn| backlog::bring_back(conn, now))).await {
            Ok(0) => return true,
            Ok(rows) => tracing::warn!(rows, "the clock was ahead; what it had put off is due now"),
            Err(error) => {
                tracing::warn!(%error, "what a clock that was ahead put off could not be brought back; it is tried again");
                return false;
            }
        }
    }
    false
}
