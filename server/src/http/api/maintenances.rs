//! `/api/v3/maintenances`

use super::{PAGE_LIMIT, Page, Problem, json, made};
use crate::{
    domain::{
        health::Health,
        id::{ComponentId, MaintenanceId, RegionId, UpdateId},
        maintenance::{Effect, MaintenanceInput, MaintenancePhase, MoveInput, OverrunInput},
        person::Role,
    },
    http::{
        extract::{Caller, Json},
        filling,
    },
    services::{
        Act, Refusal,
        maintenances::{self as service, Said},
        once,
    },
    state::App,
    store::{self, Conn, impacts},
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A maintenance.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Maintenance {
    id: MaintenanceId,
    title: String,
    phase: MaintenancePhase,
    /// The zone it is planned in.
    zone: String,
    starts_at: DateTime<Utc>,
    /// The end as it is expected now.
    ends_at: DateTime<Utc>,
    /// The end that was planned before it took longer.
    planned_end_at: Option<DateTime<Utc>>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    published_at: DateTime<Utc>,
    effect: Effect,
    advice: String,
    contact_by: Option<DateTime<Utc>>,
    /// It ends at its end without anybody saying so.
    ends_itself: bool,
    /// How often the window was changed.
    sequence: i32,
    /// The rule by which it comes again (RFC 5545), if it is a date of a series that goes on.
    repeat: Option<String>,
    /// The public page.
    url: String,
    affected: Vec<Place>,
    /// Newest first.
    updates: Vec<Update>,
}

/// A component in a region that is worked on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MaintenancePlace)]
pub(crate) struct Place {
    component: ComponentId,
    region: RegionId,
    health: Health,
}

/// One message.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MaintenanceUpdate)]
pub(crate) struct Update {
    id: UpdateId,
    phase: String,
    body: String,
    said_at: DateTime<Utc>,
}

/// What is said at the end, or when it is called off.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LastWord {
    /// The text, in Markdown; needed when it is called off.
    #[serde(default)]
    pub(super) body: String,
}

/// Plans a maintenance: it is on the page and in calendars at once, and its readers are told.
#[utoipa::path(post, path = "/api/v3/maintenances", tag = "maintenances", request_body = MaintenanceInput,
    params(("Idempotency-Key" = Option<String>, Header)), security(("token" = [])),
    responses((status = 201, body = Maintenance), (status = 401), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn create(app: web::Data<App>, caller: Caller, body: Json<MaintenanceInput>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let key = caller.key(&body.text);
    let mut act = app.act(&caller.name);
    let mut input = body.value;
    filling::maintenance(&app, &mut input).await?.check().map_err(Refusal::from)?;
    let done = app
        .change(move |database| {
            once::once(database, &mut act, key.as_ref(), |conn, act| Ok(service::plan(conn, act, &input)?.to_string()))
        })
        .await?;
    let found = load(&app, MaintenanceId::from(done.id)).await?;
    Ok(made(done.repeated, &format!("/api/v3/maintenances/{}", found.id), &found))
}

/// Maintenances, the one that begins last first.
#[utoipa::path(get, path = "/api/v3/maintenances", tag = "maintenances",
    params(("after" = Option<String>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = Page<Maintenance>), (status = 401)), security(("token" = [])))]
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let after = crate::http::extract::value(request.query_string(), "after").and_then(|text| text.parse().ok());
    let base = app.settings.url("");
    let items = app
        .read(move |conn| {
            let rows = store::maintenances::page(conn, after, PAGE_LIMIT)?;
            rows.into_iter().map(|row| whole(conn, row, &base)).collect::<Result<Vec<_>, Refusal>>()
        })
        .await?;
    let full = i64::try_from(items.len()).is_ok_and(|count| count == PAGE_LIMIT);
    let next = items.last().filter(|_| full).map(|last| last.starts_at.to_rfc3339());
    Ok(json(HttpResponse::Ok(), &Page { items, next }))
}

/// One maintenance.
#[utoipa::path(get, path = "/api/v3/maintenances/{id}", tag = "maintenances", params(("id" = String, Path)),
    responses((status = 200, body = Maintenance), (status = 401), (status = 404)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &load(&app, MaintenanceId::from(id.into_inner())).await?))
}

/// Gives it another window, as long as it has not begun. Those who were told hear of both.
#[utoipa::path(post, path = "/api/v3/maintenances/{id}/move", tag = "maintenances", params(("id" = String, Path)),
    request_body = MoveInput, security(("token" = [])),
    responses((status = 200, body = Maintenance), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn reschedule(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<MoveInput>,
) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, &format!("reschedule {}", body.text), move |conn, act, id| {
        service::reschedule(conn, act, id, &body.value)
    })
    .await
}

/// Calls it off.
#[utoipa::path(post, path = "/api/v3/maintenances/{id}/cancel", tag = "maintenances", params(("id" = String, Path)),
    request_body = LastWord, security(("token" = [])),
    responses((status = 200, body = Maintenance), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn cancel(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<LastWord>,
) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, &format!("cancel {}", body.text), move |conn, act, id| {
        service::cancel(conn, act, id, &body.value.body)
    })
    .await
}

/// Begins it now.
#[utoipa::path(post, path = "/api/v3/maintenances/{id}/start", tag = "maintenances", params(("id" = String, Path)),
    responses((status = 200, body = Maintenance), (status = 401), (status = 403), (status = 404), (status = 409)),
    security(("token" = [])))]
pub(crate) async fn start(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, "start", service::start).await
}

/// Ends it now.
#[utoipa::path(post, path = "/api/v3/maintenances/{id}/finish", tag = "maintenances", params(("id" = String, Path)),
    request_body = LastWord, security(("token" = [])),
    responses((status = 200, body = Maintenance), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn finish(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<LastWord>,
) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, &format!("finish {}", body.text), move |conn, act, id| {
        service::finish(conn, act, id, &body.value.body)
    })
    .await
}

/// Says that it will be done in time: it ends at its end by itself.
#[utoipa::path(post, path = "/api/v3/maintenances/{id}/in-time", tag = "maintenances", params(("id" = String, Path)),
    responses((status = 200, body = Maintenance), (status = 401), (status = 403), (status = 404), (status = 409)),
    security(("token" = [])))]
pub(crate) async fn in_time(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, "in_time", service::answer).await
}

/// Says that it takes longer, until when and why. Its readers are told.
#[utoipa::path(post, path = "/api/v3/maintenances/{id}/overrun", tag = "maintenances", params(("id" = String, Path)),
    request_body = OverrunInput, security(("token" = [])),
    responses((status = 200, body = Maintenance), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn overrun(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<OverrunInput>,
) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, &format!("overrun {}", body.text), move |conn, act, id| {
        service::overrun(conn, act, id, &body.value)
    })
    .await
}

/// Says more of it.
#[utoipa::path(post, path = "/api/v3/maintenances/{id}/updates", tag = "maintenances", params(("id" = String, Path)),
    request_body = Said, security(("token" = [])),
    responses((status = 200, body = Maintenance), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn say(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Said>,
) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, &format!("say {}", body.text), move |conn, act, id| service::say(conn, act, id, &body.value)).await
}

pub(super) async fn change(
    app: &App,
    caller: &Caller,
    id: web::Path<String>,
    said: &str,
    work: impl Fn(&mut Conn, &mut Act, &MaintenanceId) -> Result<(), Refusal> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let id = MaintenanceId::from(id.into_inner());
    let (wanted, key, mut act) = (id.clone(), caller.key(&format!("{id} {said}")), app.act(&caller.name));
    app.change(move |database| {
        once::once(database, &mut act, key.as_ref(), |conn, act| work(conn, act, &wanted).map(|()| wanted.to_string()))
    })
    .await?;
    Ok(json(HttpResponse::Ok(), &load(app, id).await?))
}

async fn load(app: &App, id: MaintenanceId) -> Result<Maintenance, Refusal> {
    let base = app.settings.url("");
    app.read(move |conn| {
        let row = store::maintenances::find(conn, &id)?.ok_or(Refusal::Missing("maintenance"))?;
        whole(conn, row, &base)
    })
    .await
}

fn whole(conn: &mut Conn, row: store::maintenances::Maintenance, base: &str) -> Result<Maintenance, Refusal> {
    let affected = impacts::of_maintenance(conn, &row.id)?;
    let affected = affected.iter().map(impacts::Row::impact);
    let updates = store::updates::of_maintenance(conn, &row.id)?.into_iter();
    let series = store::series::of(conn, &row.id)?.filter(|series| series.ended_at.is_none());
    Ok(Maintenance {
        repeat: series.map(|series| series.rule),
        affected: affected
            .map(|one| Place { component: one.pair.component, region: one.pair.region, health: one.health })
            .collect(),
        updates: updates.map(|one| Update { id: one.id, phase: one.phase, body: one.body, said_at: one.said_at }).collect(),
        url: format!("{base}/maintenance/{}", row.id),
        id: row.id,
        title: row.title,
        phase: row.phase,
        zone: row.zone,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        planned_end_at: row.planned_end_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        published_at: row.published_at,
        effect: row.effect,
        advice: row.advice,
        contact_by: row.contact_by,
        ends_itself: row.ends_itself,
        sequence: row.sequence,
    })
}
