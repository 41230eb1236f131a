//! When a message may leave: not faster than the configured rate, and not while the mail server is unusable.

use std::time::Duration;
use tokio::{
    sync::Mutex,
    time::{Instant, sleep_until},
};

/// Shared by all connections.
pub(super) struct Gate {
    /// Time between two messages, when a rate is set.
    pace: Option<Duration>,
    state: Mutex<State>,
}

struct State {
    next: Instant,
    blocked_until: Instant,
    failures: u32,
    /// Refusals by policy since the server last took a message.
    refusals: u32,
}

/// So many refusals by policy in a row are no fault of their readers: everything waits.
const REFUSALS: u32 = 5;

/// Longest pause after the mail server was found unusable.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

impl Gate {
    /// A gate for `rate` messages a second; none for no limit.
    pub(super) fn new(rate: Option<u32>) -> Self {
        let now = Instant::now();
        let state = State { next: now, blocked_until: now, failures: 0, refusals: 0 };
        Self { pace: rate.map(|rate| Duration::from_secs(1) / rate.max(1)), state: Mutex::new(state) }
    }

    /// Waits for a message's turn.
    pub(super) async fn pass(&self) {
        let turn = {
            let mut state = self.state.lock().await;
            let turn = state.next.max(state.blocked_until).max(Instant::now());
            if let Some(pace) = self.pace {
                state.next = turn + pace;
            }
            turn
        };
        // Even a sleep that is over costs a tick of the timer, a millisecond for every message.
        if turn > Instant::now() {
            sleep_until(turn).await;
        }
    }

    /// The server took a message.
    pub(super) async fn open(&self) {
        let mut state = self.state.lock().await;
        (state.failures, state.refusals) = (0, 0);
    }

    /// The server refused a message by policy. True when everything waits because of that.
    pub(super) async fn refused(&self) -> bool {
        let many = {
            let mut state = self.state.lock().await;
            state.refusals = state.refusals.saturating_add(1);
            state.refusals >= REFUSALS
        };
        if many {
            self.block().await;
        }
        many
    }

    /// The server cannot be used: everything waits, each time twice as long. Many connections that fail at once count once.
    pub(super) async fn block(&self) {
        let mut state = self.state.lock().await;
        let now = Instant::now();
        if state.blocked_until <= now {
            state.failures = state.failures.saturating_add(1);
            let pause = Duration::from_secs(1_u64 << state.failures.min(6)).min(LONGEST_PAUSE);
            state.blocked_until = now + pause;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_rate_spaces_messages_evenly() {
        let gate = Gate::new(Some(10));
        let start = Instant::now();
        for _ in 0..11 {
            gate.pass().await;
        }
        assert_eq!(start.elapsed().as_millis(), 1_000);
    }

    #[tokio::test(start_paused = true)]
    async fn many_refusals_by_policy_let_everything_wait_and_one_does_not() {
        let gate = Gate::new(None);
        for _ in 0..4 {
            assert!(!gate.refused().await);
        }
        gate.open().await;
        for _ in 0..4 {
            assert!(!gate.refused().await, "one that was taken begins the count anew");
        }
        assert!(gate.refused().await);
        let start = Instant::now();
        gate.pass().await;
        assert_eq!(start.elapsed().as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn an_unusable_server_is_left_alone_for_longer_each_time() {
        let gate = Gate::new(None);
        let mut pauses = Vec::new();
        for _ in 0..8 {
            gate.block().await;
            gate.block().await;
            let start = Instant::now();
            gate.pass().await;
            pauses.push(start.elapsed().as_secs_f64().round().to_string());
        }
        assert_eq!(pauses, ["2", "4", "8", "16", "32", "60", "60", "60"]);
    }
}
