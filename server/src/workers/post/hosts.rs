//! Which hosts of programs answer quickly: those that do not, or have not answered yet, never have all hands. A chat service
//! has one host, and nobody whom it could delay but its own.

use super::at_once;
use crate::domain::channel::Channel;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// An answer that takes longer is slow.
const SLOW: Duration = Duration::from_secs(3);
/// A host that was slow waits so long for a hand, one that has not answered yet hardly: it may be quick.
const OF_SLOW: Duration = Duration::from_secs(15);
const OF_NEW: Duration = Duration::from_secs(1);
/// Hosts that are remembered; with more, all are forgotten and prove themselves again.
const REMEMBERED: usize = 10_000;

/// What is known of hosts.
pub(super) struct Hosts {
    /// Whether each was quick when it answered last.
    quick: Mutex<HashMap<String, bool>>,
    unproven: Arc<Semaphore>,
}

impl Default for Hosts {
    fn default() -> Self {
        Self { quick: Mutex::default(), unproven: Arc::new(Semaphore::new(at_once(Channel::Webhook) / 2)) }
    }
}

impl Hosts {
    /// Whether a hand may be used for an address, and for one without proof its share of half of the hands; or how long it
    /// should wait, where others without proof have that half.
    pub(super) fn place(&self, channel: Channel, address: &str) -> Result<Option<OwnedSemaphorePermit>, Duration> {
        if channel != Channel::Webhook {
            return Ok(None);
        }
        let quick = self.quick.lock().unwrap_or_else(PoisonError::into_inner).get(&host(address)).copied();
        if quick == Some(true) {
            return Ok(None);
        }
        let wait = if quick.is_some() { OF_SLOW } else { OF_NEW };
        Arc::clone(&self.unproven).try_acquire_owned().map(Some).map_err(|_| wait)
    }

    /// A host answered, or did not, in this time.
    pub(super) fn answered(&self, address: &str, took: Duration) {
        let mut quick = self.quick.lock().unwrap_or_else(PoisonError::into_inner);
        if quick.len() >= REMEMBERED {
            quick.clear();
        }
        quick.insert(host(address), took <= SLOW);
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

    #[test]
    fn hosts_that_hang_leave_half_of_the_hands() {
        let hosts = Hosts::default();
        let address = |number: usize| format!("https://h{number}.example/hook");
        let hanging: Vec<_> = (0..99).filter_map(|number| hosts.place(Channel::Webhook, &address(number)).ok()).collect();
        assert_eq!(hanging.len(), at_once(Channel::Webhook) / 2);
        hosts.answered(&address(100), Duration::from_millis(20));
        assert!(matches!(hosts.place(Channel::Webhook, &address(100)), Ok(None)));
        hosts.answered(&address(100), Duration::from_secs(10));
        assert_eq!(hosts.place(Channel::Webhook, &address(100)).err(), Some(OF_SLOW));
        assert_eq!(hosts.place(Channel::Webhook, &address(101)).err(), Some(OF_NEW));
        drop(hanging);
        assert!(hosts.place(Channel::Webhook, &address(100)).is_ok());
    }
}
