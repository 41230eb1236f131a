//! `/api/v3/incidents`

use super::{PAGE_LIMIT, Page, Problem, json, made, releases::Release};
use crate::{
    domain::{
        health::Health,
        id::{ComponentId, IncidentId, RegionId, UpdateId},
        incident::{IncidentInput, UpdateInput},
        person::Role,
        phase::Phase,
        severity::Severity,
    },
    http::{
        extract::{Caller, Json},
        filling,
    },
    services::{
        self, Refusal, once,
        releases::{self, Wanted},
    },
    state::App,
    store::{self, Conn, impacts},
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// An incident.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Incident {
    id: IncidentId,
    title: String,
    severity: Severity,
    phase: Phase,
    #[serde(skip_serializing_if = "Option::is_none")]
    customers_affected: Option<i32>,
    started_at: DateTime<Utc>,
    published_at: DateTime<Utc>,
    resolved_at: Option<DateTime<Utc>>,
    next_update_at: Option<DateTime<Utc>>,
    /// When it is expected to be over.
    eta_at: Option<DateTime<Utc>>,
    /// The cause in brief.
    cause: String,
    /// What customers can do meanwhile.
    workaround: String,
    /// The larger incident that it is part of.
    parent: Option<IncidentId>,
    /// An exercise, which only staff see.
    drill: bool,
    /// The public page.
    url: String,
    /// What it does now; what it did, once it is over.
    affected: Vec<Affected>,
    /// Newest first.
    updates: Vec<Update>,
}

/// The health of one component in one region over a span of time.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Affected {
    component: ComponentId,
    region: RegionId,
    health: Health,
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
}

/// One update.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Update {
    id: UpdateId,
    phase: String,
    body: String,
    said_at: DateTime<Utc>,
    /// When its text was last changed.
    edited_at: Option<DateTime<Utc>>,
}

/// Opens an incident: it is on the page at once, and everybody who should is told.
#[utoipa::path(post, path = "/api/v3/incidents", tag = "incidents", request_body = IncidentInput,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeating a request with its key does nothing twice")),
    responses((status = 201, body = Incident), (status = 202, body = Release, description = "It waits for a second person"),
        (status = 401), (status = 403), (status = 409), (status = 422)),
    security(("token" = [])))]
pub(crate) async fn create(app: web::Data<App>, caller: Caller, body: Json<IncidentInput>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let key = caller.key(&body.text);
    let mut act = app.act(&caller.name);
    let mut input = body.value;
    filling::incident(&app, &mut input).await?.check().map_err(Refusal::from)?;
    let done = app
        .change(move |database| {
            once::once(database, &mut act, key.as_ref(), |conn, act| {
                Ok(match releases::publish(conn, act, &input, None)? {
                    Wanted::Published(id) => format!("incidents/{id}"),
                    Wanted::Waits(id) => format!("releases/{id}"),
                })
            })
        })
        .await?;
    let path = format!("/api/v3/{}", done.id);
    if let Some(id) = done.id.strip_prefix("incidents/") {
        return Ok(made(done.repeated, &path, &load(&app, IncidentId::from(id)).await?));
    }
    let id = done.id.trim_start_matches("releases/").to_owned();
    let waits = super::releases::load(&app, id).await?;
    let mut response = HttpResponse::Accepted();
    response.insert_header((header::LOCATION, path));
    Ok(json(response, &waits))
}

/// Posts an update to an open incident.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/updates", tag = "incidents", request_body = UpdateInput,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Incident), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)),
    security(("token" = [])))]
pub(crate) async fn update(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<UpdateInput>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let id = IncidentId::from(id.into_inner());
    let key = caller.key(&format!("{id} {}", body.text));
    let mut act = app.act(&caller.name);
    let (mut input, wanted) = (body.value, id.clone());
    filling::update(&app, &id, &mut input).await?.check().map_err(Refusal::from)?;
    let done = app
        .change(move |database| {
            once::once(database, &mut act, key.as_ref(), |conn, act| {
                Ok(services::incidents::post_update(conn, act, &wanted, &input, None)?.to_string())
            })
        })
        .await?;
    let incident = load(&app, id).await?;
    Ok(made(done.repeated, &format!("/api/v3/incidents/{}", incident.id), &incident))
}

/// One incident.
#[utoipa::path(get, path = "/api/v3/incidents/{id}", tag = "incidents", params(("id" = String, Path)),
    responses((status = 200, body = Incident), (status = 401), (status = 404)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &load(&app, IncidentId::from(id.into_inner())).await?))
}

/// Its updates, newest first.
#[utoipa::path(get, path = "/api/v3/incidents/{id}/updates", tag = "incidents", params(("id" = String, Path)),
    responses((status = 200, body = Page<Update>), (status = 401), (status = 404)), security(("token" = [])))]
pub(crate) async fn updates(app: web::Data<App>, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let incident = load(&app, IncidentId::from(id.into_inner())).await?;
    Ok(json(HttpResponse::Ok(), &Page { items: incident.updates, next: None }))
}

/// Incidents, the one that began last first.
#[utoipa::path(get, path = "/api/v3/incidents", tag = "incidents",
    params(("after" = Option<String>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = Page<Incident>), (status = 401)), security(("token" = [])))]
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let after = crate::http::extract::value(request.query_string(), "after").map(IncidentId::from);
    let base = app.settings.url("");
    let items = app
        .read(move |conn| {
            let rows = store::incidents::page(conn, after.as_ref(), PAGE_LIMIT)?;
            rows.into_iter().map(|row| whole(conn, row, &base)).collect::<Result<Vec<_>, Refusal>>()
        })
        .await?;
    let full = i64::try_from(items.len()).is_ok_and(|count| count == PAGE_LIMIT);
    let next = items.last().filter(|_| full).map(|last| last.id.to_string());
    Ok(json(HttpResponse::Ok(), &Page { items, next }))
}

pub(super) async fn load(app: &App, id: IncidentId) -> Result<Incident, Refusal> {
    let base = app.settings.url("");
    app.read(move |conn| {
        let row = store::incidents::find(conn, &id)?.ok_or(Refusal::Missing("incident"))?;
        whole(conn, row, &base)
    })
    .await
}

fn whole(conn: &mut Conn, row: store::incidents::Incident, base: &str) -> Result<Incident, Refusal> {
    let updates = store::updates::of_incident(conn, &row.id)?;
    let impacts = impacts::of_incident(conn, &row.id)?;
    let shown = impacts.iter().map(impacts::Row::impact).filter(|impact| !row.phase.is_open() || impact.until.is_none());
    Ok(Incident {
        affected: shown
            .map(|impact| Affected {
                component: impact.pair.component,
                region: impact.pair.region,
                health: impact.health,
                from: impact.from,
                until: impact.until,
            })
            .collect(),
        updates: updates
            .into_iter()
            .map(|one| Update { id: one.id, phase: one.phase, body: one.body, said_at: one.said_at, edited_at: one.edited_at })
            .collect(),
        url: format!("{base}/incidents/{}", row.id),
        id: row.id,
        title: row.title,
        severity: row.severity,
        phase: row.phase,
        customers_affected: row.customers_affected,
        started_at: row.started_at,
        published_at: row.published_at,
        resolved_at: row.resolved_at,
        next_update_at: row.next_update_at,
        eta_at: row.eta_at,
        cause: row.cause,
        workaround: row.workaround,
        parent: row.parent,
        drill: row.drill,
    })
}
