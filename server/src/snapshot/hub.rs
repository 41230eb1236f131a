//! The present snapshot, swapped as a whole, and the pages rendered from it.

use super::{
    build::{build, build_of_late},
    key::Key,
    page::Page,
    record::MaintenanceRecord,
    state::PublicState,
    translate::translated,
};
use crate::{
    domain::clock::Clock,
    store::{Conn, Database, StoreError, revision},
};
use allclear_app::Lang;
use arc_swap::ArcSwap;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, OnceLock, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{SetOnce, watch},
    time::timeout,
};

/// A state and what was rendered from it.
pub(crate) struct Snapshot {
    /// What is shown.
    pub state: PublicState,
    /// The same in each language; none in those that staff say nothing in.
    translated: [OnceLock<Option<PublicState>>; 6],
    /// When it reads differently though nothing changed: a promise passes, a day ends.
    valid_until: DateTime<Utc>,
    pages: RwLock<HashMap<Key, Arc<Page>>>,
    kept: AtomicUsize,
}

/// Holds the present snapshot.
pub(crate) struct Hub {
    current: ArcSwap<Snapshot>,
    clock: Clock,
    /// Two changes at once are built one after the other, so that the later one wins.
    building: Mutex<()>,
    /// When the database last said that the snapshot is right, in seconds since 1970.
    seen_at: AtomicI64,
    /// Told the version whenever the page reads differently; none is the last.
    news: watch::Sender<Option<String>>,
    /// Set once all of the past was read.
    whole: SetOnce<()>,
}

/// Documents of one snapshot that are kept, in bytes; past that new ones are rendered and not kept.
const KEPT: usize = 32 * 1024 * 1024;
/// A page says of when it is, and so old that may be while all goes well. Also what is open grows in its bars.
const FRESH_FOR: TimeDelta = TimeDelta::minutes(5);
/// While something is open or near, a page says how long it is until then, and so is made anew this often.
const COUNTED_FOR: TimeDelta = TimeDelta::minutes(1);
/// Planned work is near from so long before.
const NEAR: TimeDelta = TimeDelta::days(2);
/// A database that says nothing for so many seconds is gone.
const SILENCE: i64 = 5;

impl Hub {
    /// Builds the first snapshot.
    pub(crate) fn start(database: &Database, clock: Clock, url: String) -> Result<Self, StoreError> {
        let before = PublicState { url, ..PublicState::default() };
        let state = database.read(|conn| build(conn, &before, clock.now()))?;
        Ok(Self::of(state, clock))
    }

    /// A hub with what is of late alone, for the page itself, until [`Self::refresh`] reads the rest.
    pub(crate) fn start_of_late(database: &Database, clock: Clock, url: String) -> Result<Self, StoreError> {
        let state = database.read(|conn| build_of_late(conn, url, clock.now()))?;
        Ok(Self::of(state, clock))
    }

    /// A hub that shows `state` until the database says more.
    pub(crate) fn of(mut state: PublicState, clock: Clock) -> Self {
        let seen_at = AtomicI64::new(state.now.timestamp());
        if state.version.is_empty() {
            state.version = version(&state, state.now);
        }
        let (news, _) = watch::channel(Some(state.version.clone()));
        let whole = if state.is_of_late { SetOnce::new() } else { SetOnce::new_with(Some(())) };
        Self { current: ArcSwap::from_pointee(Snapshot::new(state)), clock, building: Mutex::new(()), seen_at, news, whole }
    }

    /// Whether all of the past is there.
    pub(crate) fn is_whole(&self) -> bool {
        self.whole.initialized()
    }

    /// Waits until all of the past is there; false when that takes too long.
    pub(crate) async fn is_soon_whole(&self, patience: Duration) -> bool {
        timeout(patience, self.whole.wait()).await.is_ok()
    }

    /// The present snapshot.
    pub(crate) fn load(&self) -> arc_swap::Guard<Arc<Snapshot>> {
        self.current.load()
    }

    /// Hears of every change of the page.
    pub(crate) fn listen(&self) -> watch::Receiver<Option<String>> {
        self.news.subscribe()
    }

    /// Builds a new snapshot when something changed or time asks for it. True when there is a new one.
    pub(crate) fn refresh(&self, database: &Database) -> Result<bool, StoreError> {
        // A panic while building leaves the old snapshot in place, which is still whole.
        let _building = self.building.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.current.load_full();
        let now = self.clock.now();
        let state = database.read(|conn: &mut Conn| {
            let same = revision::current(conn)? == before.state.revision && before.state.stale_since.is_none();
            let same = same && !before.state.is_of_late;
            if same && now < before.valid_until && now < before.state.now + fresh_for(&before.state) {
                return Ok::<_, StoreError>(None);
            }
            build(conn, &before.state, now).map(Some)
        })?;
        self.seen_at.store(now.timestamp(), Ordering::Relaxed);
        let Some(state) = state else { return Ok(false) };
        let reads_alike =
            state.revision == before.state.revision && now < before.valid_until && before.state.stale_since.is_none();
        self.show(state, !reads_alike);
        // Only the first time there is anything to say.
        let _ = self.whole.set(());
        Ok(true)
    }

    /// Says on the page since when nothing newer could be read, once that is longer than a moment.
    ///
    /// It waits for nobody, since whoever builds may be waiting for that database. What was shown in the meantime is
    /// newer and stays: the order of the two loads and the exchange see to that.
    pub(crate) fn watch_age(&self) {
        let before = self.current.load_full();
        let seen_at = self.seen_at.load(Ordering::Relaxed);
        let now = self.clock.now();
        if before.state.stale_since.is_some() || now.timestamp() - seen_at <= SILENCE {
            return;
        }
        let version = version(&before.state, now);
        let stale_since = DateTime::from_timestamp(seen_at, 0);
        let state = PublicState { stale_since, version: version.clone(), ..before.state.clone() };
        let present = self.current.compare_and_swap(&before, Arc::new(Snapshot::new(state)));
        if Arc::ptr_eq(&present, &before) {
            tracing::error!("the database does not answer; the page goes on with what was true before");
            self.tell(version);
        }
    }

    /// Tells all who listen that nothing more will come.
    pub(crate) fn close(&self) {
        self.news.send_replace(None);
    }

    /// Shows a state, under a new version where it reads differently.
    fn show(&self, mut state: PublicState, reads_differently: bool) {
        if reads_differently {
            state.version = version(&state, self.clock.now());
        }
        let version = state.version.clone();
        self.current.store(Arc::new(Snapshot::new(state)));
        if reads_differently {
            self.tell(version);
        }
    }

    /// Tells all who listen of a version. Nothing comes after the last.
    fn tell(&self, version: String) {
        self.news.send_if_modified(|news| news.as_mut().map(|news| *news = version).is_some());
    }
}

/// What a page of this state is known by, made now.
fn version(state: &PublicState, now: DateTime<Utc>) -> String {
    format!("{}.{}", state.revision, now.timestamp_millis())
}

impl Snapshot {
    fn new(state: PublicState) -> Self {
        Self {
            valid_until: valid_until(&state),
            state,
            translated: std::array::from_fn(|_| OnceLock::new()),
            pages: RwLock::new(HashMap::new()),
            kept: AtomicUsize::new(0),
        }
    }

    /// The state as a reader of `lang` knows it.
    pub(crate) fn in_language(&self, lang: Lang) -> &PublicState {
        let slot = Lang::ALL.iter().position(|other| *other == lang).and_then(|place| self.translated.get(place));
        slot.and_then(|slot| slot.get_or_init(|| translated(&self.state, lang)).as_ref()).unwrap_or(&self.state)
    }

    /// The document under `key`, rendered now if nobody asked for it before.
    pub(crate) fn page(&self, key: &Key, render: impl FnOnce(&PublicState) -> Option<Page>) -> Option<Arc<Page>> {
        let pages = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = pages.get(key) {
            return Some(Arc::clone(page));
        }
        drop(pages);
        let page = Arc::new(render(self.in_language(key.lang))?);
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        if self.kept.fetch_add(page.size(), Ordering::Relaxed) < KEPT {
            pages.insert(key.clone(), Arc::clone(&page));
        }
        Some(page)
    }
}

/// How long a state can be shown before what it says of the time is too old.
fn fresh_for(state: &PublicState) -> TimeDelta {
    let near = |record: &MaintenanceRecord| record.maintenance.phase.is_open() && record.maintenance.starts_at < state.now + NEAR;
    let counts = !state.open(None).is_empty() || state.maintenances.iter().any(|record| near(record));
    if counts { COUNTED_FOR } else { FRESH_FOR }
}

/// The first moment at which the state reads differently by itself.
fn valid_until(state: &PublicState) -> DateTime<Utc> {
    let tomorrow = state.now.date_naive().checked_add_days(Days::new(1)).map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let open = state.open(None);
    let promises = open.iter().flat_map(|record| [record.incident.next_update_at, record.incident.eta_at]).flatten();
    let growing = (!open.is_empty()).then(|| state.now + FRESH_FOR);
    let windows = state.maintenances.iter().flat_map(|record| [record.maintenance.starts_at, record.maintenance.ends_at]);
    tomorrow
        .into_iter()
        .chain(promises)
        .chain(growing)
        .chain(windows)
        .filter(|moment| *moment > state.now)
        .min()
        .unwrap_or(state.now + FRESH_FOR)
}
