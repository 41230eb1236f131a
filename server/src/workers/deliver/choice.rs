//! Which account takes the next message: by weight among those that can, and one that stands by when no other can.

use super::{gate::Gate, hands::Hands};
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
}

/// Chooses, and counts the message as taken. Over time each gets its part (smooth weighted round robin, as nginx does it).
pub(super) fn choose(all: &mut [Standing], now: Instant) -> Choice {
    let is_open = |one: &Standing| !one.gate.is_blocked(now);
    let needs_reserve = !all.iter().any(|one| one.weight > 0 && is_open(one));
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
