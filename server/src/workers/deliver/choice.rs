//! Which account takes the next message: by weight among those that can, and one that stands by when no other can.

use super::{gate::Gate, hands::Hands, part::Part};
use tokio::time::Instant;

/// Where an account stands.
pub(super) struct Standing {
    /// Its part beside the others; 0 stands by.
    pub weight: u16,
    /// When it may send.
    pub gate: Gate,
    /// How many it has under way.
    pub hands: Hands,
    /// How much it is owed, in weights.
    pub owed: i64,
}

/// What is to be done with the next message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This account takes it.
    Take(usize),
    /// It waits until then, or until a hand is free.
    Wait(Option<Instant>),
    /// It is left to other servers: they have what could take it.
    Leave,
}

/// Chooses, and counts the message as taken. Over time each gets its part (smooth weighted round robin, as nginx does it).
pub(super) fn choose(all: &mut [Standing], now: Instant) -> Choice {
    let needs_reserve = needs_reserve(all, now);
    let may = |one: &Standing| one.weight > 0 || needs_reserve;
    let can = |one: &Standing| may(one) && one.hands.is_free() && one.gate.opens() <= now;
    let part = |one: &Standing| i64::from(one.weight.max(1));
    let total: i64 = all.iter().filter(|one| can(one)).map(part).sum();
    let mut best: Option<(usize, i64)> = None;
    for (index, one) in all.iter_mut().enumerate().filter(|(_, one)| can(one)) {
        one.owed += part(one);
        if best.is_none_or(|(_, owed)| one.owed > owed) {
            best = Some((index, one.owed));
        }
    }
    let Some((index, _)) = best else {
        if is_idle(all, now) {
            return Choice::Leave;
        }
        return Choice::Wait(
            all.iter().filter(|one| one.hands.is_free()).map(|one| one.gate.opens()).filter(|at| *at > now).min(),
        );
    };
    if let Some(chosen) = all.get_mut(index) {
        chosen.owed -= total;
        chosen.gate.pass(now);
        chosen.hands.take(now);
    }
    Choice::Take(index)
}

impl Standing {
    /// Its part, where several servers send by it.
    pub(super) fn share(&mut self, part: Part) {
        // Who has no connection leaves the rate to the others.
        self.gate.share(u32::try_from(part.servers.min(self.hands.whole())).unwrap_or(u32::MAX));
        self.hands.share(part);
    }
}

/// Whether only other servers have connections by which something can be sent now.
pub(super) fn is_idle(all: &[Standing], now: Instant) -> bool {
    let needs_reserve = needs_reserve(all, now);
    let mut may = all.iter().filter(|one| one.weight > 0 || needs_reserve);
    let is_ours = |one: &Standing| one.hands.most() > 0;
    if may.clone().any(|one| !one.gate.is_blocked(now)) {
        !may.any(|one| !one.gate.is_blocked(now) && is_ours(one))
    } else {
        !may.any(is_ours)
    }
}

/// Whether all are left alone that do not only stand by.
fn needs_reserve(all: &[Standing], now: Instant) -> bool {
    !all.iter().any(|one| one.weight > 0 && !one.gate.is_blocked(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn standing(weight: u16, hands: usize, rate: Option<u32>, now: Instant) -> Standing {
        Standing { weight, gate: Gate::new(rate, now), hands: Hands::new(hands, now), owed: 0 }
    }

    fn shares(all: &mut [Standing], messages: usize, now: Instant) -> Vec<usize> {
        let mut shares = vec![0; all.len()];
        for _ in 0..messages {
            if let Choice::Take(index) = choose(all, now) {
                shares[index] += 1;
                all[index].hands.put_down();
            }
        }
        shares
    }

    #[test]
    fn each_gets_its_part_and_the_reserve_nothing_until_it_is_needed() {
        let now = Instant::now();
        let mut all = [standing(3, 1, None, now), standing(1, 1, None, now), standing(0, 1, None, now)];
        assert_eq!(shares(&mut all, 100, now), [75, 25, 0]);
        all[0].gate.block(now);
        assert_eq!(shares(&mut all, 10, now), [0, 10, 0], "one stands in for another");
        all[1].gate.block(now);
        assert_eq!(shares(&mut all, 10, now), [0, 0, 10]);
        let later = now + Duration::from_secs(2);
        assert_eq!(shares(&mut all, 100, later), [75, 25, 0], "who was away is owed nothing");
    }

    #[test]
    fn who_has_no_connection_sends_nothing_and_leaves_the_rate_to_the_others() {
        let now = Instant::now();
        let mut all = [standing(1, 2, Some(10), now), standing(0, 9, None, now)];
        let third = |place| Part { servers: 3, place };
        for one in &mut all {
            one.share(third(2));
        }
        assert!(is_idle(&all, now), "the reserve waits");
        assert_eq!(choose(&mut all, now), Choice::Leave);
        all[0].gate.block(now);
        assert!(!is_idle(&all, now), "three of the reserve's nine are ours");
        for one in &mut all {
            one.share(third(1));
        }
        let later = now + Duration::from_mins(1);
        assert!(!is_idle(&all, later));
        assert_eq!(choose(&mut all, later), Choice::Take(0));
        assert_eq!((all[0].gate.opens() - later).as_millis(), 200, "two send by it");
    }

    #[test]
    fn a_part_of_what_is_down_holds_nothing_that_others_can_send() {
        let now = Instant::now();
        let mut all = [standing(1, 8, None, now), standing(1, 1, None, now)];
        for one in &mut all {
            one.share(Part { servers: 2, place: 1 });
        }
        assert!(!is_idle(&all, now));
        all[0].gate.block(now);
        assert_eq!(choose(&mut all, now), Choice::Leave, "the one connection that works is the other server's");
        all[1].gate.block(now);
        assert!(matches!(choose(&mut all, now), Choice::Wait(Some(_))), "nobody can send");
    }

    #[test]
    fn a_busy_or_a_slow_one_leaves_the_rest_to_the_others() {
        let now = Instant::now();
        let mut all = [standing(9, 1, None, now), standing(1, 5, None, now)];
        let taken: Vec<Choice> = (0..7).map(|_| choose(&mut all, now)).collect();
        assert_eq!(taken.iter().filter(|choice| **choice == Choice::Take(1)).count(), 5);
        assert_eq!(taken[6], Choice::Wait(None));
        let mut all = [standing(1, 5, Some(1), now)];
        assert_eq!(choose(&mut all, now), Choice::Take(0));
        assert_eq!(choose(&mut all, now), Choice::Wait(Some(now + Duration::from_secs(1))));
    }
}
