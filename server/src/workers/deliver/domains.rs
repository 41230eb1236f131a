//! How many messages to readers of one domain are under way: a domain that is served slowly must not hold the hands that
//! others need.
//!
//! A quick domain may use every hand. One of which nothing is known yet uses a few until its first answer, and one that is
//! slow beside the rest goes on at its own pace: what comes too early for it goes back into the queue.

use super::part::Part;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};

/// What is known of the domains.
pub(super) struct Domains {
    /// Most at once to any one domain by all servers together, where the operator says so.
    whole_limit: Option<usize>,
    known: Mutex<Known>,
    /// Something was answered.
    answered: Notify,
}

#[derive(Default)]
struct Known {
    /// Hands there are.
    hands: usize,
    /// Most of them at once to any one domain, where the operator says so.
    limit: Option<usize>,
    domains: HashMap<String, Domain>,
    /// What is under way: as many as there are hands at most, however many domains are remembered.
    in_hand: Vec<Pass>,
    /// How long a message of any domain takes, smoothed; none before the first answer.
    usual: Option<Duration>,
}

#[derive(Default)]
struct Domain {
    /// How long a message takes, smoothed; none before the first answer.
    time: Option<Duration>,
    /// When the next of those that went back may come.
    next: Option<Instant>,
}

/// A message to a domain that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pass {
    domain: String,
    since: Instant,
}

/// Whether a message may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// It may.
    Now,
    /// It goes back into the queue for so long.
    Later(Duration),
}

/// What takes longer may be slow; what takes less is quick whatever others do.
const SLOW: Duration = Duration::from_millis(500);
/// What takes so many times what is usual is slow.
const TIMES: u32 = 4;
/// What is slow, and what has not answered yet, has one hand in so many: others must not feel it.
const SHARE: usize = 16;
/// Shortest and longest that anything goes back for.
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_mins(1);
/// Domains that are remembered; with more, those with nothing in hand are forgotten.
const REMEMBERED: usize = 10_000;

impl Domains {
    /// Nothing is known; there are so many hands.
    pub(super) fn new(hands: usize, limit: Option<usize>) -> Self {
        let known = Known { hands, limit, ..Known::default() };
        Self { whole_limit: limit, known: Mutex::new(known), answered: Notify::new() }
    }

    /// There are so many hands from now on; of what one domain may have, only this part is ours.
    pub(super) fn share(&self, hands: usize, part: Part) {
        let mut known = self.known();
        (known.hands, known.limit) = (hands, self.whole_limit.map(|limit| part.of(limit)));
    }

    /// How many servers can send at once to a domain, where the operator says so.
    pub(super) fn enough(&self) -> Option<usize> {
        self.whole_limit
    }

    /// Whether a message to this domain may leave; or until when to wait for what is to become known of a new domain.
    pub(super) fn look(&self, name: &str) -> Result<Entry, Instant> {
        self.knock(name, Instant::now())
    }

    /// The same, having waited.
    pub(super) async fn enter(&self, name: &str) -> Entry {
        loop {
            let until = match self.look(name) {
                Ok(entry) => return entry,
                Err(until) => until,
            };
            // Whether it was answered or is too late, the next look tells.
            let _ = timeout_at(until, self.answered.notified()).await;
        }
    }

    fn knock(&self, name: &str, now: Instant) -> Result<Entry, Instant> {
        let mut known = self.known();
        if known.domains.len() >= REMEMBERED {
            let Known { domains, in_hand, .. } = &mut *known;
            domains.retain(|name, _| in_hand.iter().any(|pass| pass.domain == *name));
        }
        let (slow, patience, hands, limit) = (known.slow(), known.patience(), known.hands, known.limit);
        let stuck = known.in_hand.iter().filter(|pass| now - pass.since >= slow).count();
        let (busy, oldest) = known.of(name);
        let domain = known.domains.entry(name.to_owned()).or_default();
        let pace = domain.time.unwrap_or_default().max(oldest.map_or(Duration::ZERO, |oldest| now - oldest));
        let (is_slow, is_new) = (pace >= slow, domain.time.is_none());
        let cap = match domain.time {
            Some(_) if !is_slow => usize::MAX,
            _ => hands.div_ceil(SHARE).max(1),
        };
        let cap = cap.min(limit.unwrap_or(usize::MAX));
        // Where half the hands are stuck, only domains that are known to be quick get one of the rest.
        let is_kept_out = (is_slow || is_new) && stuck >= hands.div_ceil(2).max(1);
        if busy < cap && !is_kept_out {
            return Ok(Entry::Now);
        }
        if let Some(oldest) = oldest.filter(|oldest| is_new && now < *oldest + patience) {
            return Err(oldest + patience);
        }
        let step = pace.max(SHORTEST) / u32::try_from(cap.max(1)).unwrap_or(1);
        let turn = (domain.next.unwrap_or(now).max(now) + step).min(now + LONGEST);
        domain.next = Some(turn);
        Ok(Entry::Later(turn - now))
    }

    /// A message is under way from now on; the pass is given back when it is over.
    pub(super) fn begin(&self, name: &str) -> Pass {
        self.begin_at(name, Instant::now())
    }

    fn begin_at(&self, name: &str, now: Instant) -> Pass {
        let pass = Pass { domain: name.to_owned(), since: now };
        self.known().in_hand.push(pass.clone());
        pass
    }

    /// A message was answered, or waited for in vain.
    pub(super) fn leave(&self, pass: &Pass) {
        self.over(pass, Instant::now());
        self.answered.notify_one();
    }

    /// A message was not sent after all.
    pub(super) fn forget(&self, pass: &Pass) {
        self.known().put_down(pass);
        self.answered.notify_one();
    }

    fn over(&self, pass: &Pass, now: Instant) {
        let (mut known, took) = (self.known(), now - pass.since);
        known.usual = Some(known.usual.map_or(took, |usual| smoothed(usual, took, 16)));
        known.put_down(pass);
        let domain = known.domains.entry(pass.domain.clone()).or_default();
        domain.time = Some(domain.time.map_or(took, |time| smoothed(time, took, 4)));
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// How many messages to a domain are under way, and since when the oldest.
    fn of(&self, name: &str) -> (usize, Option<Instant>) {
        let passes = self.in_hand.iter().filter(|pass| pass.domain == name);
        (passes.clone().count(), passes.map(|pass| pass.since).min())
    }

    fn put_down(&mut self, pass: &Pass) {
        if let Some(index) = self.in_hand.iter().position(|other| other == pass) {
            self.in_hand.swap_remove(index);
        }
    }

    /// How long everybody waits for the first answer of a new domain, rather than put back what is for it.
    fn patience(&self) -> Duration {
        self.usual.map_or(SLOW, |usual| (usual * TIMES).clamp(SHORTEST, SLOW))
    }

    /// How long a message takes that is slow beside the rest.
    fn slow(&self) -> Duration {
        self.usual.map_or(SLOW, |usual| SLOW.max(usual * TIMES))
    }
}

/// A mean in which the new value counts for one of `of`.
fn smoothed(mean: Duration, new: Duration, of: u32) -> Duration {
    (mean * (of - 1) + new) / of
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Duration = Duration::from_millis(2);

    /// Sends one and gives how it went; an answer takes `answer`.
    fn send(domains: &Domains, name: &str, now: Instant, answer: Duration) -> bool {
        let enters = domains.knock(name, now) == Ok(Entry::Now);
        if enters {
            domains.over(&domains.begin_at(name, now), now + answer);
        }
        enters
    }

    fn entered(domains: &Domains, name: &str, now: Instant, wanted: usize) -> usize {
        let enters = |_: &usize| {
            let enters = domains.knock(name, now) == Ok(Entry::Now);
            if enters {
                domains.begin_at(name, now);
            }
            enters
        };
        (0..wanted).filter(enters).count()
    }

    #[test]
    fn a_quick_domain_may_have_every_hand_and_a_new_one_a_few_until_it_answers() {
        let (domains, now) = (Domains::new(10, None), Instant::now());
        assert_eq!(entered(&domains, "new.example", now, 5), 1);
        assert_eq!(domains.knock("new.example", now), Err(now + SLOW), "the next waits for its first answer");
        assert!(send(&domains, "quick.example", now, TICK));
        assert_eq!(entered(&domains, "quick.example", now, 20), 20, "the rest waits for a hand");
    }

    #[test]
    fn a_domain_that_does_not_answer_keeps_one_hand_in_sixteen_and_goes_on_at_its_pace() {
        let (domains, start) = (Domains::new(20, None), Instant::now());
        assert!(send(&domains, "quick.example", start, TICK));
        assert_eq!(entered(&domains, "dead.example", start, 20), 2);
        assert_eq!(
            domains.knock("dead.example", start),
            Err(start + SHORTEST),
            "others answer soon, so it is not waited for long"
        );
        let later = start + Duration::from_secs(1);
        let times: Vec<Entry> = (0..3).map(|_| domains.knock("dead.example", later).unwrap()).collect();
        let expected = [500, 1_000, 1_500].map(|millis| Entry::Later(Duration::from_millis(millis)));
        assert_eq!(times, expected, "a second each, two at once");
        assert_eq!(entered(&domains, "quick.example", later, 20), 20);
    }

    #[test]
    fn a_quick_domain_that_turns_slow_is_known_by_what_is_in_hand() {
        let (domains, start) = (Domains::new(10, None), Instant::now());
        assert!(send(&domains, "turns.example", start, TICK));
        assert_eq!(entered(&domains, "turns.example", start, 2), 2);
        assert!(matches!(domains.knock("turns.example", start + SLOW), Ok(Entry::Later(_))));
    }

    #[test]
    fn many_dead_domains_together_keep_no_more_than_half() {
        let (domains, start) = (Domains::new(10, None), Instant::now());
        assert!(send(&domains, "quick.example", start, TICK));
        for number in 0..5 {
            assert_eq!(entered(&domains, &format!("dead{number}.example"), start, 1), 1);
        }
        let later = start + Duration::from_secs(1);
        assert!(matches!(domains.knock("dead5.example", later), Ok(Entry::Later(_))));
        assert!(send(&domains, "quick.example", later, TICK));
    }

    #[test]
    fn where_all_is_slow_nobody_is_slower_than_the_rest() {
        let (domains, mut now) = (Domains::new(10, None), Instant::now());
        for name in ["a.example", "b.example", "c.example"] {
            assert!(send(&domains, name, now, Duration::from_secs(1)));
        }
        now += Duration::from_secs(5);
        assert_eq!(entered(&domains, "a.example", now, 10), 10);
    }

    #[test]
    fn an_operator_may_set_a_limit() {
        let (domains, now) = (Domains::new(10, Some(2)), Instant::now());
        assert!(send(&domains, "quick.example", now, TICK));
        assert_eq!(entered(&domains, "quick.example", now, 10), 2);
        domains.share(5, Part { servers: 3, place: 2 });
        domains.leave(&domains.begin("other.example"));
        assert!(matches!(domains.knock("other.example", now), Ok(Entry::Later(_))), "both are other servers'");
        assert_eq!(domains.enough(), Some(2));
    }
}
