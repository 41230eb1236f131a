//! What a reader chose, told in each mail beside why they get it.

use super::cut;
use crate::domain::{catalogue::Catalogue, filter::Filter};
use allclear_app::{Lang, say};

/// Most of it that is told, in characters.
const LONGEST: usize = 300;

/// A sentence of the components, regions and severities that somebody chose, by names in their language; none where they left
/// all of it open.
pub(crate) fn chosen(lang: Lang, filter: &Filter, catalogue: &Catalogue) -> Option<String> {
    let of = filter.components.iter();
    let groups = of.clone().flat_map(|chosen| &chosen.groups).filter_map(|id| catalogue.group(id.as_str()).map(|one| &one.name));
    let single = of.flat_map(|chosen| &chosen.components);
    let single = single.filter_map(|id| catalogue.component(id.as_str()).map(|one| &one.name));
    let regions = filter.regions.iter().flatten().filter_map(|id| catalogue.region(id.as_str()).map(|one| &one.name));
    let severities = filter.severities.iter().flatten().map(|severity| severity.code());
    let lists = [
        groups.chain(single).map(String::as_str).collect::<Vec<_>>(),
        regions.map(String::as_str).collect(),
        severities.collect(),
    ];
    let parts: Vec<String> = lists.iter().filter(|list| !list.is_empty()).map(|list| list.join(", ")).collect();
    let what = cut(&parts.join(" · "), LONGEST);
    (!what.is_empty()).then(|| say!(lang, "mail-chosen", what = what.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        store,
        testing::{at, on_each_database, scene},
    };

    on_each_database! {
        fn what_is_left_open_is_not_told(held: &TestDatabase) {
            scene(&held.database, at("2026-03-01T09:00:00Z"));
            let catalogue = held.database.read(store::catalogue::load).unwrap();
            let (api, eu) = (catalogue.component("api").unwrap(), catalogue.region("eu").unwrap());
            let filter = serde_json::json!({
                "components": {"components": [api.id]},
                "regions": [eu.id],
                "severities": ["p2", "p1"],
                "kinds": ["incidents"],
            });
            let told = chosen(Lang::En, &serde_json::from_value(filter).unwrap(), &catalogue);
            assert_eq!(told.unwrap(), format!("Your choice: {} · {} · P1, P2.", api.name, eu.name));
            assert_eq!(chosen(Lang::En, &Filter::default(), &catalogue), None);
        }
    }
}
