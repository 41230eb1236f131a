//! What there is: regions, groups and components, as rules and pages need them.

use super::{
    id::{ComponentId, GroupId, RegionId},
    invalid::Invalid,
    sla::Percent,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A place where components run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Region {
    /// Its id.
    pub id: RegionId,
    /// The short word in addresses and feeds.
    pub code: String,
    /// What customers call it.
    pub name: String,
    /// Its IANA time zone by name.
    pub zone: String,
}

/// A heading under which components stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Group {
    /// Its id.
    pub id: GroupId,
    /// The heading.
    pub name: String,
}

/// A thing customers know by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Component {
    /// Its id.
    pub id: ComponentId,
    /// The short word in addresses and feeds.
    pub code: String,
    /// What customers call it.
    pub name: String,
    /// One sentence on what it does, or nothing.
    pub description: String,
    /// The group it stands in.
    pub group: Option<GroupId>,
    /// Whether its bars and percentages are shown.
    pub show_uptime: bool,
    /// The availability that is promised for each month and region, if any is.
    #[serde(default)]
    pub slo: Option<Percent>,
    /// The regions it runs in, in the order of regions, each with the time from which its health is known.
    pub placements: Vec<(RegionId, DateTime<Utc>)>,
    /// The regions it ran in before, each from when to when its health was known; some of them may be among the placements
    /// again.
    #[serde(default)]
    pub past: Vec<(RegionId, DateTime<Utc>, DateTime<Utc>)>,
}

impl Component {
    /// When its health in a region was known, from the start to the end of each span; the last goes on.
    pub(crate) fn known(&self, region: &RegionId) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let past = self.past.iter().filter(|(id, _, _)| id == region).map(|(_, from, until)| (*from, *until));
        let present = self.placements.iter().filter(|(id, _)| id == region).map(|(_, from)| (*from, DateTime::<Utc>::MAX_UTC));
        past.chain(present).collect()
    }

    /// Whether it runs in `region`.
    pub(crate) fn runs_in(&self, region: &RegionId) -> bool {
        self.placements.iter().any(|(id, _)| id == region)
    }
}

/// Everything there is, in the order staff gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Catalogue {
    /// All regions.
    pub regions: Vec<Region>,
    /// All groups.
    pub groups: Vec<Group>,
    /// All components.
    pub components: Vec<Component>,
}

impl Catalogue {
    /// The region with this id or code.
    pub(crate) fn region(&self, word: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id.as_str() == word || region.code == word)
    }

    /// The component with this id or code.
    pub(crate) fn component(&self, word: &str) -> Option<&Component> {
        self.components.iter().find(|component| component.id.as_str() == word || component.code == word)
    }

    /// The group with this id.
    pub(crate) fn group(&self, word: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id.as_str() == word)
    }

    /// The region, or what to tell whoever named it.
    pub(crate) fn known_region(&self, field: &str, word: &str) -> Result<&Region, Invalid> {
        self.region(word).ok_or_else(|| {
            let known: Vec<&str> = self.regions.iter().map(|region| region.code.as_str()).collect();
            Invalid::new(field, format!("names no region “{}”; there are: {}", word.escape_debug(), listed(&known)))
        })
    }

    /// The component, or what to tell whoever named it.
    pub(crate) fn known_component(&self, field: &str, word: &str) -> Result<&Component, Invalid> {
        self.component(word).ok_or_else(|| {
            let known: Vec<&str> = self.components.iter().map(|component| component.code.as_str()).collect();
            Invalid::new(field, format!("names no component “{}”; there are: {}", word.escape_debug(), listed(&known)))
        })
    }
}

fn listed(words: &[&str]) -> String {
    if words.is_empty() { "none yet".to_owned() } else { words.join(", ") }
}
