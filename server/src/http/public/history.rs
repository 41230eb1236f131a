//! `GET /history`

use crate::{
    domain::severity::Severity,
    http::{
        answer,
        extract::{Reader, value},
        fail, present,
    },
    snapshot::{Document, Page, PublicState, Snapshot},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use chrono::TimeDelta;
use std::sync::Arc;

/// Longest text that is looked for.
const TEXT_LIMIT: usize = 100;
/// Searches that one address may make in a minute: each reads the whole past.
const SEARCHES: u32 = 60;

/// What a query asks for, as it was written.
struct Asked {
    region: Option<String>,
    month: Option<String>,
    component: Option<String>,
    severity: Option<String>,
    text: Option<String>,
    page: Option<String>,
}

impl Asked {
    fn of(query: &str) -> Self {
        let text = value(query, "q").map(|text| text.chars().take(TEXT_LIMIT).collect::<String>().trim().to_lowercase());
        Self {
            region: value(query, "region"),
            month: value(query, "month"),
            component: value(query, "component"),
            severity: value(query, "severity").map(|word| word.to_lowercase()),
            text: text.filter(|text| !text.is_empty()),
            page: value(query, "page"),
        }
    }

    /// The page; none when the query names something that is not there.
    fn page(&self, state: &PublicState, reader: Reader) -> Option<Page> {
        let view = present::View::new(state, reader).of_region(self.region.as_deref())?;
        let present = present::Month::of(state.now);
        let month = match &self.month {
            Some(text) => present::Month::parse(text)?,
            None => present,
        };
        if !(present::first_month(state)..=present).contains(&month) {
            return None;
        }
        let component = match &self.component {
            Some(code) => Some(state.catalogue.component(code)?),
            None => None,
        };
        let severity: Option<Severity> = match &self.severity {
            Some(word) => Some(word.parse().ok()?),
            None => None,
        };
        let part = match &self.page {
            // Said in one way only, or one page would be kept under many names.
            Some(text) => text.parse().ok().filter(|number: &usize| number.to_string() == *text)?,
            None => 1,
        };
        let asked = present::Found { month, component, severity, text: self.text.clone(), part };
        Some(Page::html(present::history(view, &asked)?.html()))
    }

    /// The same query in one form, whatever its order and whatever else it says.
    fn canonical(&self) -> String {
        let parts = [&self.region, &self.month, &self.component, &self.severity, &self.page];
        parts.map(|part| part.clone().unwrap_or_default()).join("\u{0}")
    }
}

/// A month of the past, the present one when none is named; or what a search found.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, reader: Reader) -> HttpResponse {
    let asked = Asked::of(request.query_string());
    if asked.text.is_some() {
        return search(&request, &app, reader, asked).await;
    }
    let page = app.hub.load().page(&reader.key(Document::History(asked.canonical())), |state| asked.page(state, reader));
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::send(&request, &page, answer::PUBLIC))
}

/// Searches read the whole past and are asked for once, so they run beside the pages and are not kept.
async fn search(request: &HttpRequest, app: &App, reader: Reader, asked: Asked) -> HttpResponse {
    let visitor = crate::http::extract::address(request, &app.settings);
    if let Err(seconds) = app.throttle.count(format!("search {visitor}"), SEARCHES, TimeDelta::minutes(1), app.clock.now()) {
        return fail::page(app, reader, &crate::services::Refusal::TooOften(seconds));
    }
    let snapshot: Arc<Snapshot> = Arc::clone(&app.hub.load());
    let found = web::block(move || asked.page(snapshot.in_language(reader.lang), reader)).await;
    match found {
        Ok(Some(page)) => answer::send(request, &page, answer::PUBLIC),
        Ok(None) => fail::missing(app, reader),
        Err(error) => {
            tracing::error!(%error, "a search was given up");
            fail::message(
                app,
                reader,
                StatusCode::SERVICE_UNAVAILABLE,
                reader.lang.say("broken-title"),
                reader.lang.say("broken-text"),
            )
        }
    }
}
