//! Components and their groups with the state they are in now.
//!
//! Statuspage knows no regions, so a component is as bad as it is in the worst of its own.

use super::page::Stamp;
use crate::{
    domain::{catalogue, health::Health, id::ComponentId, impact::Impact},
    snapshot::PublicState,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::HashMap;

/// A component, or a group of them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Component<'a> {
    /// Its id.
    pub id: &'a str,
    name: &'a str,
    /// The worst of its regions, or of its members.
    pub status: Health,
    created_at: Stamp,
    updated_at: Stamp,
    position: usize,
    description: Option<&'a str>,
    showcase: bool,
    start_date: Option<NaiveDate>,
    group_id: Option<&'a str>,
    page_id: &'a str,
    /// Whether it is a group.
    pub group: bool,
    only_show_if_degraded: bool,
    /// The members of a group; a component has no such key.
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Vec<&'a str>>,
    /// Its name after that of its group, as updates call it.
    #[serde(skip)]
    pub full_name: String,
}

/// Every group with its members after it, then what stands in no group: the order of the page, which leaves out empty
/// groups, too.
pub(super) fn all(state: &PublicState) -> Vec<Component<'_>> {
    let changes = last_changes(state);
    let leaves: Vec<Component<'_>> = state.catalogue.components.iter().map(|one| leaf(state, one, &changes)).collect();
    let mut listed: Vec<Component<'_>> = Vec::with_capacity(leaves.len() + state.catalogue.groups.len());
    for group in &state.catalogue.groups {
        let id = Some(group.id.as_str());
        let members: Vec<Component<'_>> = leaves.iter().filter(|one| one.group_id == id).cloned().collect();
        if !members.is_empty() {
            listed.push(heading(state, group, &members));
            listed.extend(members);
        }
    }
    listed.extend(leaves.into_iter().filter(|one| one.group_id.is_none()));
    for (place, component) in (1..).zip(&mut listed) {
        component.position = place;
    }
    listed
}

/// The components that impacts name, in the order of the page.
pub(super) fn hit<'a>(components: &'a [Component<'a>], impacts: &[Impact]) -> Vec<&'a Component<'a>> {
    components.iter().filter(|one| impacts.iter().any(|impact| impact.pair.component.as_str() == one.id)).collect()
}

fn leaf<'a>(
    state: &'a PublicState,
    one: &'a catalogue::Component,
    changes: &HashMap<&ComponentId, DateTime<Utc>>,
) -> Component<'a> {
    let group = one.group.as_ref().and_then(|id| state.catalogue.group(id.as_str()));
    let known_since = one.placements.iter().map(|(_, since)| *since).min();
    let created_at = known_since.unwrap_or(DateTime::UNIX_EPOCH);
    let changed_at = changes.get(&one.id).copied().unwrap_or(created_at);
    Component {
        id: one.id.as_str(),
        name: &one.name,
        status: worst(one.placements.iter().map(|(region, _)| state.health(&one.id, region))),
        created_at: Stamp(created_at),
        updated_at: Stamp(changed_at.max(created_at)),
        position: 0,
        description: Some(one.description.as_str()).filter(|text| !text.is_empty()),
        showcase: true,
        start_date: known_since.map(|since| since.date_naive()),
        group_id: group.map(|group| group.id.as_str()),
        page_id: &state.page_id,
        group: false,
        only_show_if_degraded: false,
        components: None,
        full_name: group.map_or_else(|| one.name.clone(), |group| format!("{} - {}", group.name, one.name)),
    }
}

fn heading<'a>(state: &'a PublicState, group: &'a catalogue::Group, members: &[Component<'a>]) -> Component<'a> {
    let nothing = Stamp(DateTime::UNIX_EPOCH);
    Component {
        id: group.id.as_str(),
        name: &group.name,
        status: worst(members.iter().map(|member| member.status)),
        created_at: members.iter().map(|member| member.created_at).min().unwrap_or(nothing),
        updated_at: members.iter().map(|member| member.updated_at).max().unwrap_or(nothing),
        position: 0,
        description: None,
        showcase: true,
        start_date: None,
        group_id: None,
        page_id: &state.page_id,
        group: true,
        only_show_if_degraded: false,
        components: Some(members.iter().map(|member| member.id).collect()),
        full_name: group.name.clone(),
    }
}

fn worst(healths: impl Iterator<Item = Health>) -> Health {
    healths.max().unwrap_or(Health::Operational)
}

/// When each component was last hit or came back, as far as that lies behind.
fn last_changes(state: &PublicState) -> HashMap<&ComponentId, DateTime<Utc>> {
    let of_incidents = state.incidents.iter().flat_map(|record| &record.impacts);
    let of_maintenances = state.maintenances.iter().flat_map(|record| &record.impacts);
    let mut changes: HashMap<&ComponentId, DateTime<Utc>> = HashMap::new();
    for impact in of_incidents.chain(of_maintenances) {
        let moments = [Some(impact.from), impact.until].into_iter().flatten();
        if let Some(newest) = moments.filter(|moment| *moment <= state.now).max() {
            let change = changes.entry(&impact.pair.component).or_insert(newest);
            *change = newest.max(*change);
        }
    }
    changes
}
