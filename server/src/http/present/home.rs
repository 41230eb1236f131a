//! The page itself.

use super::{
    data, entries,
    frame::shown,
    overall, thread,
    time::{day, moment},
    tone, uptime,
    view::View,
};
use crate::{
    domain::{
        catalogue::Component,
        health::Health,
        id::{GroupId, RegionId},
        impact::Pair,
    },
    snapshot::IncidentRecord,
};
use allclear_app::{
    Tone,
    pages::{
        Frame, Shared,
        home::{self, Day, Home, Open},
    },
    pieces::{Entry, Fact, State},
    say,
};
use chrono::{Days, NaiveDate};

/// How many past days are shown.
const PAST_DAYS: u64 = 14;
/// How many incidents of one day are shown; the rest are in the history.
const OF_A_DAY: usize = 5;
/// A group without trouble starts folded where there are more components than this.
const FOLDED_FROM: usize = 30;

/// The page of one region, or of all.
pub(crate) fn home(view: View<'_>) -> Home {
    let overall = overall::overall(view);
    let frame = shown(view, overall.sentence.trim_end_matches(['.', '。']), "/", overall.tone);
    let description = format!("{} {}", overall.sentence, overall.rest).trim().to_owned();
    let data = data::page(view, &description);
    let id = view.region.map(|region| &region.id);
    Home {
        frame: Frame { description, shared: Shared { data, ..frame.shared.clone() }, ..frame },
        regions: view.switch("/"),
        overall,
        incidents: view.state.leading(id).into_iter().map(|record| open(view, record)).collect(),
        planned: planned(view, id),
        columns: view.regions().map(|region| region.name.clone()).collect(),
        groups: groups(view),
        days: days(view, id),
    }
}

fn open(view: View<'_>, record: &IncidentRecord) -> Open {
    let (incident, lang) = (&record.incident, view.lang);
    let affected = in_region(record.affected(), view.region.map(|region| &region.id));
    let worst = affected.iter().map(|(_, health)| *health).max();
    let mut facts = vec![Fact::Moment(lang.say("started"), moment(lang, incident.started_at))];
    if !affected.is_empty() {
        if view.state.catalogue.regions.len() > 1 {
            facts.push(Fact::Text(lang.say("regions"), tone::regions(view, &affected)));
        }
        facts.push(Fact::Text(lang.say("components"), tone::components(view, &affected)));
    }
    facts.extend(thread::promise(view, record));
    let parts = view.state.parts(&incident.id).filter(|part| part.incident.phase.is_open());
    facts.extend(parts.map(|part| {
        let href = view.plain(&format!("/incidents/{}", part.incident.id));
        Fact::Link(lang.say("related"), part.incident.title.clone(), href)
    }));
    let look = tone::open_tone(worst);
    Open {
        id: incident.id.to_string(),
        title: incident.title.clone(),
        href: view.plain(&format!("/incidents/{}", incident.id)),
        tone: look,
        severity: tone::severity(lang, incident.severity),
        state: if worst.is_some() { State::of(look) } else { State::said(look, lang.say("state-open")) },
        posts: thread::posts(lang, &record.updates, look, thread::promised(view, record)),
        facts,
    }
}

/// What is hit where the reader looks.
pub(crate) fn in_region(affected: Vec<(Pair, Health)>, region: Option<&RegionId>) -> Vec<(Pair, Health)> {
    affected.into_iter().filter(|(pair, _)| region.is_none_or(|region| *region == pair.region)).collect()
}

fn planned(view: View<'_>, region: Option<&RegionId>) -> Vec<Entry> {
    let open = view.state.maintenances.iter().filter(|record| record.maintenance.phase.is_open());
    let mut records: Vec<_> = open.filter(|record| region.is_none_or(|region| record.concerns(region))).collect();
    records.sort_by_key(|record| record.maintenance.starts_at);
    records.into_iter().map(|record| entries::maintenance(view, record, true)).collect()
}

fn groups(view: View<'_>) -> Vec<home::Group> {
    let by_pair = view.state.impacts_by_pair();
    let many = view.state.catalogue.components.len() > FOLDED_FROM;
    let group = |name: String, id: Option<&GroupId>| {
        let members = view.state.catalogue.components.iter().filter(|component| component.group.as_ref() == id);
        let members = members.filter(|component| view.region.is_none_or(|region| component.runs_in(&region.id)));
        let components: Vec<home::Component> = members.map(|one| component(view, one, &by_pair)).collect();
        let worst = components.iter().flat_map(|one| &one.states).flatten().map(|state| state.tone).max().unwrap_or_default();
        home::Group { name, worst, folded: many && worst <= Tone::Operational, components }
    };
    let grouped = view.state.catalogue.groups.iter().map(|one| group(one.name.clone(), Some(&one.id)));
    let loose = group(String::new(), None);
    let mut groups: Vec<home::Group> =
        grouped.chain(std::iter::once(loose)).filter(|group| !group.components.is_empty()).collect();
    // A heading tells nothing where there is only one group without a name.
    if let [only] = groups.as_mut_slice()
        && only.name.is_empty()
    {
        only.name = view.lang.say("all-components");
    }
    groups
}

fn component(view: View<'_>, component: &Component, by_pair: &uptime::ByPair<'_>) -> home::Component {
    let states = view.regions().map(|region| {
        component.runs_in(&region.id).then(|| State::at(tone::tone(view.state.health(&component.id, &region.id)), &region.name))
    });
    let shown = component.show_uptime.then(|| uptime::ninety(view, by_pair, component));
    home::Component {
        name: component.name.clone(),
        href: view.to(&format!("/components/{}", component.code)),
        description: component.description.clone(),
        states: states.collect(),
        bars: shown,
    }
}

/// The last days, today first, each with what began on it.
fn days(view: View<'_>, region: Option<&RegionId>) -> Vec<Day> {
    let today = view.state.now.date_naive();
    let oldest = today.checked_sub_days(Days::new(PAST_DAYS)).unwrap_or(today);
    let recent: Vec<_> = view
        .state
        .incidents
        .iter()
        .take_while(|record| record.incident.started_at.date_naive() > oldest)
        .filter(|record| record.incident.parent.is_none())
        .filter(|record| region.is_none_or(|region| record.concerns(region)))
        .collect();
    let on = |date: NaiveDate| recent.iter().filter(move |record| record.incident.started_at.date_naive() == date);
    (0..PAST_DAYS)
        .filter_map(|back| today.checked_sub_days(Days::new(back)))
        .map(|date| {
            let count = on(date).count();
            let entries = on(date).take(OF_A_DAY).map(|record| entries::incident(view, record, true)).collect();
            let month = view.to(&format!("/history?month={}", date.format("%Y-%m")));
            let more = (count > OF_A_DAY).then(|| (say!(view.lang, "more-incidents", count = count - OF_A_DAY), month));
            Day { date: day(view.lang, date), entries, more }
        })
        .collect()
}
