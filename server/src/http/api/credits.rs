//! `/api/v3/credits`

use super::{PAGE_LIMIT, Page, Problem, json, sla};
use crate::{
    domain::{
        id::{ComponentId, IncidentId, MaintenanceId, RegionId},
        person::Role,
        sla::{CreditState, Percent},
    },
    http::extract::{self, Caller},
    services::{Refusal, credits as service},
    state::App,
    store::credits,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What a customer gets back for a month.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Credit {
    id: String,
    /// Id of the customer.
    customer: String,
    /// Such as `2026-03`.
    month: String,
    amount_hundredths: i64,
    currency: String,
    /// The share of the fee that is due for the month, in percent.
    share: Percent,
    /// The component that was worst, and where.
    component: ComponentId,
    region: RegionId,
    /// How much of the month it was available there, in percent.
    available: Percent,
    incident: Option<IncidentId>,
    maintenance: Option<MaintenanceId>,
    state: CreditState,
    made_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: String,
    /// When the customer was told.
    told_at: Option<DateTime<Utc>>,
}

impl From<credits::Credit> for Credit {
    fn from(row: credits::Credit) -> Self {
        let percent = |count: i32| Percent::of_thousandths(u32::try_from(count).unwrap_or_default());
        Self {
            share: percent(row.share),
            available: percent(row.availability),
            id: row.id,
            customer: row.customer,
            month: row.month,
            amount_hundredths: row.amount,
            currency: row.currency,
            component: row.component,
            region: row.region,
            incident: row.incident,
            maintenance: row.maintenance,
            state: row.state,
            made_at: row.made_at,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            told_at: row.told_at,
        }
    }
}

/// How many credits were worked out.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WorkedOut {
    proposed: usize,
}

/// The credits of a month, by the names of customers.
#[utoipa::path(get, path = "/api/v3/credits", tag = "customers",
    params(("month" = Option<String>, Query, description = "Such as `2026-03`; the present one when left out"),
        ("after" = Option<String>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = Page<Credit>), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, caller: Caller) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let month = sla::month(&request, &app)?.to_string();
    let after = extract::value(request.query_string(), "after").unwrap_or_default();
    let rows = app.read(move |conn| Ok(credits::of_month(conn, &month, after.split_once('\n'), PAGE_LIMIT)?)).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE_LIMIT);
    let next = rows.last().filter(|_| full).map(|(last, name)| format!("{}\n{}", name.to_lowercase(), last.id));
    let items = rows.into_iter().map(|(row, _)| Credit::from(row)).collect();
    Ok(json(HttpResponse::Ok(), &Page { items, next }))
}

/// Works out what customers would get back if an incident ended now. What was proposed for it before is forgotten.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/credits", tag = "customers", params(("id" = String, Path)),
    responses((status = 200, body = WorkedOut), (status = 401), (status = 403), (status = 404)), security(("token" = [])))]
pub(crate) async fn work_out(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let cause = service::Cause::Incident(IncidentId::from(id.into_inner()));
    let proposed = app.write(&caller.name, move |conn, act| service::work_out(conn, act, &cause)).await?;
    Ok(json(HttpResponse::Ok(), &WorkedOut { proposed }))
}

/// Approves a credit: it stands in the mail of its incident's end, or is told at once when that has left.
#[utoipa::path(post, path = "/api/v3/credits/{id}/approve", tag = "customers", params(("id" = String, Path)),
    responses((status = 200, body = Credit), (status = 401), (status = 403), (status = 404), (status = 409)),
    security(("token" = [])))]
pub(crate) async fn approve(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    decide(&app, &caller, id.into_inner(), CreditState::Approved).await
}

/// Declines a credit.
#[utoipa::path(post, path = "/api/v3/credits/{id}/decline", tag = "customers", params(("id" = String, Path)),
    responses((status = 200, body = Credit), (status = 401), (status = 403), (status = 404), (status = 409)),
    security(("token" = [])))]
pub(crate) async fn decline(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    decide(&app, &caller, id.into_inner(), CreditState::Declined).await
}

async fn decide(app: &App, caller: &Caller, id: String, state: CreditState) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let row = app
        .write(&caller.name, move |conn, act| {
            service::decide(conn, act, &id, state)?;
            credits::find(conn, &id)?.ok_or(Refusal::Missing("credit"))
        })
        .await?;
    Ok(json(HttpResponse::Ok(), &Credit::from(row)))
}
