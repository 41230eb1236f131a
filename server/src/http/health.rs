//! Whether the program lives, and whether it does its work.

use super::{extract::Reader, fail};
use crate::{
    domain::{channel::Channel, link::fingerprint},
    metrics::Standing,
    services::Refusal,
    state::App,
    store::{self, Conn, backlog},
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

/// News that has waited longer than this is a fault (PRODUCT 8).
pub(crate) const WAITS_AT_MOST: TimeDelta = TimeDelta::seconds(30);

/// `GET /healthz`: the process answers. Asks nothing of the database.
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers, all was read, news does not stand still, and the program is not about to stop.
pub(super) async fn ready(app: web::Data<App>) -> HttpResponse {
    let now = app.clock.now();
    let channels = app.settings.channels();
    let read = app.read(move |conn| Ok((late(conn, &channels, now)?, unsent(conn, now)?))).await;
    let (database, late, unsent) = match &read {
        Ok((late, unsent)) => ("ok".to_owned(), *late, *unsent),
        Err(error) => (error.to_string(), None, None),
    };
    let ready = read.is_ok() && app.hub.is_whole() && !stands_still(&app, late) && !app.is_leaving();
    let shown = app.hub.load().state.now;
    let mut response = if ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    response.insert_header((header::CACHE_CONTROL, "no-store")).json(json!({
        "ready": ready,
        "database": database,
        "mail": if app.settings.mail.is_some() { "set up" } else { "not set up" },
        "oldest_unsent_seconds": unsent.map(|unsent| unsent.num_seconds()),
        "oldest_waiting_seconds": late.map(|late| late.num_seconds()),
        "page_as_of": shown,
    }))
}

/// `GET /metrics`: for Prometheus, which shows the token of the settings, so that it reads on while the database is away.
pub(super) async fn metrics(request: HttpRequest, app: web::Data<App>, reader: Reader) -> HttpResponse {
    let Some(token) = &app.settings.metrics_token else { return fail::missing(&app, reader) };
    let shown = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Compared by their hashes, so that the time it takes tells nothing of the token.
    if fingerprint(shown) != fingerprint(format!("Bearer {token}")) {
        return HttpResponse::Unauthorized().insert_header((header::WWW_AUTHENTICATE, "Bearer")).finish();
    }
    let now = app.clock.now();
    let read = app.read(move |conn| Ok((backlog::by_channel(conn)?, unsent(conn, now)?))).await;
    let page_age = now - app.hub.load().state.now;
    let standing = match read {
        Ok((queued, oldest)) => Standing { queued, oldest: oldest.unwrap_or_default(), database: true, page_age },
        Err(_) => Standing { page_age, ..Standing::default() },
    };
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        // Writing to a String cannot fail.
        .body(app.metrics.text(&standing).unwrap_or_default())
}

/// Whether something waits too long and nothing moves.
pub(crate) fn stands_still(app: &App, late: Option<TimeDelta>) -> bool {
    late.is_some_and(|late| late > WAITS_AT_MOST) && app.stands_for() > WAITS_AT_MOST.num_seconds()
}

/// How long the oldest news or delivery has not left.
fn unsent(conn: &mut Conn, now: DateTime<Utc>) -> Result<Option<TimeDelta>, Refusal> {
    let oldest = [store::notices::oldest_waiting(conn)?, backlog::oldest_unsent(conn)?];
    Ok(oldest.into_iter().flatten().map(|since| now - since).max())
}

/// How long the oldest news waits that nothing but ourselves keeps: past its time, or for a server of ours that cannot be used.
/// What goes by a channel that is not set up here is not meant to move.
pub(crate) fn late(conn: &mut Conn, channels: &[Channel], now: DateTime<Utc>) -> Result<Option<TimeDelta>, Refusal> {
    let notice = store::notices::oldest_waiting(conn)?;
    let oldest = [notice, backlog::oldest_due(conn, channels, now)?, backlog::oldest_blocked(conn, channels)?];
    Ok(oldest.into_iter().flatten().map(|since| now - since).max())
}
