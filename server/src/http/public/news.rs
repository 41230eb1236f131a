//! What feeds tell: updates one by one, or whole incidents.

use crate::{
    domain::{
        filter::{Filter, Kind, Place},
        impact::Impact,
    },
    feeds::{Feed, Item},
    http::present::{self, Promise, View, moment, phase_label},
    snapshot::{IncidentRecord, PublicState},
    store::updates::Update,
};
use allclear_app::say;
use chrono::{DateTime, Utc};

/// Most items in a feed (bar F-2 allows 50; fewer keep polling cheap for both sides).
const ITEMS: usize = 20;
/// The word of an update that publishes a review.
const REVIEW: &str = "postmortem";

/// One item for each update of what the filter wants, newest first. `this` is the feed's own address.
pub(super) fn updates(view: View<'_>, filter: &Filter, this: String) -> Feed {
    let state = view.state;
    let mut items: Vec<Item> = Vec::new();
    for record in by_last_word(state).into_iter().filter(|record| is_wanted(state, record, filter)).take(ITEMS) {
        let wanted = record.updates.iter().filter(|update| filter.kinds.contains(&kind(update)));
        items.extend(wanted.take(ITEMS).map(|update| of_update(view, record, update)));
        if let Some(review) = &record.postmortem
            && filter.kinds.contains(&Kind::Postmortems)
            && !record.updates.iter().any(|update| update.phase == REVIEW)
        {
            items.extend(review.published_at.map(|at| item(view, record, REVIEW, &review.body, at, "postmortem")));
        }
    }
    if filter.kinds.contains(&Kind::Maintenance) && filter.severities.is_none() {
        items.extend(of_maintenances(view, filter));
    }
    feed(view, this, items)
}

/// One item for each incident with its whole thread, as Statuspage's feeds have it.
pub(super) fn threads(view: View<'_>, filter: &Filter, this: String) -> Feed {
    let state = view.state;
    let records = by_last_word(state).into_iter().filter(|record| is_wanted(state, record, filter)).take(ITEMS);
    let items = records.map(|record| {
        let incident = &record.incident;
        let told = |(place, update): (usize, &Update)| {
            let (when, phase) = (moment(view.lang, update.said_at).text, phase_label(view.lang, &update.phase));
            format!(
                "<p><small>{when}</small><br><strong>{phase}</strong></p>{}",
                present::html(view.lang, &update.body, present::promised(view, record).at(place))
            )
        };
        let path = format!("/incidents/{}", incident.id);
        Item {
            guid: format!("{}{path}", state.url),
            title: incident.title.clone(),
            link: format!("{}{}", state.url, view.plain(&path)),
            text: record
                .updates
                .first()
                .map(|update| present::plain(view.lang, &update.body, present::promised(view, record)))
                .unwrap_or_default(),
            html: record.updates.iter().enumerate().map(told).collect(),
            said_at: last_word(record),
            categories: categories(record),
        }
    });
    feed(view, this, items.collect())
}

fn feed(view: View<'_>, this: String, mut items: Vec<Item>) -> Feed {
    items.sort_by(|a, b| b.said_at.cmp(&a.said_at).then_with(|| b.guid.cmp(&a.guid)));
    items.truncate(ITEMS);
    let brand = view.state.title.as_str();
    Feed {
        title: say!(view.lang, "feed-title", brand = brand),
        description: say!(view.lang, "feed-description", brand = brand),
        lang: view.lang,
        link: format!("{}{}", view.state.url, view.plain("/")),
        this,
        items,
    }
}

fn of_update(view: View<'_>, record: &IncidentRecord, update: &Update) -> Item {
    item(view, record, &update.phase, &update.body, update.said_at, update.id.as_str())
}

fn item(view: View<'_>, record: &IncidentRecord, phase: &str, body: &str, said_at: DateTime<Utc>, id: &str) -> Item {
    let is_newest = record.updates.first().is_some_and(|newest| newest.id.as_str() == id);
    let promise = present::promised(view, record).at(usize::from(!is_newest));
    let path = format!("/incidents/{}", record.incident.id);
    let page = if phase == REVIEW { format!("{path}/postmortem") } else { path.clone() };
    Item {
        guid: format!("{}{path}#update-{id}", view.state.url),
        title: format!("{}: {}", record.incident.title, phase_label(view.lang, phase)),
        link: format!("{}{}", view.state.url, view.plain(&page)),
        text: present::plain(view.lang, body, promise),
        html: if phase == REVIEW {
            present::review(view.lang, body, &view.state.url)
        } else {
            present::html(view.lang, body, promise)
        },
        said_at,
        categories: categories(record),
    }
}

fn of_maintenances(view: View<'_>, filter: &Filter) -> Vec<Item> {
    let state = view.state;
    let wanted = state.maintenances.iter().filter(|record| covers(state, &record.impacts, filter)).take(ITEMS);
    wanted
        .flat_map(|record| {
            let path = format!("/maintenance/{}", record.maintenance.id);
            record.updates.iter().map(move |update| Item {
                guid: format!("{}{path}#update-{}", state.url, update.id),
                title: format!("{}: {}", record.maintenance.title, phase_label(view.lang, &update.phase)),
                link: format!("{}{}", state.url, view.plain(&path)),
                text: present::plain(view.lang, &update.body, Promise::Past),
                html: present::html(view.lang, &update.body, Promise::Past),
                said_at: update.said_at,
                categories: vec![view.lang.say("kind-maintenance")],
            })
        })
        .collect()
}

/// Incidents in the order of their last word, without the parts of larger ones: an old one that goes on is news, too.
fn by_last_word(state: &PublicState) -> Vec<&IncidentRecord> {
    let mut records: Vec<&IncidentRecord> =
        state.incidents.iter().map(AsRef::as_ref).filter(|record| record.incident.parent.is_none()).collect();
    records.sort_by_key(|record| std::cmp::Reverse(last_word(record)));
    records
}

fn last_word(record: &IncidentRecord) -> DateTime<Utc> {
    record.updates.first().map_or(record.incident.published_at, |update| update.said_at)
}

fn kind(update: &Update) -> Kind {
    if update.phase == REVIEW { Kind::Postmortems } else { Kind::Incidents }
}

fn categories(record: &IncidentRecord) -> Vec<String> {
    vec![record.incident.severity.code().to_owned()]
}

fn is_wanted(state: &PublicState, record: &IncidentRecord, filter: &Filter) -> bool {
    let is_reviewed = record.postmortem.is_some() || record.updates.iter().any(|update| update.phase == REVIEW);
    let kinds = filter.kinds.contains(&Kind::Incidents) || filter.kinds.contains(&Kind::Postmortems) && is_reviewed;
    let chosen = filter.severities.as_ref().is_none_or(|chosen| chosen.contains(&record.incident.severity));
    kinds && chosen && covers(state, &record.impacts, filter)
}

/// Whether a filter wants what was hit.
pub(super) fn covers(state: &PublicState, impacts: &[Impact], filter: &Filter) -> bool {
    if filter.regions.is_none() && filter.components.is_none() {
        return true;
    }
    let places: Vec<Place> =
        impacts.iter().map(|impact| Place::of(&state.catalogue, &impact.pair.component, &impact.pair.region)).collect();
    filter.covers(&places)
}
