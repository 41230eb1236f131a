//! Whether the program lives, and whether it does its work.

use crate::{services::Refusal, state::App, store};
use actix_web::{HttpResponse, http::header, web};
use chrono::TimeDelta;
use serde_json::json;

/// News that has waited longer than this is a fault (PRODUCT 8).
pub(crate) const WAITS_AT_MOST: TimeDelta = TimeDelta::seconds(30);

/// `GET /healthz`: the process answers. Asks nothing of the database.
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers, and news does not stand still.
pub(super) async fn ready(app: web::Data<App>) -> HttpResponse {
    let now = app.clock.now();
    let waiting = app.read(move |conn| waiting(conn, now)).await;
    let (database, waits) = match &waiting {
        Ok(waits) => ("ok".to_owned(), *waits),
        Err(error) => (error.to_string(), None),
    };
    let stuck = stands_still(&app, waits);
    let ready = waiting.is_ok() && !stuck;
    let shown = app.hub.load().state.now;
    let mut response = if ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    response.insert_header((header::CACHE_CONTROL, "no-store")).json(json!({
        "ready": ready,
        "database": database,
        "mail": if app.settings.smtp.is_some() { "set up" } else { "not set up" },
        "oldest_waiting_seconds": waits.map(|waits| waits.num_seconds()),
        "page_as_of": shown,
    }))
}

/// Whether something waits too long and nothing moves. Where no mail server is set up, nothing is meant to move.
pub(crate) fn stands_still(app: &App, waits: Option<TimeDelta>) -> bool {
    app.settings.smtp.is_some()
        && waits.is_some_and(|waits| waits > WAITS_AT_MOST)
        && app.stands_for() > WAITS_AT_MOST.num_seconds()
}

/// How long the oldest news or delivery has been waiting past its time.
pub(crate) fn waiting(conn: &mut store::Conn, now: chrono::DateTime<chrono::Utc>) -> Result<Option<TimeDelta>, Refusal> {
    let notice = store::notices::oldest_waiting(conn)?;
    let delivery = store::deliveries::oldest_due(conn, now)?;
    Ok([notice, delivery].into_iter().flatten().map(|since| now - since).max())
}
