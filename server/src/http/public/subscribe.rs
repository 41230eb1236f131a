//! `GET` and `POST /subscribe`

use crate::{
    domain::{
        invalid::Faults,
        subscriber::{SubscriptionDraft, SubscriptionInput},
    },
    http::{
        answer,
        extract::{self, Reader},
        fail, present,
    },
    services::{Refusal, subscriptions},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use chrono::TimeDelta;

/// Subscriptions that one address may ask for in an hour (bar S-9).
pub(crate) const PER_HOUR: u32 = 10;

/// The form, with the region of the query chosen.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, reader: Reader) -> HttpResponse {
    let regions = extract::value(request.query_string(), "region").into_iter().collect();
    let input = SubscriptionInput { regions, ..SubscriptionInput::default() };
    form(&app, reader, StatusCode::OK, &input, &Faults::default())
}

/// Somebody asks. The answer is the same whether the address is new, waiting, known or stopped.
pub(crate) async fn post(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    fields: extract::Fields,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    let input = input(&fields);
    if !fields.get("website").is_empty() {
        // Only a program fills in a field that nobody sees; it is told what everybody is told.
        return Ok(thanks(&app, reader));
    }
    // Only what would send a letter counts, so that nobody runs out of tries by mistyping.
    if let Err(faults) = SubscriptionDraft::parse(&input, &app.hub.load().state.catalogue) {
        return Ok(form(&app, reader, StatusCode::UNPROCESSABLE_ENTITY, &input, &faults));
    }
    let visitor = extract::address(&request, &app.settings);
    let allowed = app.throttle.count(format!("subscribe {visitor}"), PER_HOUR, TimeDelta::hours(1), app.clock.now());
    if let Err(seconds) = allowed {
        return Ok(fail::page(&app, reader, &Refusal::TooOften(seconds)));
    }
    let asked = input.clone();
    Ok(match app.write("visitor", move |conn, act| subscriptions::ask(conn, act, &asked)).await {
        Ok(()) => thanks(&app, reader),
        Err(Refusal::Invalid(faults)) => form(&app, reader, StatusCode::UNPROCESSABLE_ENTITY, &input, &faults),
        Err(other) => fail::page(&app, reader, &other),
    })
}

/// What a form of subscribers says.
pub(super) fn input(fields: &extract::Fields) -> SubscriptionInput {
    SubscriptionInput {
        email: fields.get("email").to_owned(),
        regions: fields.all("regions"),
        components: fields.all("components"),
        groups: fields.all("groups"),
        severities: fields.all("severities"),
        kinds: fields.all("kinds"),
        zone: fields.get("zone").to_owned(),
        language: fields.get("language").to_owned(),
    }
}

fn form(app: &App, reader: Reader, status: StatusCode, input: &SubscriptionInput, faults: &Faults) -> HttpResponse {
    let snapshot = app.hub.load();
    let view = present::View::new(snapshot.in_language(reader.lang), reader);
    answer::private(status, present::subscribe(view, input, faults).html())
}

fn thanks(app: &App, reader: Reader) -> HttpResponse {
    fail::message(app, reader, StatusCode::OK, reader.lang.say("thanks-title"), reader.lang.say("thanks-text"))
}
