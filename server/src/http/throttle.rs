//! Slowing down who tries too often. Kept in memory: it is about the present, not about the record.

use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Counts tries by key.
#[derive(Default)]
pub(crate) struct Throttle {
    entries: Mutex<HashMap<String, Entry>>,
}

#[derive(Clone, Copy)]
struct Entry {
    count: u32,
    since: DateTime<Utc>,
    last: DateTime<Utc>,
}

impl Entry {
    fn left(&self, now: DateTime<Utc>) -> TimeDelta {
        let Some(over) = self.count.checked_sub(FREE_FAILURES) else { return TimeDelta::zero() };
        self.last + TimeDelta::seconds(1_i64 << over.min(10)).min(LONGEST_WAIT) - now
    }
}

/// Failures that cost nothing, and the longest wait after more (bar S-3).
const FREE_FAILURES: u32 = 5;
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// Past this many keys the old ones are forgotten.
const KEYS: usize = 10_000;

impl Throttle {
    /// Counts one more in a window of `window`; past `limit` gives the seconds to wait.
    pub(crate) fn count(&self, key: String, limit: u32, window: TimeDelta, now: DateTime<Utc>) -> Result<(), u64> {
        let mut entries = self.lock(now);
        let entry = entries.entry(key).or_insert(Entry { count: 0, since: now, last: now });
        if now - entry.since >= window {
            *entry = Entry { count: 0, since: now, last: now };
        }
        if entry.count >= limit {
            return Err(seconds(entry.since + window - now));
        }
        entry.count += 1;
        entry.last = now;
        Ok(())
    }

    /// Takes one try under every key, or gives the seconds to wait: after some failures the wait doubles from one second
    /// to fifteen minutes. A try counts as failed until [`Throttle::succeeded`] says otherwise, so that many at once are
    /// not all free.
    pub(crate) fn take_try(&self, keys: &[String], now: DateTime<Utc>) -> Result<(), u64> {
        let mut entries = self.lock(now);
        let left = keys.iter().filter_map(|key| entries.get(key)).map(|entry| entry.left(now)).max().unwrap_or_default();
        if left > TimeDelta::zero() {
            return Err(seconds(left));
        }
        for key in keys {
            let entry = entries.entry(key.clone()).or_insert(Entry { count: 0, since: now, last: now });
            entry.count = entry.count.saturating_add(1);
            entry.last = now;
        }
        Ok(())
    }

    /// Forgets failures after a success.
    pub(crate) fn succeeded(&self, key: &str) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn lock(&self, now: DateTime<Utc>) -> MutexGuard<'_, HashMap<String, Entry>> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() > KEYS {
            entries.retain(|_, entry| now - entry.last < LONGEST_WAIT);
        }
        entries
    }
}

fn seconds(left: TimeDelta) -> u64 {
    u64::try_from(left.num_seconds()).unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_after_five_failures() {
        let throttle = Throttle::default();
        let mut now = DateTime::UNIX_EPOCH;
        let keys = ["a".to_owned(), "b".to_owned()];
        for _ in 0..5 {
            assert_eq!(throttle.take_try(&keys, now), Ok(()));
        }
        assert!(throttle.take_try(&keys, now).is_err());
        now += TimeDelta::seconds(1);
        assert_eq!(throttle.take_try(&keys, now), Ok(()));
        assert!(throttle.take_try(&keys, now + TimeDelta::seconds(1)).is_err());
        assert_eq!(throttle.take_try(&keys, now + TimeDelta::seconds(2)), Ok(()));
        throttle.succeeded("a");
        throttle.succeeded("b");
        assert_eq!(throttle.take_try(&keys, now), Ok(()));
    }

    #[test]
    fn a_window_lets_so_many_through() {
        let throttle = Throttle::default();
        let now = DateTime::UNIX_EPOCH;
        let hour = TimeDelta::hours(1);
        assert!((0..10).all(|_| throttle.count("ip".to_owned(), 10, hour, now).is_ok()));
        assert_eq!(throttle.count("ip".to_owned(), 10, hour, now), Err(3_601));
        assert!(throttle.count("ip".to_owned(), 10, hour, now + hour).is_ok());
    }
}
