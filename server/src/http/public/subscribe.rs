//! `GET` and `POST /subscribe`

use crate::{
    domain::{
        invalid::Faults,
        subscriber::{SubscriptionDraft, SubscriptionInput},
    },
    http::{answer, extract, fail, present},
    services::{Refusal, subscriptions},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use chrono::TimeDelta;

/// Subscriptions that one address may ask for in an hour (bar S-9).
const PER_HOUR: u32 = 10;

/// The form, with the region of the query chosen.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let regions = super::query(request.query_string(), "region").into_iter().collect();
    let input = SubscriptionInput { regions, ..SubscriptionInput::default() };
    form(&app, StatusCode::OK, &input, &Faults::default())
}

/// Somebody asks. The answer is the same whether the address is new, waiting, known or stopped.
pub(crate) async fn post(
    request: HttpRequest,
    app: web::Data<App>,
    fields: extract::Fields,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    let input = input(&fields);
    if !fields.get("website").is_empty() {
        // Only a program fills in a field that nobody sees; it is told what everybody is told.
        return Ok(thanks(&app));
    }
    // Only what would send a letter counts, so that nobody runs out of tries by mistyping.
    if let Err(faults) = SubscriptionDraft::parse(&input, &app.hub.load().state.catalogue) {
        return Ok(form(&app, StatusCode::UNPROCESSABLE_ENTITY, &input, &faults));
    }
    let visitor = extract::address(&request, &app.settings);
    let allowed = app.throttle.count(format!("subscribe {visitor}"), PER_HOUR, TimeDelta::hours(1), app.clock.now());
    if let Err(seconds) = allowed {
        return Ok(fail::page(&app, &Refusal::TooOften(seconds)));
    }
    let asked = input.clone();
    Ok(match app.write("visitor", move |conn, act| subscriptions::ask(conn, act, &asked)).await {
        Ok(()) => thanks(&app),
        Err(Refusal::Invalid(faults)) => form(&app, StatusCode::UNPROCESSABLE_ENTITY, &input, &faults),
        Err(other) => fail::page(&app, &other),
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
    }
}

fn form(app: &App, status: StatusCode, input: &SubscriptionInput, faults: &Faults) -> HttpResponse {
    answer::private(status, present::subscribe(&app.hub.load().state, input, faults).html())
}

fn thanks(app: &App) -> HttpResponse {
    let text = "If the address can be reached, a mail is on its way to it. Open the link in it and press the button: only then is anything sent.";
    fail::message(app, StatusCode::OK, "One more step", text)
}
