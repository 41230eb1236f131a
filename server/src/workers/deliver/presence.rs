//! Servers that send by one account share its rate and its connections: each knows by a row a server how many they are
//! (bar R-14).

use super::{accounts::Accounts, domains::Domains, part::Part, seat::Seat};
use crate::{
    shutdown::Shutdown,
    state::App,
    store::{StoreError, senders},
};
use chrono::TimeDelta;
use std::{sync::Arc, time::Duration};
use tokio::time::sleep;

/// How often a server says that it sends, and looks who else does.
const BEAT: Duration = Duration::from_secs(3);
/// How long that is believed.
const BELIEVED: TimeDelta = TimeDelta::seconds(10);
/// By then who sends has looked again and taken a smaller part.
const SEEN: Duration = Duration::from_secs(4);

/// A server that sends.
pub(super) struct Presence {
    app: App,
    seat: Seat,
    accounts: Arc<Accounts>,
    domains: Arc<Domains>,
    part: Part,
    /// Whether the part was known at the last beat: after a pause of the database others may not have said yet that they are
    /// there.
    is_known: bool,
}

impl Presence {
    /// Takes a part of what the accounts let through. Where others send, it begins when they have seen that it is there.
    pub(super) async fn begin(
        app: App,
        seat: Seat,
        (accounts, domains): (Arc<Accounts>, Arc<Domains>),
        shutdown: &mut Shutdown,
    ) -> Self {
        let mut presence = Self { app, seat, accounts, domains, part: Part::ALL, is_known: true };
        while !presence.beat().await && pause(BEAT, shutdown).await {}
        if presence.part != Part::ALL {
            pause(SEEN, shutdown).await;
        }
        presence
    }

    /// Goes on saying so until the end.
    pub(super) async fn last(mut self, mut shutdown: Shutdown) {
        while pause(BEAT, &mut shutdown).await {
            self.beat().await;
        }
        let server = self.seat.name().to_owned();
        let left =
            self.app.database.off_thread(move |database| database.write_relaxed(|conn| senders::remove(conn, &server))).await;
        if let Err(error) = left {
            tracing::info!(%error, "other servers take this one's part of the mail in some seconds");
        }
    }

    /// Says that it sends, and takes its part; false when that could not be said.
    async fn beat(&mut self) -> bool {
        let (server, now) = (self.seat.name().to_owned(), self.app.clock.now());
        let placed = self.app.database.off_thread(move |database| {
            database.write_relaxed(|conn| senders::put(conn, &server, now, now + BELIEVED))?;
            // Afterwards, so that of two that begin at once one at least sees the other.
            let others: Result<_, StoreError> = database.read(|conn| senders::others(conn, &server, now));
            others.map(|others| Part { servers: others.len() + 1, place: others.iter().filter(|other| **other < server).count() })
        });
        match placed.await {
            Ok(part) => {
                if self.is_known || part.servers > self.part.servers {
                    self.part = part;
                }
                self.accounts.share(self.part);
                self.domains.share(self.accounts.hands(), self.part);
                self.is_known = true;
            }
            Err(error) => {
                tracing::warn!(%error, "how many servers send is not known; this one keeps its part of the mail");
                self.is_known = false;
            }
        }
        self.is_known
    }
}

/// Waits for so long; false at the end.
async fn pause(time: Duration, shutdown: &mut Shutdown) -> bool {
    tokio::select! {
        () = sleep(time) => {}
        () = shutdown.wait() => {}
    }
    !shutdown.is_on()
}
