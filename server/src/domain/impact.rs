//! What an incident did to whom: the health of one component in one region over a span of time.
//!
//! Impacts are the source of all health. The health of a pair is the worst of the impacts that run, and uptime
//! is what is left of time after them; so retracting or correcting an incident corrects both.

use super::{
    health::Health,
    id::{ComponentId, RegionId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One component in one region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Pair {
    /// The component.
    pub component: ComponentId,
    /// The region.
    pub region: RegionId,
}

/// The health of a pair from one moment to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Impact {
    /// Who is hit.
    pub pair: Pair,
    /// How badly.
    pub health: Health,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; open while it goes on.
    pub until: Option<DateTime<Utc>>,
}

impl Impact {
    /// Whether it runs at `now`.
    pub(crate) fn runs_at(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// The spans that follow from what successive updates said of each pair's health.
///
/// `said` must be in order of time; a pair that is said to be operational ends. What still runs at `end` ends there.
pub(crate) fn from_updates(said: &[(DateTime<Utc>, Pair, Health)], end: Option<DateTime<Utc>>) -> Vec<Impact> {
    let mut impacts: Vec<Impact> = Vec::new();
    for (at, pair, health) in said {
        let open = impacts.iter_mut().find(|impact| impact.pair == *pair && impact.until.is_none());
        if let Some(open) = open {
            if open.health == *health {
                continue;
            }
            open.until = Some(*at);
        }
        if *health != Health::Operational {
            impacts.push(Impact { pair: pair.clone(), health: *health, from: *at, until: None });
        }
    }
    for impact in &mut impacts {
        impact.until = impact.until.or(end.map(|end| end.max(impact.from)));
    }
    impacts.retain(|impact| impact.until.is_none_or(|until| until > impact.from));
    impacts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute)
    }

    fn pair() -> Pair {
        Pair { component: ComponentId::from("api"), region: RegionId::from("eu") }
    }

    #[test]
    fn a_worsening_and_a_recovery_give_two_spans() {
        let said =
            [(at(0), pair(), Health::PartialOutage), (at(5), pair(), Health::MajorOutage), (at(9), pair(), Health::Operational)];
        let spans: Vec<_> = from_updates(&said, Some(at(20))).into_iter().map(|i| (i.health, i.from, i.until)).collect();
        assert_eq!(spans, [(Health::PartialOutage, at(0), Some(at(5))), (Health::MajorOutage, at(5), Some(at(9)))]);
    }

    #[test]
    fn what_is_never_closed_ends_with_the_incident() {
        let said = [(at(0), pair(), Health::PartialOutage), (at(4), pair(), Health::PartialOutage)];
        assert_eq!(from_updates(&said, Some(at(7))).first().and_then(|impact| impact.until), Some(at(7)));
        assert_eq!(from_updates(&said, None).first().and_then(|impact| impact.until), None);
    }

    proptest! {
        #[test]
        fn spans_of_one_incident_never_overlap(healths in proptest::collection::vec(proptest::sample::select(Health::ALL), 0..20)) {
            let said: Vec<_> = healths.into_iter().zip(0..).map(|(health, minute)| (at(minute), pair(), health)).collect();
            let spans = from_updates(&said, Some(at(99)));
            for two in spans.windows(2) {
                prop_assert!(two[0].until.unwrap() <= two[1].from);
            }
        }
    }
}
