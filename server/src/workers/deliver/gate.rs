//! When a message may leave by an account: not faster than its rate, and not while its server is unusable.

use std::{collections::HashSet, time::Duration};
use tokio::time::Instant;

/// The gate of one account.
pub(super) struct Gate {
    /// Time between two messages, when a rate is set.
    pace: Option<Duration>,
    /// Servers that share it.
    servers: u32,
    next: Instant,
    blocked_until: Instant,
    failures: u32,
    /// Refusals by policy since the server last took a message.
    refusals: u32,
    /// Domains whose readers it has refused without a word of why since then; and when it last did.
    doubts: HashSet<String>,
    doubted_at: Instant,
}

/// So many refusals by policy in a row are no fault of their readers: everything waits.
const REFUSALS: u32 = 5;
/// When readers of so many domains were refused, none with a word of why and none taken in between, that is no fault of theirs
/// either.
const DOUBTS: usize = 10;
/// What was refused before is forgotten: by then nobody tries it any more.
const FORGOTTEN: Duration = Duration::from_hours(24);

/// Longest pause after the mail server was found unusable.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

impl Gate {
    /// A gate for `rate` messages a second; none for no limit.
    pub(super) fn new(rate: Option<u32>, now: Instant) -> Self {
        let pace = rate.map(|rate| Duration::from_secs(1) / rate.max(1));
        Self {
            pace,
            servers: 1,
            next: now,
            blocked_until: now,
            failures: 0,
            refusals: 0,
            doubts: HashSet::new(),
            doubted_at: now,
        }
    }

    /// From when on the next message may pass.
    pub(super) fn opens(&self) -> Instant {
        self.next.max(self.blocked_until)
    }

    /// Whether the server is left alone for now.
    pub(super) fn is_blocked(&self, now: Instant) -> bool {
        self.blocked_until > now
    }

    /// A message passes.
    pub(super) fn pass(&mut self, now: Instant) {
        if let Some(pace) = self.pace {
            self.next = self.opens().max(now) + pace * self.servers;
        }
    }

    /// The rate is that of so many servers together, at least one.
    pub(super) fn share(&mut self, servers: u32) {
        self.servers = servers;
    }

    /// The server took a message.
    pub(super) fn open(&mut self) {
        (self.failures, self.refusals) = (0, 0);
        self.doubts.clear();
    }

    /// The server refused a message by policy. True when everything waits because of that.
    pub(super) fn refused(&mut self, now: Instant) -> bool {
        self.refusals = self.refusals.saturating_add(1);
        let many = self.refusals >= REFUSALS;
        if many {
            self.block(now);
        }
        many
    }

    /// The server refused a reader of this domain without a word of why. True when everything waits because of that.
    pub(super) fn doubted(&mut self, domain: &str, now: Instant) -> bool {
        if now - self.doubted_at > FORGOTTEN {
            self.doubts.clear();
        }
        self.doubted_at = now;
        // With enough of them no more need to be known.
        if self.doubts.len() < DOUBTS {
            self.doubts.insert(domain.to_owned());
        }
        let many = self.doubts.len() >= DOUBTS;
        if many {
            self.block(now);
        }
        many
    }

    /// The server cannot be used: everything waits, each time twice as long. Many connections that fail at once count once.
    pub(super) fn block(&mut self, now: Instant) {
        if !self.is_blocked(now) {
            self.failures = self.failures.saturating_add(1);
            let pause = Duration::from_secs(1_u64 << self.failures.min(6)).min(LONGEST_PAUSE);
            self.blocked_until = now + pause;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_spaces_messages_evenly() {
        let start = Instant::now();
        let mut gate = Gate::new(Some(10), start);
        for _ in 0..11 {
            gate.pass(start);
        }
        assert_eq!((gate.opens() - start).as_millis(), 1_100);
        gate.share(3);
        gate.pass(start);
        assert_eq!((gate.opens() - start).as_millis(), 1_400);
        gate.share(1);
        // A pause is not made up for by a burst.
        let later = start + Duration::from_mins(1);
        gate.pass(later);
        assert_eq!((gate.opens() - later).as_millis(), 100);
    }

    #[test]
    fn many_refusals_by_policy_let_everything_wait_and_one_does_not() {
        let start = Instant::now();
        let mut gate = Gate::new(None, start);
        assert!((0..4).all(|_| !gate.refused(start)));
        gate.open();
        assert!((0..4).all(|_| !gate.refused(start)), "one that was taken begins the count anew");
        assert!(gate.refused(start));
        assert_eq!((gate.opens() - start).as_secs(), 2);
    }

    #[test]
    fn a_server_that_refuses_readers_of_all_domains_is_doubted_and_one_dead_domain_is_not() {
        let start = Instant::now();
        let mut gate = Gate::new(None, start);
        assert!((0..100).all(|number| !gate.doubted(["gone.example", "dead.example"][number % 2], start)));
        assert!((0..8).all(|number| !gate.doubted(&format!("{number}.example"), start + Duration::from_hours(25))));
        gate.open();
        assert!((0..9).all(|number| !gate.doubted(&format!("{number}.example"), start)));
        assert!(gate.doubted("9.example", start) && gate.is_blocked(start));
        assert!(gate.doubted("9.example", start), "until it takes something");
        gate.open();
        assert!(!gate.doubted("8.example", start));
    }

    #[test]
    fn an_unusable_server_is_left_alone_for_longer_each_time() {
        let mut now = Instant::now();
        let mut gate = Gate::new(None, now);
        let mut pauses = Vec::new();
        for _ in 0..8 {
            gate.block(now);
            gate.block(now);
            pauses.push((gate.opens() - now).as_secs());
            now = gate.opens();
        }
        assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60, 60]);
    }
}
