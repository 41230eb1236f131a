//! Which hosts of programs answer quickly: those that do not, and those of which it is not known yet, each have a third of the
//! hands and no more (bar R-15). A chat service has one host, and nobody whom it could delay but its own.

use super::at_once;
use crate::domain::channel::Channel;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// An answer that takes longer is slow.
pub(super) const SLOW: Duration = Duration::from_secs(2);
/// A host that was slow waits so long for a hand, one that has not answered yet hardly: it may be quick.
const OF_SLOW: Duration = Duration::from_secs(15);
const OF_NEW: Duration = Duration::from_secs(1);
/// Hosts that are remembered; with more, all are forgotten and prove themselves again.
const REMEMBERED: usize = 10_000;

/// What is known of hosts.
pub(super) struct Hosts {
    /// Whether each was quick when it answered last.
    quick: Mutex<HashMap<String, bool>>,
    /// For those that were slow.
    slow: Arc<Semaphore>,
    /// For those that have not answered yet.
    new: Arc<Semaphore>,
}

/// The right to use a hand; those of quick hosts need none.
pub(super) type Place = Option<OwnedSemaphorePermit>;

impl Default for Hosts {
    fn default() -> Self {
        let third = || Arc::new(Semaphore::new(at_once(Channel::Webhook) / 3));
        Self { quick: Mutex::default(), slow: third(), new: third() }
    }
}

impl Hosts {
    /// A place for an address; or how long it should wait, where others like it have all of theirs.
    pub(super) fn place(&self, channel: Channel, address: &str) -> Result<Place, Duration> {
        if channel != Channel::Webhook {
            return Ok(None);
        }
        let quick = self.quick.lock().unwrap_or_else(PoisonError::into_inner).get(&host(address)).copied();
        let (places, wait) = match quick {
            Some(true) => return Ok(None),
            Some(false) => (&self.slow, OF_SLOW),
            None => (&self.new, OF_NEW),
        };
        Arc::clone(places).try_acquire_owned().map(Some).map_err(|_| wait)
    }

    /// A host has not answered for so long that it is slow. Where there is room among those, its place is free for one that may
    /// be quick.
    pub(super) fn hangs(&self, address: &str, place: &mut Place) {
        self.remember(address, false);
        if place.is_some()
            && let Ok(slow) = Arc::clone(&self.slow).try_acquire_owned()
        {
            *place = Some(slow);
        }
    }

    /// A host answered, or did not, in this time.
    pub(super) fn answered(&self, address: &str, took: Duration) {
        self.remember(address, took <= SLOW);
    }

    fn remember(&self, address: &str, is_quick: bool) {
        let mut quick = self.quick.lock().unwrap_or_else(PoisonError::into_inner);
        if quick.len() >= REMEMBERED {
            quick.clear();
        }
        quick.insert(host(address), is_quick);
    }
}

/// The host of an address.
fn host(address: &str) -> String {
    let url = url::Url::parse(address).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: usize) -> String {
        format!("https://h{number}.example/hook")
    }

    #[test]
    fn hosts_that_hang_leave_a_third_of_the_hands_to_the_quick_and_one_to_the_new() {
        let (hosts, third) = (Hosts::default(), at_once(Channel::Webhook) / 3);
        let begin = |numbers: std::ops::Range<usize>| {
            let places = numbers.map(|number| hosts.place(Channel::Webhook, &address(number)).map(|place| (number, place)));
            places.filter_map(Result::ok).collect::<Vec<_>>()
        };
        let hang = |places: &mut Vec<(usize, Place)>| {
            for (number, place) in places {
                hosts.hangs(&address(*number), place);
            }
        };
        let mut hanging = begin(0..99);
        assert_eq!((hanging.len(), hosts.place(Channel::Webhook, &address(101)).err()), (third, Some(OF_NEW)));
        hosts.answered(&address(100), Duration::from_millis(20));
        assert!(matches!(hosts.place(Channel::Webhook, &address(100)), Ok(None)));
        hang(&mut hanging);
        let mut more = begin(200..299);
        assert_eq!(more.len(), third, "the places of the new are free again");
        hang(&mut more);
        assert_eq!(begin(300..399).len(), 0, "there is no room among the slow");
        hosts.answered(&address(100), Duration::from_secs(10));
        assert_eq!(hosts.place(Channel::Webhook, &address(100)).err(), Some(OF_SLOW));
        drop(hanging);
        assert!(hosts.place(Channel::Webhook, &address(100)).is_ok());
    }
}
