//! Stopping: one signal that every worker watches.

use tokio::sync::watch;

/// Tells workers to stop.
#[derive(Clone)]
pub(crate) struct Shutdown(watch::Receiver<bool>);

/// Stops everything that holds a [`Shutdown`].
pub(crate) struct Stop(watch::Sender<bool>);

/// A switch and what it switches off.
pub(crate) fn switch() -> (Stop, Shutdown) {
    let (sender, receiver) = watch::channel(false);
    (Stop(sender), Shutdown(receiver))
}

impl Stop {
    /// Stops.
    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Shutdown {
    /// Whether it is time to stop.
    pub(crate) fn is_on(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is time to stop.
    pub(crate) async fn wait(&mut self) {
        // An error means that the switch is gone, and with it the program.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}
