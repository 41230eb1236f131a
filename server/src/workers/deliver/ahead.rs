//! Claims the next deliveries while the last are handed out, so that no connection waits for the database.

use crate::{
    domain::channel::Channel,
    state::App,
    store::{
        Database, StoreError,
        claims::{self, Claimed},
    },
    workers::ledger,
};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::{task::JoinHandle, time::Instant};

/// How long a claim lasts: longer than one message may take, short enough that a dead server's work is soon taken over.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(60);

/// What was claimed, and when.
pub(super) struct Taken {
    /// The deliveries.
    pub claimed: Claimed,
    /// When their lease began.
    pub at: DateTime<Utc>,
    /// The same on a clock that nobody sets.
    pub since: Instant,
}

/// Who claims.
pub(super) struct Ahead {
    app: App,
    /// The name under which it does.
    name: String,
    number: u64,
    next: Option<JoinHandle<Result<Taken, StoreError>>>,
}

impl Ahead {
    /// Nothing is claimed yet.
    pub(super) fn new(app: App, name: String) -> Self {
        Self { app, name, number: 0, next: None }
    }

    /// Whether something is claimed already.
    pub(super) fn is_begun(&self) -> bool {
        self.next.is_some()
    }

    /// Begins to claim the next, so many at most.
    pub(super) fn begin(&mut self, limit: i64) {
        self.next = Some(tokio::spawn(self.claim(limit)));
    }

    fn claim(&mut self, limit: i64) -> impl Future<Output = Result<Taken, StoreError>> + use<> {
        self.number += 1;
        claim(self.app.clone(), format!("{}.{}", self.name, self.number), limit)
    }

    /// The next; they are claimed now if that was not begun.
    pub(super) async fn next(&mut self, limit: i64) -> Result<Taken, StoreError> {
        match self.next.take() {
            Some(next) => next.await.unwrap_or_else(|died| Err(StoreError::Unreachable(format!("the claim died: {died}")))),
            None => self.claim(limit).await,
        }
    }

    /// Gives back what was claimed ahead: nothing of it was begun.
    pub(super) async fn end(self) {
        let Some(next) = self.next else { return };
        match next.await {
            Ok(Ok(taken)) => ledger::give_back(&self.app, taken.claimed.going).await,
            Ok(Err(error)) => tracing::warn!(%error, "the last claim failed"),
            Err(died) => tracing::warn!(%died, "the last claim died"),
        }
    }
}

async fn claim(app: App, lease: String, limit: i64) -> Result<Taken, StoreError> {
    let (now, since) = (app.clock.now(), Instant::now());
    let claimed =
        move |database: &Database| database.write(|conn| claims::claim(conn, Channel::Email, &lease, now, now + LEASE, limit));
    Ok(Taken { claimed: app.database.off_thread(claimed).await?, at: now, since })
}
