//! Notices when the database says nothing any more, so that the page can say since when it is old.

use crate::{shutdown::Shutdown, state::App};
use std::time::Duration;
use tokio::time::sleep;

const RHYTHM: Duration = Duration::from_secs(1);

pub(super) async fn run(app: App, mut shutdown: Shutdown) {
    while !shutdown.is_on() {
        app.hub.watch_age();
        tokio::select! {
            () = sleep(RHYTHM) => {}
            () = shutdown.wait() => {}
        }
    }
}
