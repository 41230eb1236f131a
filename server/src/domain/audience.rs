//! Who hears of a notice, and why somebody does not (PRODUCT 2 and 7).

use super::{
    channel::Channel,
    filter::{Filter, Kind, Place},
    id::SubscriberGroupId,
    policy::Reach,
    severity::Severity,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What decides who hears of a notice. Kept with it, so that the decision can be proved later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Audience {
    /// The affected places.
    pub places: Vec<Place>,
    /// The severity, for incidents.
    pub severity: Option<Severity>,
    /// What it is about.
    pub kind: Kind,
    /// Who of those that match hears by mail, by the policy.
    #[serde(default = "matching")]
    pub email: Reach,
    /// Who of those that match hears by SMS.
    #[serde(default = "matching")]
    pub sms: Reach,
    /// Only those in one of these groups hear it; everyone who matches where none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub within: BTreeSet<SubscriberGroupId>,
    /// Who else hears it.
    #[serde(flatten)]
    pub told: Told,
}

/// What having been told of the incident before means for hearing more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Everyone who was told of the incident before hears this too, whatever their filter.
    #[serde(default)]
    pub all_told: bool,
    /// And nobody else does: it takes back what they were told.
    #[serde(default)]
    pub only_told: bool,
}

/// Notices from before there was a policy went to everyone who matched.
fn matching() -> Reach {
    Reach::Matching
}

/// Why a subscriber does not hear of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LeftOut {
    /// Did not ask for this kind of news.
    Kind,
    /// Nothing affected is in a wanted region and component.
    Place,
    /// The severity was not chosen, or policy tells only those who chose it.
    Severity,
    /// Policy tells nobody by mail.
    Policy,
    /// Is in none of the groups that it is told to alone.
    Group,
    /// Wants no more of this incident.
    Muted,
    /// What they asked for is damaged where it is kept.
    Damaged,
}

impl LeftOut {
    /// The reason as staff read it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Kind => "did not ask for this kind of news",
            Self::Place => "other regions or components only",
            Self::Severity => "not this severity",
            Self::Policy => "policy tells nobody of this severity by mail",
            Self::Group => "in none of the groups it is told to",
            Self::Muted => "want no more of this incident",
            Self::Damaged => "what they asked for cannot be read",
        }
    }
}

impl Audience {
    /// Whether a subscriber with this filter hears by mail.
    pub(crate) fn decide(&self, filter: &Filter) -> Result<(), LeftOut> {
        self.decide_by(Channel::Email, filter)
    }

    /// Whether a subscriber with this filter hears by a channel. SMS has its own line in the policy; posts follow mail.
    pub(crate) fn decide_by(&self, channel: Channel, filter: &Filter) -> Result<(), LeftOut> {
        let reach = if channel == Channel::Sms { self.sms } else { self.email };
        if !filter.kinds.contains(&self.kind) {
            return Err(LeftOut::Kind);
        }
        if !filter.covers(&self.places) {
            return Err(LeftOut::Place);
        }
        if reach == Reach::Nobody {
            return Err(LeftOut::Policy);
        }
        if self.severity.is_some_and(|severity| !wants(reach, filter, severity)) {
            return Err(LeftOut::Severity);
        }
        Ok(())
    }
}

fn wants(reach: Reach, filter: &Filter, severity: Severity) -> bool {
    match &filter.severities {
        Some(chosen) => chosen.contains(&severity),
        None => reach == Reach::Matching,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        filter::Chosen,
        id::{ComponentId, GroupId, RegionId},
        policy::Policy,
    };
    use proptest::prelude::*;

    fn place(component: &str, region: &str) -> Place {
        Place { component: ComponentId::from(component), group: Some(GroupId::from("core")), region: RegionId::from(region) }
    }

    fn incident(severity: Severity) -> Audience {
        Audience {
            places: vec![place("payments", "eu")],
            severity: Some(severity),
            kind: Kind::Incidents,
            email: Policy::default().rule(severity).email,
            sms: Policy::default().rule(severity).sms,
            within: BTreeSet::new(),
            told: Told::default(),
        }
    }

    fn regions(codes: &[&str]) -> BTreeSet<RegionId> {
        codes.iter().map(|code| RegionId::from(*code)).collect()
    }

    #[test]
    fn the_subscribers_of_the_first_scenario() {
        let all = Some(Severity::ALL.iter().copied().collect());
        let eu = Filter { regions: Some(regions(&["eu"])), severities: all, ..Filter::default() };
        let us = Filter {
            regions: Some(regions(&["us"])),
            severities: Some([Severity::P1, Severity::P2].into()),
            ..Filter::default()
        };
        let maintenance = Filter { kinds: [Kind::Maintenance].into(), ..Filter::default() };
        let p1 = incident(Severity::P1);
        assert_eq!(p1.decide(&eu), Ok(()));
        assert_eq!(p1.decide(&Filter::default()), Ok(()));
        assert_eq!(p1.decide(&us), Err(LeftOut::Place));
        assert_eq!(p1.decide(&maintenance), Err(LeftOut::Kind));
        let p3 = incident(Severity::P3);
        assert_eq!(p3.decide(&eu), Ok(()));
        assert_eq!(p3.decide(&Filter::default()), Err(LeftOut::Severity));
        // By SMS only a P1 is told.
        assert_eq!(p1.decide_by(Channel::Sms, &eu), Ok(()));
        assert_eq!(p3.decide_by(Channel::Sms, &eu), Err(LeftOut::Policy));
    }

    #[test]
    fn a_group_stands_for_its_members() {
        let chosen = Chosen { groups: [GroupId::from("core")].into(), ..Chosen::default() };
        let filter = Filter { components: Some(chosen), ..Filter::default() };
        assert_eq!(incident(Severity::P1).decide(&filter), Ok(()));
    }

    #[test]
    fn region_and_component_must_meet_in_one_place() {
        let chosen = Chosen { components: [ComponentId::from("api")].into(), ..Chosen::default() };
        let filter = Filter { regions: Some(regions(&["eu"])), components: Some(chosen), ..Filter::default() };
        let mut audience = incident(Severity::P1);
        audience.places.push(place("api", "us"));
        assert_eq!(audience.decide(&filter), Err(LeftOut::Place));
    }

    proptest! {
        #[test]
        fn more_affected_places_never_tell_fewer(chosen in proptest::sample::subsequence(vec!["eu", "us", "ap"], 0..=3), extra in proptest::sample::select(vec!["eu", "us", "ap"])) {
            let filter = Filter { regions: Some(regions(&chosen)), ..Filter::default() };
            let mut audience = incident(Severity::P2);
            let before = audience.decide(&filter).is_ok();
            audience.places.push(place("payments", extra));
            prop_assert!(!before || audience.decide(&filter).is_ok());
        }

        #[test]
        fn equal_filters_are_stored_equally(mut codes in proptest::collection::vec("[a-z]{2}", 0..6)) {
            let one = Filter { regions: Some(codes.iter().cloned().map(RegionId::from).collect()), ..Filter::default() };
            codes.reverse();
            let other = Filter { regions: Some(codes.into_iter().map(RegionId::from).collect()), ..Filter::default() };
            prop_assert_eq!(one.canonical(), other.canonical());
            prop_assert_eq!(serde_json::from_str::<Filter>(&one.canonical()).unwrap(), one);
        }
    }
}
