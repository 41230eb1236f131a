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
    /// How many servers there were when it was last known.
    servers: u32,
    /// Whether that is so since the last beat: after a pause of the database others may not have said yet that they are there.
    is_known: bool,
}

impl Presence {
    /// Takes a part of what the accounts let through. Where others send, it begins when they have seen that it is there.
    pub(super) async fn begin(app: App, server: String, accounts: Arc<Accounts>, shutdown: &mut Shutdown) -> Self {
        let mut presence = Self { app, server, accounts, servers: 1, is_known: true };
        while !presence.beat().await && presence.pause(shutdown).await {}
        if presence.servers > 1 {
            presence.pause(shutdown).await;
        }
        presence
    }

    /// Goes on saying so until the end.
    pub(super) async fn last(mut self, mut shutdown: Shutdown) {
        while self.pause(&mut shutdown).await {
            self.beat().await;
        }
        let server = self.server;
        let left =
            self.app.database.off_thread(move |database| database.write_relaxed(|conn| senders::remove(conn, &server))).await;
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

    /// Says that it sends, and takes its part; false when that could not be said.
    async fn beat(&mut self) -> bool {
        let (server, now) = (self.server.clone(), self.app.clock.now());
        let counted = self.app.database.off_thread(move |database| {
            database.write_relaxed(|conn| senders::put(conn, &server, now, now + BELIEVED))?;
            // Afterwards, so that of two that begin at once one at least sees the other.
            database.read(|conn| senders::count(conn, now))
        });
        let counted = counted.await;
        match &counted {
            Ok(servers) => {
                let servers = u32::try_from(*servers).unwrap_or(1).max(1);
                self.servers = if self.is_known { servers } else { servers.max(self.servers) };
                self.accounts.share(self.servers);
            }
            Err(error) => {
                tracing::warn!(%error, "how many servers send is not known; this one keeps its part of the mail");
            }
        }
        self.is_known = counted.is_ok();
        self.is_known
    }
}
