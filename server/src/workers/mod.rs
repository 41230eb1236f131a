//! What goes on beside requests. Each worker is a loop with a rhythm; the bell wakes those that may have work early.

mod age;
mod deliver;
mod fan_out;
mod ledger;
mod links;
mod post;
mod progress;
mod refresh;
mod tidy;
mod timers;
mod trim;
mod verdict;
mod views;

use crate::{shutdown::Shutdown, state::App};
use std::time::Duration;
use tokio::{task::JoinSet, time::sleep};

/// Starts the one that watches the age of the page, which needs no database.
pub(crate) fn watch(workers: &mut JoinSet<()>, app: &App, shutdown: &Shutdown) {
    begin(workers, "age", (app, shutdown), age::run);
}

/// Starts all others. The set ends when all have stopped.
pub(crate) fn start(workers: &mut JoinSet<()>, app: &App, shutdown: &Shutdown) {
    begin(workers, "refresh", (app, shutdown), refresh::run);
    begin(workers, "fan-out", (app, shutdown), fan_out::run);
    begin(workers, "mail", (app, shutdown), deliver::run);
    begin(workers, "post", (app, shutdown), post::run);
    begin(workers, "progress", (app, shutdown), progress::run);
    begin(workers, "tidy", (app, shutdown), tidy::run);
    begin(workers, "trim", (app, shutdown), trim::run);
    begin(workers, "timers", (app, shutdown), timers::run);
    begin(workers, "views", (app, shutdown), views::run);
}

fn begin<F>(workers: &mut JoinSet<()>, name: &'static str, (app, shutdown): (&App, &Shutdown), run: fn(App, Shutdown) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let (app, shutdown) = (app.clone(), shutdown.clone());
    workers.spawn(async move { keep(name, &shutdown, || run(app.clone(), shutdown.clone())).await });
}

/// Before a worker that died begins again.
const PAUSE: Duration = Duration::from_secs(1);

/// Runs a worker, and again whenever it dies: nobody else does its work here (bar R-9).
async fn keep<F>(name: &str, shutdown: &Shutdown, mut run: impl FnMut() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut shutdown = shutdown.clone();
    while let Err(error) = tokio::spawn(run()).await {
        tracing::error!(%error, worker = name, "a worker died; it begins again");
        tokio::select! {
            () = sleep(PAUSE) => {}
            () = shutdown.wait() => break,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shutdown;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    #[tokio::test(start_paused = true)]
    async fn a_worker_that_dies_begins_again() {
        let (_stop, shutdown) = shutdown::switch();
        let lives = Arc::new(AtomicUsize::new(0));
        let run = || {
            let life = lives.fetch_add(1, Ordering::Relaxed);
            async move { assert!(life == 2, "it dies twice") }
        };
        keep("brittle", &shutdown, run).await;
        assert_eq!(lives.load(Ordering::Relaxed), 3);
    }
}
