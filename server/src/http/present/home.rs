//! The page itself.

use super::{
    entries, frame, overall, thread,
    time::{day, moment},
    tone::{self, components, listed, regions, tone},
    uptime,
};
use crate::{
    domain::{
        catalogue::{Component, Region},
        id::{GroupId, RegionId},
    },
    snapshot::{IncidentRecord, PublicState},
};
use allclear_app::{
    pages::home::{self, Home, Open},
    pieces::{At, Entry, Fact, State},
};
use chrono::{Days, NaiveDate};

/// How many past days are shown.
const PAST_DAYS: u64 = 14;

/// The page of one region, or of all.
pub(crate) fn home(state: &PublicState, region: Option<&Region>) -> Home {
    let overall = overall::overall(state, region);
    let id = region.map(|region| &region.id);
    Home {
        frame: frame(state, overall.sentence.trim_end_matches('.'), region),
        regions: switch(state, region),
        overall,
        incidents: state.open(id).into_iter().map(|record| open(state, record)).collect(),
        planned: planned(state, id),
        columns: shown(state, region).map(|region| region.name.clone()).collect(),
        groups: groups(state, region),
        days: days(state, id),
    }
}

fn shown<'a>(state: &'a PublicState, region: Option<&'a Region>) -> impl Iterator<Item = &'a Region> {
    state.catalogue.regions.iter().filter(move |other| region.is_none_or(|region| region.id == other.id))
}

fn switch(state: &PublicState, present: Option<&Region>) -> Vec<(String, String, bool)> {
    if state.catalogue.regions.len() < 2 {
        return Vec::new();
    }
    let all = ("All regions".to_owned(), "/".to_owned(), present.is_none());
    let each = state.catalogue.regions.iter().map(|region| {
        (region.name.clone(), format!("/?region={}", region.code), present.is_some_and(|present| present.id == region.id))
    });
    std::iter::once(all).chain(each).collect()
}

fn open(state: &PublicState, record: &IncidentRecord) -> Open {
    let incident = &record.incident;
    let affected = record.affected();
    let worst = affected.iter().map(|(_, health)| *health).max();
    let mut facts = vec![Fact::Moment("Started", moment(incident.started_at))];
    if !affected.is_empty() {
        if state.catalogue.regions.len() > 1 {
            facts.push(Fact::Text("Regions", listed(&regions(&state.catalogue, &affected))));
        }
        facts.push(Fact::Text("Components", listed(&components(&state.catalogue, &affected))));
    }
    match incident.next_update_at {
        Some(next) if next > state.now => facts.push(Fact::Moment("Next update by", moment(next))),
        Some(_) => facts.push(Fact::Text("Next update", "is late".to_owned())),
        None => {}
    }
    let look = tone::open_tone(worst);
    Open {
        id: incident.id.to_string(),
        title: incident.title.clone(),
        href: format!("/incidents/{}", incident.id),
        tone: look,
        severity: incident.severity.label().to_owned(),
        state: worst.map_or("Open", |_| look.word()).to_owned(),
        posts: thread::posts(&record.updates, look),
        facts,
    }
}

fn planned(state: &PublicState, region: Option<&RegionId>) -> Vec<Entry> {
    let open = state.maintenances.iter().filter(|record| record.maintenance.phase.is_open());
    let mut records: Vec<_> = open.filter(|record| region.is_none_or(|region| record.concerns(region))).collect();
    records.sort_by_key(|record| record.maintenance.starts_at);
    records.into_iter().map(|record| entries::maintenance(state, record, true)).collect()
}

fn groups(state: &PublicState, region: Option<&Region>) -> Vec<home::Group> {
    let by_pair = state.impacts_by_pair();
    let in_group = |group: Option<&GroupId>| -> Vec<home::Component> {
        let members = state.catalogue.components.iter().filter(|component| component.group.as_ref() == group);
        members
            .filter(|component| region.is_none_or(|region| component.runs_in(&region.id)))
            .map(|one| {
                let (bars, availability) = uptime::uptime(state, &by_pair, one, region);
                component(state, one, region, one.show_uptime.then_some((bars, availability)))
            })
            .collect()
    };
    let grouped = state
        .catalogue
        .groups
        .iter()
        .map(|group| home::Group { name: group.name.clone(), components: in_group(Some(&group.id)) });
    let loose = home::Group { name: String::new(), components: in_group(None) };
    let mut groups: Vec<home::Group> =
        grouped.chain(std::iter::once(loose)).filter(|group| !group.components.is_empty()).collect();
    // A heading tells nothing where there is only one group without a name.
    if let [only] = groups.as_mut_slice()
        && only.name.is_empty()
    {
        "All components".clone_into(&mut only.name);
    }
    groups
}

fn component(
    state: &PublicState,
    component: &Component,
    region: Option<&Region>,
    uptime: Option<(allclear_app::pieces::Bars, Option<String>)>,
) -> home::Component {
    let states = shown(state, region)
        .map(|region| {
            component.runs_in(&region.id).then(|| State::at(tone(state.health(&component.id, &region.id)), &region.name))
        })
        .collect();
    let (bars, availability) = uptime.unzip();
    home::Component {
        name: component.name.clone(),
        description: component.description.clone(),
        availability: availability.flatten(),
        states,
        bars,
    }
}

/// The last days, today first, each with what began on it and is over.
fn days(state: &PublicState, region: Option<&RegionId>) -> Vec<(At, Vec<Entry>)> {
    let today = state.now.date_naive();
    let wanted = |record: &&std::sync::Arc<IncidentRecord>, date: NaiveDate| {
        record.incident.started_at.date_naive() == date
            && !record.incident.phase.is_open()
            && region.is_none_or(|region| record.concerns(region))
    };
    (0..PAST_DAYS)
        .filter_map(|back| today.checked_sub_days(Days::new(back)))
        .map(|date| {
            let records = state.incidents.iter().filter(|record| wanted(record, date));
            (day(date), records.map(|record| entries::incident(state, record, true)).collect())
        })
        .collect()
}
