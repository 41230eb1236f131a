//! `GET /feed.rss`, with the filters of a subscription (PRODUCT 7).

use crate::{
    domain::{
        filter::{Filter, Place},
        invalid::Faults,
        subscriber::{Preferences, SubscriptionInput},
    },
    feeds::rss::{self, Feed, Item},
    http::{answer, fail},
    markdown,
    services::Refusal,
    snapshot::{IncidentRecord, Key, Page, PublicState},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};

/// Most items in a feed (bar F-2).
const ITEMS: usize = 50;

/// The feed of what the query asks for.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let snapshot = app.hub.load();
    let filter = match filter(request.query_string(), &snapshot.state) {
        Ok(filter) => filter,
        Err(faults) => return fail::page(&app, &Refusal::Invalid(faults)),
    };
    // Whatever the query looks like, what means the same is one document with one address.
    let query = canonical(&filter, &snapshot.state);
    let page = snapshot.page(&Key::Feed(query.clone()), |state| {
        let this = app.settings.url(&format!("/feed.rss{query}"));
        let feed = feed(state, &filter, this, |path| app.settings.url(path));
        let modified = feed.items.iter().map(|item| item.said_at).max();
        Some(Page::new(rss::render(&feed), "application/rss+xml; charset=utf-8", modified))
    });
    let Some(page) = page else { return fail::missing(&app) };
    let mut response = answer::send(&request, &page, answer::FEED);
    let any = actix_web::http::header::HeaderValue::from_static("*");
    response.headers_mut().insert(actix_web::http::header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    response
}

/// The filter of a query: values by comma or by repetition.
fn filter(query: &str, state: &PublicState) -> Result<Filter, Faults> {
    let mut input = SubscriptionInput::default();
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let words = value.split(',').map(str::trim).filter(|word| !word.is_empty());
        match key.as_ref() {
            "region" => input.regions.extend(words.map(str::to_owned)),
            "component" => input.components.extend(words.map(str::to_owned)),
            "group" => input.groups.extend(words.map(str::to_owned)),
            "severity" => input.severities.extend(words.map(str::to_ascii_lowercase)),
            _ => {}
        }
    }
    Preferences::parse(&input, &state.catalogue).map(|preferences| preferences.filter)
}

/// The query that says what a filter means, in one order and in codes; nothing when it asks for all.
fn canonical(filter: &Filter, state: &PublicState) -> String {
    let regions = filter.regions.iter().flatten().filter_map(|id| Some(state.catalogue.region(id.as_str())?.code.clone()));
    let chosen = filter.components.iter();
    let components = chosen.clone().flat_map(|chosen| &chosen.components);
    let components = components.filter_map(|id| Some(state.catalogue.component(id.as_str())?.code.clone()));
    let groups = chosen.flat_map(|chosen| &chosen.groups).map(ToString::to_string);
    let severities = filter.severities.iter().flatten().map(ToString::to_string);
    let parts: [(&str, Vec<String>); 4] = [
        ("region", regions.collect()),
        ("component", components.collect()),
        ("group", groups.collect()),
        ("severity", severities.collect()),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(_, words)| !words.is_empty()).map(|(name, words)| format!("{name}={}", words.join(","))).collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

fn feed(state: &PublicState, filter: &Filter, this: String, url: impl Fn(&str) -> String) -> Feed {
    let mut wanted: Vec<_> = state.incidents.iter().filter(|record| is_wanted(state, record, filter)).collect();
    // An old incident that goes on is news, too.
    wanted.sort_by_key(|record| std::cmp::Reverse(record.updates.first().map(|update| update.said_at)));
    let mut items: Vec<Item> = Vec::new();
    for record in wanted.into_iter().take(ITEMS) {
        items.extend(record.updates.iter().take(ITEMS).map(|update| {
            let incident = &record.incident;
            let link = url(&format!("/incidents/{}", incident.id));
            let phase = update.phase.parse::<crate::domain::phase::Phase>().map_or("Update", |phase| phase.label());
            Item {
                guid: format!("{link}#update-{}", update.id),
                title: format!("{}: {phase}", incident.title),
                link,
                text: markdown::to_text(&update.body),
                html: markdown::to_html(&update.body),
                said_at: update.said_at,
                categories: vec![incident.severity.code().to_owned()],
            }
        }));
    }
    items.sort_by(|a, b| b.said_at.cmp(&a.said_at).then_with(|| b.guid.cmp(&a.guid)));
    items.truncate(ITEMS);
    Feed { title: format!("{} status", state.title), link: url("/"), this, items }
}

fn is_wanted(state: &PublicState, record: &IncidentRecord, filter: &Filter) -> bool {
    let chosen = filter.severities.as_ref().is_none_or(|chosen| chosen.contains(&record.incident.severity));
    let places: Vec<Place> =
        record.impacts.iter().map(|impact| Place::of(&state.catalogue, &impact.pair.component, &impact.pair.region)).collect();
    chosen && filter.covers(&places)
}
