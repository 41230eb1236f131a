//! How much a customer gets back for a month.

use super::{Percent, Tier};
use crate::domain::{
    id::RegionId,
    impact::Pair,
    uptime::{Spent, Weights},
};
use std::collections::BTreeSet;

crate::domain::words! {
    /// Where a credit stands.
    CreditState {
        /// Worked out; nobody decided yet.
        Proposed = "proposed", "Proposed";
        /// The customer gets it.
        Approved = "approved", "Approved";
        /// The customer does not get it.
        Declined = "declined", "Declined";
    }
}

/// A component that was available for less of a month than was promised, in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Breach {
    /// Where.
    pub pair: Pair,
    /// What the month was like there.
    pub spent: Spent,
}

/// What a customer is owed for a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Due<'a> {
    /// The worst breach that hit them.
    pub breach: &'a Breach,
    /// The share of the fee.
    pub share: Percent,
    /// The amount, in hundredths of the currency.
    pub amount: i64,
}

/// What a customer is owed for the breaches of one month: by the worst that hit a region of theirs, since one month's fee
/// is given back once. No region is all of them.
pub(crate) fn due<'a>(
    breaches: &'a [Breach],
    regions: &BTreeSet<RegionId>,
    fee: i64,
    tiers: &[Tier],
    weights: Weights,
) -> Option<Due<'a>> {
    let theirs = breaches.iter().filter(|breach| regions.is_empty() || regions.contains(&breach.pair.region));
    let shared = theirs.filter_map(|breach| share(&breach.spent, tiers, weights).map(|share| (share, breach)));
    let worst = |(share, breach): &(Percent, &Breach)| (*share, breach.spent.percent(weights).map(std::cmp::Reverse));
    let (share, breach) = shared.max_by_key(worst)?;
    Some(Due { breach, share, amount: part(fee, share) }).filter(|due| due.amount > 0)
}

/// The share of the lowest step that the availability is below.
fn share(spent: &Spent, tiers: &[Tier], weights: Weights) -> Option<Percent> {
    tiers.iter().filter(|tier| spent.is_below(tier.below, weights)).map(|tier| tier.share).max()
}

/// A share of an amount, rounded to the nearest hundredth, half of one up.
fn part(amount: i64, share: Percent) -> i64 {
    let all = i128::from(Percent::ALL.thousandths());
    let part = (i128::from(amount) * i128::from(share.thousandths()) + all / 2) / all;
    i64::try_from(part).unwrap_or(amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{health::Health, sla::Terms};
    use proptest::prelude::*;

    fn breach(region: &str, major: u64) -> Breach {
        let spent = Spent { operational: 2_592_000 - major, major, ..Spent::default() };
        Breach { pair: Pair { component: "payments".into(), region: region.into() }, spent }
    }

    fn owed(breaches: &[Breach], regions: &[&str], fee: i64) -> Option<(Percent, i64)> {
        let (terms, regions) = (Terms::default(), regions.iter().map(|code| RegionId::from(*code)).collect());
        due(breaches, &regions, fee, terms.tiers(""), terms.weights).map(|due| (due.share, due.amount))
    }

    #[test]
    fn a_hundred_minutes_in_europe_are_a_tenth_for_europe() {
        let breaches = [breach("eu", 6_000)];
        assert_eq!(owed(&breaches, &["eu"], 500_000), Some((Percent::of_thousandths(10_000), 50_000)));
        assert_eq!(owed(&breaches, &["us"], 500_000), None);
        assert_eq!(owed(&breaches, &[], 500_000).map(|owed| owed.1), Some(50_000), "everywhere includes Europe");
        assert_eq!(owed(&breaches, &["eu"], 0), None, "nothing of nothing");
    }

    #[test]
    fn two_regions_give_back_one_fee_by_the_worse() {
        let breaches = [breach("eu", 6_000), breach("us", 30_000)];
        assert_eq!(owed(&breaches, &["eu", "us"], 500_000).map(|owed| owed.1), Some(125_000));
    }

    #[test]
    fn exactly_the_promise_is_kept() {
        // A thousandth of 30 days is 2,592 seconds.
        assert_eq!(owed(&[breach("eu", 2_592)], &[], 100), None);
        assert_eq!(owed(&[breach("eu", 2_593)], &[], 100).map(|owed| owed.1), Some(10));
    }

    proptest! {
        #[test]
        fn nobody_gets_back_more_than_the_fee_and_less_availability_never_gives_less(
            fee in 0..1_000_000_000i64, one in 0..2_592_000u64, other in 0..2_592_000u64,
        ) {
            let amount = |seconds: u64| owed(&[breach("eu", seconds)], &[], fee).map_or(0, |owed| owed.1);
            prop_assert!(amount(one) <= fee);
            prop_assert!(amount(one.max(other)) >= amount(one.min(other)));
        }

        #[test]
        fn lost_time_is_never_more_than_the_known(seconds in proptest::collection::vec(0..700_000u64, 5), weights in proptest::collection::vec(0..=100u32, 3)) {
            let mut spent = Spent::default();
            for (health, seconds) in Health::ALL.iter().zip(&seconds) {
                spent.add(&Spent::of(*health, *seconds));
            }
            let weights = Weights { partial: weights[0], degraded: weights[1], maintenance: weights[2] };
            let lost = spent.percent(weights).map(|percent| 100_000 - percent.thousandths());
            prop_assert!(lost.is_none_or(|lost| lost <= 100_000));
            prop_assert!(!spent.is_below(Percent::of_thousandths(0), weights));
        }
    }
}
