//! Regions, groups and components: adding, changing, ordering.

use super::{Act, Refusal};
use crate::{
    domain::{
        catalogue::Catalogue,
        id::{ComponentId, GroupId, RegionId},
        invalid::{Faults, Invalid},
        region::RegionDraft,
        sla::Percent,
        text,
    },
    store::{self, Conn, StoreError, components, groups, placements, regions, revision},
};
use serde::{Deserialize, Serialize};

/// A region as typed or sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegionInput {
    /// The short word in addresses and feeds, such as `eu`.
    pub code: String,
    /// What customers call it.
    pub name: String,
    /// Its IANA time zone.
    pub zone: String,
}

/// A component as typed or sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComponentInput {
    /// What customers call it.
    pub name: String,
    /// The word in addresses and feeds; made from the name when empty.
    #[serde(default)]
    pub code: String,
    /// One sentence on what it does.
    #[serde(default)]
    pub description: String,
    /// Id of its group, or empty.
    #[serde(default)]
    pub group: String,
    /// Ids or codes of the regions it runs in; at least one.
    pub regions: Vec<String>,
    /// Whether its bars and percentages are hidden.
    #[serde(default)]
    pub hide_uptime: bool,
    /// The availability that is promised for each month and region, in percent, such as `99.9`; empty for no promise.
    #[serde(default)]
    pub slo: String,
}

/// Which way to move something in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Towards the front.
    Up,
    /// Towards the end.
    Down,
}

/// Adds a region.
pub(crate) fn add_region(conn: &mut Conn, act: &mut Act, input: &RegionInput) -> Result<RegionId, Refusal> {
    let draft = RegionDraft::parse(&input.code, &input.name, &input.zone)?;
    let id: RegionId = act.id();
    regions::insert(conn, &id, &draft).map_err(|error| taken(error, &draft.code))?;
    note(conn, act, "region.add", id.as_str(), &draft.code)?;
    Ok(id)
}

/// Changes a region.
pub(crate) fn change_region(conn: &mut Conn, act: &mut Act, id: &RegionId, input: &RegionInput) -> Result<(), Refusal> {
    let draft = RegionDraft::parse(&input.code, &input.name, &input.zone)?;
    known(&store::catalogue::load(conn)?, |catalogue| catalogue.region(id.as_str()).is_some(), "region")?;
    regions::update(conn, id, &draft).map_err(|error| taken(error, &draft.code))?;
    note(conn, act, "region.change", id.as_str(), &draft.code)
}

/// Adds a group.
pub(crate) fn add_group(conn: &mut Conn, act: &mut Act, name: &str) -> Result<GroupId, Refusal> {
    let name = text::line("name", name, 60)?;
    let id: GroupId = act.id();
    groups::insert(conn, &id, &name)?;
    note(conn, act, "group.add", id.as_str(), &name)?;
    Ok(id)
}

/// Renames a group.
pub(crate) fn change_group(conn: &mut Conn, act: &mut Act, id: &GroupId, name: &str) -> Result<(), Refusal> {
    let name = text::line("name", name, 60)?;
    known(&store::catalogue::load(conn)?, |catalogue| catalogue.group(id.as_str()).is_some(), "group")?;
    groups::update(conn, id, &name)?;
    note(conn, act, "group.change", id.as_str(), &name)
}

/// Adds a component; its health is known from now on.
pub(crate) fn add_component(conn: &mut Conn, act: &mut Act, input: &ComponentInput) -> Result<ComponentId, Refusal> {
    let id: ComponentId = act.id();
    let position = components::next_position(conn)?;
    let (row, places) = component_row(conn, id.clone(), position, input)?;
    components::insert(conn, &row).map_err(|error| taken(error, &row.code))?;
    placements::replace(conn, &id, &places, act.now)?;
    note(conn, act, "component.add", id.as_str(), &row.code)?;
    Ok(id)
}

/// Changes a component.
pub(crate) fn change_component(conn: &mut Conn, act: &mut Act, id: &ComponentId, input: &ComponentInput) -> Result<(), Refusal> {
    known(&store::catalogue::load(conn)?, |catalogue| catalogue.component(id.as_str()).is_some(), "component")?;
    let (row, places) = component_row(conn, id.clone(), 0, input)?;
    components::update(conn, &row).map_err(|error| taken(error, &row.code))?;
    placements::replace(conn, id, &places, act.now)?;
    note(conn, act, "component.change", id.as_str(), &row.code)
}

/// Moves a region one place.
pub(crate) fn move_region(conn: &mut Conn, act: &mut Act, id: &RegionId, step: Step) -> Result<(), Refusal> {
    let mut ids: Vec<RegionId> = regions::list(conn)?.into_iter().map(|region| region.id).collect();
    shift(&mut ids, id, step, "region")?;
    regions::arrange(conn, &ids)?;
    note(conn, act, "region.move", id.as_str(), "")
}

/// Moves a group one place.
pub(crate) fn move_group(conn: &mut Conn, act: &mut Act, id: &GroupId, step: Step) -> Result<(), Refusal> {
    let mut ids: Vec<GroupId> = groups::list(conn)?.into_iter().map(|group| group.id).collect();
    shift(&mut ids, id, step, "group")?;
    groups::arrange(conn, &ids)?;
    note(conn, act, "group.move", id.as_str(), "")
}

/// Moves a component one place among those of its group.
pub(crate) fn move_component(conn: &mut Conn, act: &mut Act, id: &ComponentId, step: Step) -> Result<(), Refusal> {
    let rows = components::list(conn)?;
    let group = rows.iter().find(|row| row.id == *id).and_then(|row| row.group_id.clone());
    let (mut mine, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.group_id == group);
    let mut ids: Vec<ComponentId> = mine.drain(..).map(|row| row.id).collect();
    shift(&mut ids, id, step, "component")?;
    ids.extend(others.into_iter().map(|row| row.id));
    components::arrange(conn, &ids)?;
    note(conn, act, "component.move", id.as_str(), "")
}

/// Moves one by one place; at either end it stays where it is.
fn shift<T: PartialEq>(ids: &mut [T], id: &T, step: Step, what: &'static str) -> Result<(), Refusal> {
    let place = ids.iter().position(|other| other == id).ok_or(Refusal::Missing(what))?;
    let target = match step {
        Step::Up => place.checked_sub(1),
        Step::Down => Some(place + 1).filter(|next| *next < ids.len()),
    };
    if let Some(target) = target {
        ids.swap(place, target);
    }
    Ok(())
}

fn component_row(
    conn: &mut Conn,
    id: ComponentId,
    position: i32,
    input: &ComponentInput,
) -> Result<(components::Row, Vec<RegionId>), Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let mut faults = Faults::default();
    let name = faults.take(text::line("name", &input.name, 60)).unwrap_or_default();
    let code = match input.code.trim() {
        "" => {
            let mut taken = catalogue.components.iter().filter(|one| one.id != id).map(|one| one.code.clone()).collect();
            text::free_code(&mut taken, &name)
        }
        typed => faults.take(text::code("code", typed)).unwrap_or_default(),
    };
    let description = faults.take(text::optional_line("description", &input.description, 200)).unwrap_or_default();
    let group = match input.group.trim() {
        "" => None,
        word => {
            let unknown = || Invalid::new("group", "names no group; reload the page and choose again");
            faults.take(catalogue.group(word).map(|group| group.id.clone()).ok_or_else(unknown))
        }
    };
    let places: Vec<RegionId> = (0..)
        .zip(&input.regions)
        .filter_map(|(place, word): (usize, _)| faults.take(catalogue.known_region(&format!("regions[{place}]"), word)))
        .map(|region| region.id.clone())
        .collect();
    if input.regions.is_empty() {
        faults.add("regions", "names no region; choose at least one in which the component runs");
    }
    let slo = match input.slo.trim() {
        "" => None,
        typed => faults.take(Percent::parse("slo", typed)).and_then(|slo| i32::try_from(slo.thousandths()).ok()),
    };
    faults.check()?;
    let row = components::Row { id, code, name, description, group_id: group, position, show_uptime: !input.hide_uptime, slo };
    Ok((row, places))
}

fn known(catalogue: &Catalogue, found: impl Fn(&Catalogue) -> bool, what: &'static str) -> Result<(), Refusal> {
    if found(catalogue) { Ok(()) } else { Err(Refusal::Missing(what)) }
}

fn taken(error: StoreError, code: &str) -> Refusal {
    match error {
        StoreError::Taken(_) => Invalid::new("code", format!("“{code}” is taken; choose another")).into(),
        other => other.into(),
    }
}

/// Every change of the catalogue shows on the page and stands in the audit log.
fn note(conn: &mut Conn, act: &mut Act, action: &str, subject: &str, detail: &str) -> Result<(), Refusal> {
    revision::next(conn)?;
    Ok(act.audit(conn, action, subject, detail)?)
}
