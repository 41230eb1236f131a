//! What is under way here. While a database hangs, a machine sleeps or a clock is set, a lease may end before its delivery is
//! done with, and the delivery be claimed once more.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Deliveries that are under way, each with the lease by which it is held by now.
#[derive(Debug, Default)]
pub(super) struct UnderWay(Mutex<HashMap<String, String>>);

/// One of them, until this is dropped.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    all: &'a UnderWay,
    delivery: String,
}

impl UnderWay {
    /// A delivery that was claimed by this lease begins.
    pub(super) fn begin(&self, delivery: &str, lease: &str) -> Mark<'_> {
        self.list().insert(delivery.to_owned(), lease.to_owned());
        Mark { all: self, delivery: delivery.to_owned() }
    }

    /// Whether a delivery that was claimed by this lease is under way already. If so it goes on under this one.
    pub(super) fn goes_on(&self, delivery: &str, lease: &str) -> bool {
        let mut list = self.list();
        let held = list.get_mut(delivery);
        held.map(|held| lease.clone_into(held)).is_some()
    }

    fn list(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mark<'_> {
    /// Ends it, and says by which lease it was held at last: by that it can be given back.
    pub(super) fn end(mut self) -> Option<String> {
        // By the time this is dropped it may have begun again.
        let delivery = std::mem::take(&mut self.delivery);
        self.all.list().remove(&delivery)
    }
}

impl Drop for Mark<'_> {
    fn drop(&mut self) {
        self.all.list().remove(&self.delivery);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_claimed_once_more_is_given_back_by_its_newest_lease() {
        let all = UnderWay::default();
        let mark = all.begin("a", "me.1");
        assert!(all.goes_on("a", "me.2"));
        assert!(!all.goes_on("b", "me.2"));
        assert_eq!(mark.end().as_deref(), Some("me.2"));
        assert!(!all.goes_on("a", "me.3"), "whoever claims it now has it");
    }

    #[test]
    fn what_is_dropped_is_not_under_way() {
        let all = UnderWay::default();
        drop(all.begin("a", "me.1"));
        assert!(!all.goes_on("a", "me.2"));
    }
}
