//! The grid of components and regions: from the catalogue to the form, and from the form to what was chosen.

use crate::{
    domain::{catalogue::Catalogue, health::Health, id::GroupId, incident::AffectedInput},
    http::extract::Fields,
};
use allclear_app::{
    pages::admin::{Cell, Grid, GridRow},
    pieces::Choice,
};

/// Fields of the grid are named `health.COMPONENT.REGION`.
const PREFIX: &str = "health.";

/// What was chosen in the grid. `all` keeps what is operational, too: an update may say that something recovered.
pub(super) fn read(fields: &Fields, all: bool) -> Vec<AffectedInput> {
    fields
        .under(PREFIX)
        .filter(|(_, health)| all || *health != Health::Operational.as_str())
        .filter_map(|(place, health)| {
            let (component, region) = place.split_once('.')?;
            Some(AffectedInput { component: component.to_owned(), region: region.to_owned(), health: health.to_owned() })
        })
        .collect()
}

/// The grid with what is chosen. Only components for which `show` holds.
pub(super) fn grid(catalogue: &Catalogue, chosen: &[AffectedInput], show: impl Fn(&str) -> bool) -> Grid {
    of(catalogue, chosen, show, Health::ALL)
}

/// The same with only these healths to choose from.
pub(super) fn of(catalogue: &Catalogue, chosen: &[AffectedInput], show: impl Fn(&str) -> bool, healths: &[Health]) -> Grid {
    let rows = |group: Option<&GroupId>| -> Vec<GridRow> {
        let members =
            catalogue.components.iter().filter(|component| component.group.as_ref() == group && show(component.id.as_str()));
        members
            .map(|component| {
                let cells = catalogue.regions.iter().map(|region| {
                    component.runs_in(&region.id).then(|| Cell {
                        name: format!("{PREFIX}{}.{}", component.id, region.id),
                        label: format!("{}, {}", component.name, region.name),
                        choices: choices(chosen, component.id.as_str(), region.id.as_str(), healths),
                    })
                });
                (component.name.clone(), cells.collect())
            })
            .collect()
    };
    let grouped = catalogue.groups.iter().map(|group| (group.name.clone(), rows(Some(&group.id))));
    let groups = grouped.chain(std::iter::once((String::new(), rows(None)))).filter(|(_, rows)| !rows.is_empty());
    Grid { columns: catalogue.regions.iter().map(|region| region.name.clone()).collect(), groups: groups.collect() }
}

fn choices(chosen: &[AffectedInput], component: &str, region: &str, healths: &[Health]) -> Vec<Choice> {
    let present = chosen.iter().find(|one| one.component == component && one.region == region);
    let present = present.map_or(Health::Operational.as_str(), |one| one.health.as_str());
    healths.iter().map(|health| Choice::new(health.as_str(), health.label(), health.as_str() == present)).collect()
}
