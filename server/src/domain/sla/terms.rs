//! The terms that credits go by: a policy of staff (PRODUCT 6).

use super::Percent;
use crate::domain::{invalid::Faults, uptime::Weights};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What counts as down, and what customers get back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terms {
    /// How much each health counts as down time.
    pub weights: Weights,
    /// A maintenance that ends so many minutes after its planned end counts as down from that end on.
    pub overrun_after: u32,
    /// What each segment gets back. That with an empty segment is for everybody who has none of their own.
    pub tables: Vec<Table>,
}

/// What one segment gets back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// The segment, in small letters; empty for every other.
    pub segment: String,
    /// The steps.
    pub tiers: Vec<Tier>,
}

/// One step of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tier {
    /// Below this availability of the month…
    pub below: Percent,
    /// …so much of the monthly fee is given back.
    pub share: Percent,
}

impl Default for Terms {
    fn default() -> Self {
        let tier = |below, share| Tier { below: Percent::of_thousandths(below), share: Percent::of_thousandths(share) };
        let tiers = vec![tier(99_900, 10_000), tier(99_000, 25_000)];
        Self { weights: Weights::default(), overrun_after: 120, tables: vec![Table { segment: String::new(), tiers }] }
    }
}

impl Terms {
    /// The steps for a segment.
    pub(crate) fn tiers(&self, segment: &str) -> &[Tier] {
        let of = |name: &str| self.tables.iter().find(|table| table.segment == name);
        of(segment).or_else(|| of("")).map(|table| table.tiers.as_slice()).unwrap_or_default()
    }

    /// Checks the numbers; every fault is told under its field.
    pub(crate) fn check(&self, faults: &mut Faults) {
        for (name, weight) in
            [("partial", self.weights.partial), ("degraded", self.weights.degraded), ("maintenance", self.weights.maintenance)]
        {
            if weight > 100 {
                faults.add(format!("weights.{name}"), "is a whole number from 0 to 100");
            }
        }
        if self.overrun_after > 7 * 24 * 60 {
            faults.add("overrun_after", "is a whole number of minutes, at most a week");
        }
        let mut seen = BTreeSet::new();
        for table in &self.tables {
            let of = if table.segment.is_empty() { "everybody else" } else { table.segment.as_str() };
            if !seen.insert(&table.segment) {
                faults.add("tables", format!("names {of} twice"));
            }
            let falls = table.tiers.windows(2).all(|two| matches!(two, [first, second] if second.below < first.below));
            let grows = table.tiers.windows(2).all(|two| matches!(two, [first, second] if second.share > first.share));
            if !falls || !grows {
                faults.add("tables", format!("give {of} steps that do not grow: less availability, more back"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_without_a_table_has_the_common_one() {
        let mut terms = Terms::default();
        let own = Tier { below: Percent::of_thousandths(99_950), share: Percent::ALL };
        terms.tables.push(Table { segment: "enterprise".to_owned(), tiers: vec![own] });
        assert_eq!(terms.tiers("enterprise"), [own]);
        assert_eq!(terms.tiers("startup"), terms.tiers(""));
    }

    #[test]
    fn the_default_is_sound_and_steps_must_grow() {
        let mut faults = Faults::default();
        let mut terms = Terms::default();
        terms.check(&mut faults);
        assert_eq!(faults, Faults::default());
        if let Some(table) = terms.tables.first_mut() {
            table.tiers.reverse();
        }
        terms.weights.partial = 101;
        terms.check(&mut faults);
        let fields: Vec<_> = faults.0.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["weights.partial", "tables"]);
    }
}
