//! Servers that send by one account share its rate: each knows by a row a server how many they are (bar R-14).

use super::accounts::Accounts;
use crate::{shutdown::Shutdown, state::App, store::senders};
use chrono::TimeDelta;
use std::{sync::Arc, time::Duration};
use tokio::time::sleep;

/// How often a server says that it sends, and looks who else does.
const BEAT: Duration = Duration::from_secs(3);
/// How long that is believed.
const BELIEVED: TimeDelta = TimeDelta::seconds(10);

/// A server that sends by accounts with a rate.
pub(super) struct Presence {
    app: App,
    server: String,
    accounts: Arc<Accounts>,
}

impl Presence {
    /// Takes a part of what the accounts let through. Where others send, it begins when they have seen that it is there.
    pub(super) async fn begin(app: App, server: String, accounts: Arc<Accounts>, shutdown: &mut Shutdown) -> Self {
        let presence = Self { app, server, accounts };
        if presence.beat().await.is_none_or(|servers| servers > 1) {
            presence.pause(shutdown).await;
        }
        presence
    }

    /// Goes on saying so until the end.
    pub(super) async fn last(self, mut shutdown: Shutdown) {
        while self.pause(&mut shutdown).await {
            self.beat().await;
        }
        let (server, now) = (self.server, self.app.clock.now());
        let left = self
            .app
            .database
            .off_thread(move |database| database.write_relaxed(|conn| senders::remove(conn, &server, now)))
            .await;
        if let Err(error) = left {
            tracing::info!(%error, "other servers take this one's part of the mail in some seconds");
        }
    }

    /// False at the end.
    async fn pause(&self, shutdown: &mut Shutdown) -> bool {
        tokio::select! {
            () = sleep(BEAT) => {}
            () = shutdown.wait() => {}
        }
        !shutdown.is_on()
    }

    /// Says that it sends, and takes its part; how many servers there are, if that can be known.
    async fn beat(&self) -> Option<u32> {
        let (server, now) = (self.server.clone(), self.app.clock.now());
        let counted = self.app.database.off_thread(move |database| {
            database.write_relaxed(|conn| senders::put(conn, &server, now + BELIEVED))?;
            // Afterwards, so that of two that begin at once one at least sees the other.
            database.read(|conn| senders::count(conn, now))
        });
        match counted.await {
            Ok(servers) => {
                let servers = u32::try_from(servers).unwrap_or(1).max(1);
                self.accounts.share(servers);
                Some(servers)
            }
            Err(error) => {
                tracing::warn!(%error, "how many servers send is not known; this one keeps its part of the mail");
                None
            }
        }
    }
}
