//! What goes on beside requests. Each worker is a loop with a rhythm; the bell wakes those that may have work early.

mod age;
mod deliver;
mod fan_out;
mod ledger;
mod post;
mod progress;
mod refresh;
mod tidy;
mod timers;
mod verdict;
mod views;

use crate::{shutdown::Shutdown, state::App};
use std::time::Duration;
use tokio::{task::JoinSet, time::sleep};

/// Starts every worker. The set ends when all have stopped.
pub(crate) fn start(app: &App, shutdown: &Shutdown) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    workers.spawn(age::run(app.clone(), shutdown.clone()));
    workers.spawn(refresh::run(app.clone(), shutdown.clone()));
    workers.spawn(fan_out::run(app.clone(), shutdown.clone()));
    workers.spawn(deliver::run(app.clone(), shutdown.clone()));
    workers.spawn(post::run(app.clone(), shutdown.clone()));
    workers.spawn(progress::run(app.clone(), shutdown.clone()));
    workers.spawn(tidy::run(app.clone(), shutdown.clone()));
    workers.spawn(timers::run(app.clone(), shutdown.clone()));
    workers.spawn(views::run(app.clone(), shutdown.clone()));
    workers
}

/// Waits for the bell, for `pause`, or for the end; false at the end.
async fn rest(app: &App, shutdown: &mut Shutdown, pause: Duration) -> bool {
    tokio::select! {
        () = app.bell.notified() => {}
        () = sleep(pause) => {}
        () = shutdown.wait() => {}
    }
    !shutdown.is_on()
}
