//! How many deliveries to claim at once: many where sending is quick, few where it is slow.
//!
//! What is claimed and not sent in time waits for its lease to end; so a slow server must not be given a long queue.

use std::time::Duration;

/// The size of the next batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Batch {
    /// Whether the last was handed out so soon that the next may be claimed meanwhile, and nothing urgent waits long behind it.
    pub is_quick: bool,
    size: usize,
    most: usize,
}

/// Messages claimed for each connection at most.
const EACH: usize = 8;
/// A batch shall be handed out in less than this, and may grow when it took less than that.
const SLOW: Duration = Duration::from_secs(5);
const QUICK: Duration = Duration::from_secs(1);

impl Batch {
    /// For so many connections and messages a second.
    pub(super) fn new(connections: usize, rate: Option<u32>) -> Self {
        let most = connections * EACH;
        let in_time = rate.and_then(|rate| usize::try_from(rate).ok()).map_or(most, |rate| rate.saturating_mul(5));
        let most = most.min(in_time).max(1);
        Self { is_quick: false, size: connections.min(most), most }
    }

    /// How many to claim.
    pub(super) fn size(self) -> i64 {
        i64::try_from(self.size).unwrap_or(1)
    }

    /// A batch was handed out in this time.
    pub(super) fn took(&mut self, time: Duration) {
        self.is_quick = time < QUICK;
        if time > SLOW {
            self.size = (self.size / 2).max(1);
        } else if self.is_quick {
            self.size = (self.size * 2).min(self.most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quick_server_gets_more_and_a_slow_one_less() {
        let mut batch = Batch::new(10, None);
        let mut sizes = Vec::new();
        for seconds in [0, 0, 0, 0, 3, 6, 6, 6, 6, 6, 6, 6, 6] {
            sizes.push(batch.size());
            batch.took(Duration::from_secs(seconds));
            assert_eq!(batch.is_quick, seconds < 1);
        }
        assert_eq!(sizes, [10, 20, 40, 80, 80, 80, 40, 20, 10, 5, 2, 1, 1]);
    }

    #[test]
    fn a_rate_bounds_what_is_claimed() {
        assert_eq!(Batch::new(100, Some(1)).size(), 5);
        assert_eq!(Batch::new(10, Some(1_000)).size(), 10);
    }
}
