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
        let (server, last, moved) = (self.seat.name().to_owned(), self.last, self.app.last_moved());
        let place = move |database: &Database| {
            if !database.write_relaxed(|conn| senders::put(conn, &server, last, (until, moved), now))? {
                return Ok::<_, StoreError>(None);
            }
            // Afterwards, so that of two that begin at once one at least sees the other.
            let others = database.read(|conn| senders::others(conn, &server, now))?;
            let place = others.iter().filter(|(other, _)| other < &server).count();
            let moved = others.iter().filter_map(|(_, moved)| *moved).max().map(|moved| moved.min(now));
            Ok(Some((Part { servers: others.len() + 1, place }, moved)))
        };
        let placed = self.app.database.off_thread(place).await?;
        // What others get on with does not stand still, whoever has no part in it.
        placed.and_then(|(_, moved)| moved).into_iter().for_each(|moved| self.app.moved(moved));
        Ok(placed.map(|(part, _)| part))
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
    use crate::testing::Site;

    #[test]
    fn what_other_servers_get_on_with_does_not_stand_still() {
        Site::run(|site| async move {
            let app = site.app.clone();
            let accounts = Arc::new(Accounts::new(&[], None, "status.example"));
            let domains = Arc::new(Domains::new(1, None));
            let (seat, last, part) = (Seat::once("b".to_owned()), None, Part::ALL);
            let mut presence = Presence { app: app.clone(), seat, last, accounts, domains, part, is_known: true };
            let started = app.clock.now();
            let stands_after = |seconds: i64| {
                site.set(&(started + TimeDelta::seconds(seconds)).to_rfc3339());
                app.stands_for()
            };
            assert!(stands_after(60) == 60 && presence.beat().await && app.stands_for() == 60, "it is alone");
            let now = app.clock.now();
            let said = (now + BELIEVED, now - TimeDelta::seconds(20));
            assert!(app.database.write(|conn| senders::put(conn, "a", None, said, now)).unwrap());
            assert!(presence.beat().await && app.stands_for() == 20);
        });
    }
}
