//! Pieces of the page for other sites: `/badge.svg`, `/banner.json` and the picture of shared links.

use crate::{
    feeds::badge::{self, Badge},
    http::{
        answer,
        extract::{Reader, value},
        fail,
        present::{self, View},
    },
    snapshot::{Document, IncidentRecord, Page},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};
use allclear_app::Tone;
use serde_json::{Value, json};

/// `GET /badge.svg?region=…&component=…`: the state of everything, a region, or a component.
pub(crate) async fn badge(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let reader = Reader::named(&request);
    let region = value(request.query_string(), "region");
    let component = value(request.query_string(), "component");
    let query = format!("{}\u{0}{}", region.clone().unwrap_or_default(), component.clone().unwrap_or_default());
    let page = app.hub.load().page(&reader.key(Document::Badge(query)), |state| {
        let view = View::new(state, reader).of_region(region.as_deref())?;
        let badge = match &component {
            Some(code) => of_component(view, code)?,
            None => of_all(view),
        };
        Some(Page::new(badge::render(&badge), "image/svg+xml", None))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::drawing(&request, &page, answer::PUBLIC))
}

fn of_all(view: View<'_>) -> Badge {
    let tone = present::overall(view).tone;
    let label = view.region.map_or_else(|| view.state.title.clone(), |region| format!("{}, {}", view.state.title, region.name));
    Badge { label, word: tone.word(view.lang), tone }
}

fn of_component(view: View<'_>, code: &str) -> Option<Badge> {
    let component = view.state.catalogue.component(code)?;
    let places = component.placements.iter().filter(|(at, _)| view.region.is_none_or(|region| region.id == *at));
    let worst = places.map(|(at, _)| view.state.health(&component.id, at)).max();
    let tone = worst.map_or(Tone::Unknown, present::tone);
    Some(Badge { label: component.name.clone(), word: tone.word(view.lang), tone })
}

/// `GET /banner.json?region=…`: what a banner on another site should say (PRODUCT 2: P1 to P3), or that it should not be there.
pub(crate) async fn banner(request: HttpRequest, app: web::Data<App>, reader: Reader) -> HttpResponse {
    let region = value(request.query_string(), "region");
    let page = app.hub.load().page(&reader.key(Document::Banner(region.clone())), |state| {
        let view = View::new(state, reader).of_region(region.as_deref())?;
        let open = state.open(view.region.map(|region| &region.id));
        let worst = open.into_iter().find(|record| state.banners.contains(&record.incident.severity));
        let banner = worst.map_or(Value::Null, |record| said(view, record));
        Some(Page::new(json!({ "banner": banner }).to_string(), "application/json; charset=utf-8", None))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::spoken(&request, &page, answer::PUBLIC))
}

fn said(view: View<'_>, record: &IncidentRecord) -> Value {
    let affected = present::in_region(record.affected(), view.region.map(|region| &region.id));
    let worst = affected.iter().map(|(_, health)| *health).max();
    let text = record
        .updates
        .first()
        .map(|update| present::plain(view.lang, &update.body, present::promised(view, record)))
        .unwrap_or_default();
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let path = view.plain(&format!("/incidents/{}", record.incident.id));
    json!({
        "id": record.incident.id,
        "tone": present::open_tone(worst).name(),
        "title": record.incident.title,
        "text": line.chars().take(200).collect::<String>(),
        "link": format!("{}{path}", view.state.url),
        "more": view.lang.say("banner-more"),
        "close": view.lang.say("banner-close"),
        "lang": view.lang.code(),
        "dir": view.lang.dir(),
    })
}
