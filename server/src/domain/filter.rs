//! What a subscriber or a feed asked for (PRODUCT 7).
//!
//! A limit that is not set means *all*, now and in future. A group stands for its future members too.

use super::{
    catalogue::Catalogue,
    id::{ComponentId, GroupId, RegionId},
    severity::Severity,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

super::words! {
    /// What a notice is about, as subscribers choose it.
    Kind {
        /// Something is wrong.
        Incidents = "incidents", "Incidents";
        /// Planned work.
        Maintenance = "maintenance", "Planned maintenance";
        /// Reviews after incidents.
        Postmortems = "postmortems", "Post-mortems";
    }
}

/// The things a subscriber wants to hear of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Filter {
    /// Only these regions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regions: Option<BTreeSet<RegionId>>,
    /// Only these components and groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<Chosen>,
    /// The severities chosen by hand; none means the subscriber leaves it to policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severities: Option<BTreeSet<Severity>>,
    /// The kinds of news.
    pub kinds: BTreeSet<Kind>,
}

/// Components chosen one by one and by group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chosen {
    /// Single components.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub components: BTreeSet<ComponentId>,
    /// Whole groups.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groups: BTreeSet<GroupId>,
}

impl Default for Filter {
    fn default() -> Self {
        Self { regions: None, components: None, severities: None, kinds: BTreeSet::from([Kind::Incidents, Kind::Maintenance]) }
    }
}

/// One component in one region, with the group it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Place {
    /// The component.
    pub component: ComponentId,
    /// Its group at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The region.
    pub region: RegionId,
}

impl Place {
    /// The place of a component and region, with the group looked up.
    pub(crate) fn of(catalogue: &Catalogue, component: &ComponentId, region: &RegionId) -> Self {
        let group = catalogue.component(component.as_str()).and_then(|found| found.group.clone());
        Self { component: component.clone(), group, region: region.clone() }
    }
}

impl Filter {
    /// Whether any of the places is both in a wanted region and a wanted component.
    ///
    /// News that names no place concerns everybody: rather tell once too often than leave somebody out.
    pub(crate) fn covers(&self, places: &[Place]) -> bool {
        places.is_empty() || places.iter().any(|place| self.wants_region(&place.region) && self.wants_component(place))
    }

    fn wants_region(&self, region: &RegionId) -> bool {
        self.regions.as_ref().is_none_or(|wanted| wanted.contains(region))
    }

    fn wants_component(&self, place: &Place) -> bool {
        self.components.as_ref().is_none_or(|wanted| {
            wanted.components.contains(&place.component)
                || place.group.as_ref().is_some_and(|group| wanted.groups.contains(group))
        })
    }

    /// The filter of somebody who hears of nothing but what they follow.
    pub(crate) fn nothing() -> Self {
        Self { kinds: BTreeSet::new(), ..Self::default() }
    }

    /// The one text under which equal filters are stored equally.
    pub(crate) fn canonical(&self) -> String {
        // A struct of sets of strings always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }
}
