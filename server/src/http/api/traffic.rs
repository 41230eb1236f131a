//! `/api/v3/traffic` and `/api/v3/quiet-hours`

use super::{Page, Problem, json};
use crate::{
    domain::{
        invalid::{Faults, Invalid},
        person::Role,
        region,
    },
    http::extract::{self, Caller, Json},
    services::{Refusal, traffic as service},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A file of how much is going on when.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Traffic {
    /// CSV with the columns `hour` (RFC 3339) and `requests`.
    csv: String,
}

/// What came of an import.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Taken {
    hours: usize,
}

/// A window in which little is going on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QuietWindow {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    /// How much is going on compared with an average window of its length.
    percent_of_usual: u64,
}

/// Takes a file of traffic in place of the one before.
#[utoipa::path(post, path = "/api/v3/traffic", tag = "maintenances", request_body = Traffic,
    responses((status = 200, body = Taken), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn import(app: web::Data<App>, caller: Caller, body: Json<Traffic>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let text = body.value.csv;
    let hours = app.write(&caller.name, move |conn, act| service::import(conn, act, &text)).await?;
    Ok(json(HttpResponse::Ok(), &Taken { hours }))
}

/// The quietest windows of the next two weeks, quietest first; none while less than a week is known.
#[utoipa::path(get, path = "/api/v3/quiet-hours", tag = "maintenances",
    params(("minutes" = u32, Query, description = "The length, buffer included; 90 when left out"),
        ("zone" = Option<String>, Query, description = "IANA time zone; UTC when left out")),
    responses((status = 200, body = Page<QuietWindow>), (status = 401), (status = 422)), security(("token" = [])))]
pub(crate) async fn quiet(request: HttpRequest, app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let query = |name: &str| extract::value(request.query_string(), name).filter(|text| !text.is_empty());
    let mut faults = Faults::default();
    let zone = faults.take(region::zone("zone", query("zone").as_deref().unwrap_or("UTC")));
    let minutes = query("minutes").map_or(Ok(90), |text| text.parse::<i64>());
    let minutes = minutes.ok().filter(|minutes| (1..=20_160).contains(minutes));
    let minutes = faults.take(minutes.ok_or_else(|| Invalid::new("minutes", "is a whole number from 1 to 20160")));
    faults.check().map_err(Refusal::from)?;
    let (Some(zone), Some(minutes)) = (zone, minutes) else { return Err(Refusal::from(Faults::default()).into()) };
    let now = app.clock.now();
    let found = app.read(move |conn| service::quiet_hours(conn, TimeDelta::minutes(minutes), zone, now)).await?;
    let items = found.into_iter().map(|one| QuietWindow {
        starts_at: one.window.starts_at,
        ends_at: one.window.ends_at,
        percent_of_usual: one.percent,
    });
    Ok(json(HttpResponse::Ok(), &Page { items: items.collect(), next: None }))
}
