//! Servers that send by one account share its rate and its connections: each knows by a row a server how many they are
//! (bar R-14).

use super::{accounts::Accounts, domains::Domains, part::Part, seat::Seat};
use crate::{
    domain::id::new_id,
    shutdown::Shutdown,
    state::App,
    store::{Database, StoreError, senders},
};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::oneshot,
    time::{sleep, timeout},
};

/// How often a server says that it sends, and looks who else does.
const BEAT: Duration = Duration::from_secs(3);
/// How long that is believed.
const BELIEVED: TimeDelta = TimeDelta::seconds(15);
/// By then who sends has looked again and taken a smaller part.
const SEEN: Duration = Duration::from_secs(4);

/// A server that sends.
pub(super) struct Presence {
    app: App,
    seat: Seat,
    /// Until when it said that it sends.
    last: Option<DateTime<Utc>>,
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
        let mut presence = Self { app, seat, last: None, accounts, domains, part: Part::ALL, is_known: true };
        let mut is_alone = true;
        while !presence.beat().await && pause(BEAT, shutdown).await {
            is_alone = false;
        }
        if !(is_alone && presence.part == Part::ALL) && pause(SEEN, shutdown).await {
            presence.beat().await;
        }
        presence
    }

    /// Goes on saying so until the end.
    pub(super) async fn last(mut self, mut end: oneshot::Receiver<()>) {
        while timeout(BEAT, &mut end).await.is_err() {
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
        let now = self.app.clock.now();
        // As exact as any database keeps it.
        let until = (now + BELIEVED).trunc_subsecs(3);
        let mut placed = self.place(until, now).await;
        if let Ok(None) = placed {
            tracing::warn!("another server has the name of this one: was its folder of data copied? It takes a new one");
            self.seat = Seat::once(new_id(now, &mut self.app.act("system").rng));
            self.last = None;
            placed = self.place(until, now).await;
        }
        match placed {
            Ok(Some(part)) => {
                self.last = Some(until);
                if self.is_known || part.servers > self.part.servers {
                    self.part = part;
                }
                let part = self.domains.enough().map_or(self.part, |enough| self.part.among(enough));
                self.accounts.share(part);
                self.domains.share(self.accounts.hands(), part);
                if self.accounts.is_idle() {
                    // What waits is for others to send, and they say when that stands still.
                    self.app.moves();
                }
                self.is_known = true;
            }
            Ok(None) => self.is_known = false,
            Err(error) => {
                tracing::warn!(%error, "how many servers send is not known; this one keeps its part of the mail");
                // It may have been written all the same.
                (self.last, self.is_known) = (None, false);
            }
        }
        self.is_known
    }

    /// Its place among those that send; none when another one has its name.
    async fn place(&self, until: DateTime<Utc>, now: DateTime<Utc>) -> Result<Option<Part>, StoreError> {
        let (server, last) = (self.seat.name().to_owned(), self.last);
        let place = move |database: &Database| {
            if !database.write_relaxed(|conn| senders::put(conn, &server, last, until, now))? {
                return Ok(None);
            }
            // Afterwards, so that of two that begin at once one at least sees the other.
            let others = database.read(|conn| senders::others(conn, &server, now))?;
            Ok(Some(Part { servers: others.len() + 1, place: others.iter().filter(|other| **other < server).count() }))
        };
        self.app.database.off_thread(place).await
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{Smtp, Tls},
        testing::Site,
    };

    #[test]
    fn who_leaves_all_mails_to_others_does_not_stand_still() {
        Site::run(|site| async move {
            let app = site.app.clone();
            let account = Smtp {
                host: "localhost".to_owned(),
                port: 25,
                tls: Tls::None,
                login: None,
                weight: 1,
                connections: 1,
                rate: None,
            };
            let accounts = Arc::new(Accounts::new(&[Arc::new(account)], None, "status.example"));
            let domains = Arc::new(Domains::new(1, None));
            let (seat, last, part) = (Seat::once("b".to_owned()), None, Part::ALL);
            let mut presence = Presence { app: app.clone(), seat, last, accounts, domains, part, is_known: true };
            let started = app.clock.now();
            let stands_after = |seconds: i64| {
                site.set(&(started + TimeDelta::seconds(seconds)).to_rfc3339());
                app.stands_for()
            };
            assert!(presence.beat().await && stands_after(60) == 60, "the one connection is its own");
            let now = app.clock.now();
            let other = |conn: &mut crate::store::Conn| senders::put(conn, "a", None, now + BELIEVED, now);
            assert!(app.database.write(other).unwrap());
            assert!(presence.beat().await && app.stands_for() == 0, "that is the other one's now");
        });
    }
}
