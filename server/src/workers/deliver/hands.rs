//! How many messages an account has under way: as many as it may have connections, fewer where its server lets fewer in.

use super::part::Part;
use std::time::Duration;
use tokio::time::Instant;

/// The hands of one account.
pub(super) struct Hands {
    /// Connections of the account, of all servers together.
    whole: usize,
    /// How many of them are ours.
    most: usize,
    /// How many the server lets in, as far as is known.
    allowed: usize,
    busy: usize,
    /// When one more is tried.
    more: Instant,
    /// When a message was last taken.
    took: Option<Instant>,
}

/// A server that let fewer in is tried with one more after this.
const PATIENCE: Duration = Duration::from_mins(1);
/// A server that took a message this lately is no server that is down.
const LATELY: Duration = Duration::from_secs(10);

impl Hands {
    /// So many at most.
    pub(super) fn new(most: usize, now: Instant) -> Self {
        Self { whole: most, most, allowed: most, busy: 0, more: now, took: None }
    }

    /// Our part of the account's connections.
    pub(super) fn share(&mut self, part: Part) {
        let (before, most) = (self.most, part.of(self.whole));
        // What the server does not let in is not ours either, whatever the part.
        self.allowed = if self.allowed < before { self.allowed.max(1).min(most) } else { most };
        self.most = most;
    }

    /// How many there are for us, whatever the server lets in.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// Connections of the account, of all servers together.
    pub(super) fn whole(&self) -> usize {
        self.whole
    }

    /// How many connections may stay open with nothing under way.
    pub(super) fn idle(&self) -> usize {
        self.allowed.saturating_sub(self.busy)
    }

    /// Whether one is free.
    pub(super) fn is_free(&self) -> bool {
        self.busy < self.allowed
    }

    /// One takes a message in hand.
    pub(super) fn take(&mut self, now: Instant) {
        self.busy += 1;
        if self.allowed < self.most && now >= self.more {
            (self.allowed, self.more) = (self.allowed + 1, now + PATIENCE);
        }
    }

    /// One is done.
    pub(super) fn put_down(&mut self) {
        self.busy = self.busy.saturating_sub(1);
    }

    /// The server took a message.
    pub(super) fn took(&mut self, now: Instant) {
        self.took = Some(now);
    }

    /// A connection was not let in. True when that is because others are: then there are fewer from now on.
    pub(super) fn was_shut_out(&mut self, now: Instant) -> bool {
        let works = self.busy > 1 && self.took.is_some_and(|took| now - took < LATELY);
        if works {
            self.allowed = self.allowed.min(self.busy - 1);
            self.more = now + PATIENCE;
        }
        works
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_lets_three_in_gets_three_and_one_more_is_tried_later() {
        let start = Instant::now();
        let mut hands = Hands::new(10, start);
        (0..10).for_each(|_| hands.take(start));
        assert!(!hands.is_free());
        assert!(!hands.was_shut_out(start), "nothing went through yet: the server may be down");
        hands.took(start);
        for _ in 0..7 {
            assert!(hands.was_shut_out(start));
            hands.put_down();
        }
        assert!(!hands.is_free());
        hands.put_down();
        assert!(hands.is_free());
        hands.take(start + Duration::from_secs(59));
        assert!(!hands.is_free());
        hands.put_down();
        hands.take(start + Duration::from_mins(1));
        assert!(hands.is_free(), "a fourth is tried");
    }

    #[test]
    fn a_part_is_kept_as_others_come_and_go() {
        let now = Instant::now();
        let mut hands = Hands::new(5, now);
        let third = Part { servers: 3, place: 2 };
        (0..3).for_each(|_| hands.take(now));
        hands.share(third);
        assert!(!hands.is_free() && hands.idle() == 0, "one of five is ours");
        (0..3).for_each(|_| hands.put_down());
        assert_eq!(hands.idle(), 1);
        hands.share(Part { servers: 6, place: 5 });
        assert!(!hands.is_free(), "there is none for the sixth");
        hands.share(Part::ALL);
        assert_eq!(hands.idle(), 5);
        (0..5).for_each(|_| hands.take(now));
        hands.took(now);
        assert!(hands.was_shut_out(now));
        hands.share(Part { servers: 1, place: 0 });
        assert_eq!(hands.allowed, 4, "the server lets no more in");
    }

    #[test]
    fn the_last_hand_is_never_taken_away() {
        let now = Instant::now();
        let mut hands = Hands::new(2, now);
        hands.take(now);
        hands.took(now);
        assert!(!hands.was_shut_out(now));
        assert!(hands.is_free());
    }
}
