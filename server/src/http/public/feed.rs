//! `GET /feed.rss`, `/feed.atom`, `/feed.json` and `/calendar.ics`, with the filters of a subscription (PRODUCT 7).

use super::{news, windows};
use crate::{
    domain::{
        filter::Filter,
        invalid::Faults,
        subscriber::{Preferences, SubscriptionInput},
    },
    feeds::{Feed, atom, ical, json, rss},
    http::{answer, extract::Reader, fail, present::View},
    services::Refusal,
    snapshot::{Document, Page, PublicState},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, TimeDelta, Utc};

/// `GET /feed.rss`
pub(crate) async fn rss(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    updates(&request, &app, "/feed.rss", "application/rss+xml; charset=utf-8", rss::render)
}

/// `GET /feed.atom`
pub(crate) async fn atom(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    updates(&request, &app, "/feed.atom", "application/atom+xml; charset=utf-8", atom::render)
}

/// `GET /feed.json`
pub(crate) async fn json(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    updates(&request, &app, "/feed.json", "application/feed+json; charset=utf-8", json::render)
}

/// `GET /history.rss`, where readers of Statuspage's feeds look: one item for each incident.
pub(crate) async fn history_rss(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    threads(&request, &app, "/history.rss", "application/rss+xml; charset=utf-8", rss::render)
}

/// `GET /history.atom`
pub(crate) async fn history_atom(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    threads(&request, &app, "/history.atom", "application/atom+xml; charset=utf-8", atom::render)
}

/// `GET /calendar.ics`
pub(crate) async fn calendar(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    filtered(&request, &app, "/calendar.ics", |view, filter, _| {
        let calendar = windows::calendar(view, filter);
        let modified = calendar.windows.iter().map(|window| window.changed_at).max();
        Page::new(ical::render(&calendar), "text/calendar; charset=utf-8", settled(view, modified))
    })
}

/// `GET /maintenance/{id}/calendar.ics`
pub(crate) async fn invitation(request: HttpRequest, app: web::Data<App>, id: web::Path<String>) -> HttpResponse {
    let reader = Reader::named(&request);
    let page = app.hub.load().page(&reader.key(Document::Invitation(id.clone())), |state| {
        let calendar = windows::of_one(View::new(state, reader), state.maintenance(&id)?);
        Some(Page::new(ical::render(&calendar), "text/calendar; charset=utf-8", None))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::open(&request, &page, answer::FEED))
}

fn updates(
    request: &HttpRequest,
    app: &App,
    path: &'static str,
    kind: &'static str,
    render: impl FnOnce(&Feed) -> String,
) -> HttpResponse {
    filtered(request, app, path, |view, filter, this| {
        let feed = news::updates(view, filter, this);
        Page::new(render(&feed), kind, settled(view, feed.changed()))
    })
}

fn threads(
    request: &HttpRequest,
    app: &App,
    path: &'static str,
    kind: &'static str,
    render: impl FnOnce(&Feed) -> String,
) -> HttpResponse {
    filtered(request, app, path, |view, filter, this| {
        let feed = news::threads(view, filter, this);
        Page::new(render(&feed), kind, settled(view, feed.changed()))
    })
}

/// A date tells two changes in one second apart for nobody, so a document has none before that second is over
/// (RFC 9110, 8.8.2.2).
fn settled(view: View<'_>, modified: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    modified.filter(|at| view.state.now - *at > TimeDelta::seconds(1))
}

/// The document of what a query asks for. `draw` gets the document's own whole address as well.
fn filtered(
    request: &HttpRequest,
    app: &App,
    path: &'static str,
    draw: impl FnOnce(View<'_>, &Filter, String) -> Page,
) -> HttpResponse {
    let reader = Reader::named(request);
    let snapshot = app.hub.load();
    let filter = match filter(request.query_string(), &snapshot.state) {
        Ok(filter) => filter,
        Err(faults) => return fail::page(app, reader, &Refusal::Invalid(faults)),
    };
    // Whatever the query looks like, what means the same is one document with one address.
    let query = canonical(&filter, &snapshot.state);
    let page = snapshot.page(&reader.key(Document::Feed(path, query.clone())), |state| {
        let view = View::new(state, reader);
        let this = format!("{}{}", state.url, view.plain(&format!("{path}{query}")));
        Some(draw(view, &filter, this))
    });
    page.map_or_else(|| fail::missing(app, reader), |page| answer::open(request, &page, answer::FEED))
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
            "kind" => input.kinds.extend(words.map(str::to_ascii_lowercase)),
            _ => {}
        }
    }
    let asks_for_kinds = !input.kinds.is_empty();
    let mut filter = Preferences::parse(&input, &state.catalogue)?.filter;
    if !asks_for_kinds {
        // A feed without further words has all there is to read.
        filter.kinds = crate::domain::filter::Kind::ALL.iter().copied().collect();
    }
    Ok(filter)
}

/// The query that says what a filter means, in one order and in codes; nothing when it asks for all.
fn canonical(filter: &Filter, state: &PublicState) -> String {
    let regions = filter.regions.iter().flatten().filter_map(|id| Some(state.catalogue.region(id.as_str())?.code.clone()));
    let chosen = filter.components.iter();
    let components = chosen.clone().flat_map(|chosen| &chosen.components);
    let components = components.filter_map(|id| Some(state.catalogue.component(id.as_str())?.code.clone()));
    let groups = chosen.flat_map(|chosen| &chosen.groups).map(ToString::to_string);
    let severities = filter.severities.iter().flatten().map(ToString::to_string);
    let all = filter.kinds.len() == crate::domain::filter::Kind::ALL.len();
    let kinds = filter.kinds.iter().filter(|_| !all).map(ToString::to_string);
    let parts: [(&str, Vec<String>); 5] = [
        ("region", regions.collect()),
        ("component", components.collect()),
        ("group", groups.collect()),
        ("severity", severities.collect()),
        ("kind", kinds.collect()),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(_, words)| !words.is_empty()).map(|(name, words)| format!("{name}={}", words.join(","))).collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}
