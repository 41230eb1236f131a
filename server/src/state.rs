//! What every request and worker shares.

use crate::{
    config::Settings,
    domain::{clock::Clock, link::Signer},
    http::{hooks::Documents, pictures::Pictures, throttle::Throttle},
    metrics::Metrics,
    services::{Act, Refusal},
    snapshot::Hub,
    store::{Conn, Database, StoreError},
};
use chrono::{DateTime, Utc};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Notify, Semaphore};

/// Longest that a request waits for a database that took its question and says nothing (bar R-5).
const PATIENCE: Duration = Duration::from_secs(6);

/// The running program. Clones share everything.
#[derive(Clone)]
pub(crate) struct App(Arc<Parts>);

/// What [`App`] gives access to.
pub(crate) struct Parts {
    /// The settings.
    pub settings: Settings,
    /// The database.
    pub database: Database,
    /// What the public sees.
    pub hub: Hub,
    /// Signs links and form tokens.
    pub signer: Signer,
    /// The time.
    pub clock: Clock,
    /// Pictures of the brand.
    pub pictures: Pictures,
    /// What was read of mail providers.
    pub documents: Documents,
    /// Slows down who tries too often.
    pub throttle: Throttle,
    /// Passwords are hashed two at a time, so that a crowd of them cannot take all memory (bar S-1).
    pub hashing: Semaphore,
    /// When sending last got on, in seconds since 1970.
    pub moved_at: AtomicI64,
    /// Whether the program is about to stop.
    pub leaves: AtomicBool,
    /// How often the page was looked at since that was last written down.
    pub views: AtomicU64,
    /// What the program counts of itself.
    pub metrics: Metrics,
    /// Rung when there may be something to tell.
    pub bell: Notify,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// What is true now of an incident or a maintenance, as programs are told; none when it is not public.
    pub(crate) async fn public_now(&self, about: &str) -> Result<Option<serde_json::Value>, StoreError> {
        let (app, about) = (self.clone(), about.to_owned());
        let told = move |database: &Database| {
            app.hub.refresh(database)?;
            Ok(crate::http::api::v2::webhook::body(&app.hub.load().state, &about))
        };
        self.database.off_thread(told).await
    }

    /// Puts the parts together.
    pub(crate) fn new(settings: Settings, database: Database, signer: Signer, clock: Clock, hub: Hub) -> Self {
        let moved_at = AtomicI64::new(clock.now().timestamp());
        let parts = Parts {
            moved_at,
            settings,
            database,
            hub,
            signer,
            clock,
            pictures: Pictures::default(),
            documents: Documents::default(),
            throttle: Throttle::default(),
            hashing: Semaphore::new(2),
            leaves: AtomicBool::new(false),
            views: AtomicU64::new(0),
            metrics: Metrics::new(),
            bell: Notify::new(),
        };
        Self(Arc::new(parts))
    }

    /// A deed of `actor`, now.
    pub(crate) fn act(&self, actor: impl Into<String>) -> Act {
        Act::new(self.clock.now(), actor)
    }

    /// Notes that sending gets on.
    pub(crate) fn moves(&self) {
        self.moved_at.store(self.clock.now().timestamp(), Ordering::Relaxed);
    }

    /// Notes that sending got on then, here or on another server.
    pub(crate) fn moved(&self, at: DateTime<Utc>) {
        self.moved_at.fetch_max(at.timestamp(), Ordering::Relaxed);
    }

    /// When sending last got on, as far as is known here.
    pub(crate) fn last_moved(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.moved_at.load(Ordering::Relaxed), 0).unwrap_or_default()
    }

    /// Says with every answer from now on that no more are taken on this connection.
    pub(crate) fn leave(&self) {
        self.leaves.store(true, Ordering::Relaxed);
    }

    /// Whether the program is about to stop.
    pub(crate) fn is_leaving(&self) -> bool {
        self.leaves.load(Ordering::Relaxed)
    }

    /// Seconds since sending last got on.
    pub(crate) fn stands_for(&self) -> i64 {
        self.clock.now().timestamp() - self.moved_at.load(Ordering::Relaxed)
    }

    /// Reads off the async threads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        in_time(self.database.off_thread(move |database| database.read(work))).await
    }

    /// Writes in one transaction off the async threads; then the page shows it and the senders look.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        actor: impl Into<String>,
        work: impl FnOnce(&mut Conn, &mut Act) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let mut act = self.act(actor);
        in_time(self.change(move |database| database.write(|conn| work(conn, &mut act)))).await
    }

    /// Runs work that writes by itself; then the page shows it and the senders look.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let app = self.clone();
        self.database
            .off_thread(move |database| {
                let done = work(database)?;
                // The change is committed; should the page not follow now, its worker brings it within a second.
                if let Err(error) = app.hub.refresh(database) {
                    tracing::warn!(%error, "the page could not be brought up to date at once");
                }
                app.bell.notify_waiters();
                Ok(done)
            })
            .await
    }
}

/// The answer, or that none came in time. Work that goes on may still be done: requests that write carry a key for that.
async fn in_time<T>(work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or(Err(Refusal::Store(StoreError::Late)))
}
