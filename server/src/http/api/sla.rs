//! `/api/v3/availability` and `/api/v3/terms`

use super::{Page, Problem, json};
use crate::{
    domain::{
        id::{ComponentId, RegionId},
        invalid::Invalid,
        person::Role,
        sla::{Month, Percent, Terms},
    },
    http::extract::{self, Caller, Json},
    services::{Refusal, credits},
    state::App,
    store::settings,
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

/// A component in one region over a month.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Availability {
    component: ComponentId,
    region: RegionId,
    /// What was promised, in percent.
    slo: Option<Percent>,
    /// What it was, in percent; nothing when nothing is known of the month.
    available: Option<Percent>,
    /// Whether it was less than was promised.
    missed: bool,
    operational_seconds: u64,
    maintenance_seconds: u64,
    degraded_seconds: u64,
    partial_outage_seconds: u64,
    major_outage_seconds: u64,
    /// Seconds for which nothing is known, which count for nothing.
    unknown_seconds: u64,
}

/// The month of a query; the present one when none is named.
pub(super) fn month(request: &HttpRequest, app: &App) -> Result<Month, Problem> {
    match extract::value(request.query_string(), "month") {
        None => Ok(Month::of(app.clock.now())),
        Some(text) => text.parse().map_err(|told: String| Refusal::from(Invalid::new("month", told)).into()),
    }
}

/// What a calendar month (UTC) was like; what is left of it is taken to be without trouble.
#[utoipa::path(get, path = "/api/v3/availability", tag = "reports",
    params(("month" = Option<String>, Query, description = "Such as `2026-03`; the present one when left out")),
    responses((status = 200, body = Page<Availability>), (status = 401), (status = 422)), security(("token" = [])))]
pub(crate) async fn availability(request: HttpRequest, app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let (month, now) = (month(&request, &app)?, app.clock.now());
    let (measured, terms) = app.read(move |conn| Ok((credits::measure(conn, month, now)?.0, settings::terms(conn)?))).await?;
    let items = measured.into_iter().map(|one| Availability {
        available: one.spent.percent(terms.weights),
        missed: one.slo.is_some_and(|slo| one.spent.is_below(slo, terms.weights)),
        component: one.pair.component,
        region: one.pair.region,
        slo: one.slo,
        operational_seconds: one.spent.operational,
        maintenance_seconds: one.spent.maintenance,
        degraded_seconds: one.spent.degraded,
        partial_outage_seconds: one.spent.partial,
        major_outage_seconds: one.spent.major,
        unknown_seconds: one.spent.unknown,
    });
    Ok(json(HttpResponse::Ok(), &Page { items: items.collect(), next: None }))
}

/// What counts as down, and what customers get back.
#[utoipa::path(get, path = "/api/v3/terms", tag = "reports",
    responses((status = 200, body = Terms), (status = 401)), security(("token" = [])))]
pub(crate) async fn terms(app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let terms = app.read(|conn| Ok(settings::terms(conn)?)).await?;
    Ok(json(HttpResponse::Ok(), &terms))
}

/// Puts other terms in force. What was decided stays as it was.
#[utoipa::path(put, path = "/api/v3/terms", tag = "reports", request_body = Terms,
    responses((status = 200, body = Terms), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn put_terms(app: web::Data<App>, caller: Caller, body: Json<Terms>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let terms = body.value;
    let wanted = terms.clone();
    app.write(&caller.name, move |conn, act| credits::change_terms(conn, act, &wanted)).await?;
    Ok(json(HttpResponse::Ok(), &terms))
}
