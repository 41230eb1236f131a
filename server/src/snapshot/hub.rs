//! The present snapshot, swapped as a whole, and the pages rendered from it.

use super::{build::build, page::Page, state::PublicState};
use crate::{
    domain::clock::Clock,
    store::{Conn, Database, StoreError, revision},
};
use arc_swap::ArcSwap;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Names one document of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// The page, of one region or all.
    Home(Option<String>),
    /// An incident.
    Incident(String),
    /// A maintenance.
    Maintenance(String),
    /// A month of a region or all.
    History(String, Option<String>),
    /// A feed with its filter in canonical form.
    Feed(String),
    /// An asset by its hashed name.
    Asset(&'static str),
}

/// A state and what was rendered from it.
pub(crate) struct Snapshot {
    /// What is shown.
    pub state: PublicState,
    /// When it must be looked at again though nothing changed: a promise passes, a day ends.
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
}

/// Documents of one snapshot that are kept, in bytes; past that new ones are rendered and not kept.
const KEPT: usize = 32 * 1024 * 1024;
/// While something is open its bars grow, so they are drawn anew this often.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(5);

impl Hub {
    /// Builds the first snapshot.
    pub(crate) fn start(database: &Database, clock: Clock) -> Result<Self, StoreError> {
        let state = database.read(|conn| build(conn, &PublicState::default(), clock.now()))?;
        Ok(Self { current: ArcSwap::from_pointee(Snapshot::new(state)), clock, building: Mutex::new(()) })
    }

    /// The present snapshot.
    pub(crate) fn load(&self) -> arc_swap::Guard<Arc<Snapshot>> {
        self.current.load()
    }

    /// Builds a new snapshot when something changed or time asks for it. True when there is a new one.
    pub(crate) fn refresh(&self, database: &Database) -> Result<bool, StoreError> {
        // A panic while building leaves the old snapshot in place, which is still whole.
        let _building = self.building.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let before = self.current.load_full();
        let now = self.clock.now();
        let state = database.read(|conn: &mut Conn| {
            if revision::current(conn)? == before.state.revision && now < before.valid_until {
                return Ok::<_, StoreError>(None);
            }
            build(conn, &before.state, now).map(Some)
        })?;
        let Some(state) = state else { return Ok(false) };
        self.current.store(Arc::new(Snapshot::new(state)));
        Ok(true)
    }
}

impl Snapshot {
    fn new(state: PublicState) -> Self {
        Self { valid_until: valid_until(&state), state, pages: RwLock::new(HashMap::new()), kept: AtomicUsize::new(0) }
    }

    /// The document under `key`, rendered now if nobody asked for it before.
    pub(crate) fn page(&self, key: &Key, render: impl FnOnce(&PublicState) -> Option<Page>) -> Option<Arc<Page>> {
        let pages = self.pages.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(page) = pages.get(key) {
            return Some(Arc::clone(page));
        }
        drop(pages);
        let page = Arc::new(render(&self.state)?);
        let mut pages = self.pages.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if self.kept.fetch_add(page.size(), Ordering::Relaxed) < KEPT {
            pages.insert(key.clone(), Arc::clone(&page));
        }
        Some(page)
    }
}

/// The first moment at which the state reads differently by itself.
fn valid_until(state: &PublicState) -> DateTime<Utc> {
    let tomorrow = state.now.date_naive().checked_add_days(Days::new(1)).map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let open = state.open(None);
    let promises = open.iter().filter_map(|record| record.incident.next_update_at);
    let growing = (!open.is_empty()).then(|| state.now + OPEN_FOR);
    let windows = state.maintenances.iter().flat_map(|record| [record.maintenance.starts_at, record.maintenance.ends_at]);
    tomorrow
        .into_iter()
        .chain(promises)
        .chain(growing)
        .chain(windows)
        .filter(|moment| *moment > state.now)
        .min()
        .unwrap_or(state.now + OPEN_FOR)
}
