//! `/api/v3/signals` and `/api/v3/suspicions`: what seems to be wrong, before anybody confirmed it.

use super::{PAGE_LIMIT, Page, Problem, incidents, json};
use crate::{
    domain::{
        id::{IncidentId, SuspicionId},
        incident::{AffectedInput, IncidentInput},
        person::Role,
        signal::SignalInput,
        suspicion::SuspicionState,
    },
    http::{
        extract::{Caller, Json},
        filling,
    },
    services::{
        Refusal,
        releases::{self, Wanted},
        signals::{self, Came},
        suspicions as service,
    },
    state::App,
    store::{Conn, StoreError, signals as rows, suspicions},
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Trouble that nobody has confirmed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Suspicion {
    id: SuspicionId,
    /// Signals of this key join it.
    key: String,
    title: String,
    affected: Vec<AffectedInput>,
    state: SuspicionState,
    detected_at: DateTime<Utc>,
    acknowledged_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    /// Why it was dismissed.
    reason: String,
    /// The incident that it became.
    incident_id: Option<IncidentId>,
    /// What was reported, newest first.
    signals: Vec<Signal>,
}

/// One report.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Signal {
    source: String,
    title: String,
    is_clear: bool,
    at: DateTime<Utc>,
}

/// What came of a signal.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Taken {
    /// `waits`, `joined`, `known` or `cleared`.
    came: &'static str,
    /// The suspicion that it joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    suspicion: Option<SuspicionId>,
    /// The open incident that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<IncidentId>,
}

/// Where it is merged: into another suspicion, or into an open incident as a part of it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Target {
    /// The id of the suspicion.
    #[serde(default)]
    suspicion: Option<String>,
    /// The id of the incident.
    #[serde(default)]
    incident: Option<String>,
    /// What is public of the part; needed with `incident`.
    #[serde(default)]
    part: Option<IncidentInput>,
}

/// Why it was nothing.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dismissal {
    /// For the reports.
    reason: String,
}

/// Reports that something seems to be wrong, or over. Nothing of it is public.
#[utoipa::path(post, path = "/api/v3/signals", tag = "suspicions", request_body = SignalInput,
    responses((status = 202, body = Taken), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn signal(app: web::Data<App>, caller: Caller, body: Json<SignalInput>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let came = app.write(&caller.name, move |conn, act| signals::take(conn, act, &body.value)).await?;
    let (came, suspicion, incident) = match came {
        Came::Waits => ("waits", None, None),
        Came::Joined(id) => ("joined", Some(id), None),
        Came::Known(id) => ("known", None, Some(id)),
        Came::Cleared => ("cleared", None, None),
    };
    Ok(json(HttpResponse::Accepted(), &Taken { came, suspicion, incident }))
}

/// Suspicions in a state, newest first: `?state=open` (default), `confirmed`, `merged` or `dismissed`.
#[utoipa::path(get, path = "/api/v3/suspicions", tag = "suspicions", params(("state" = Option<String>, Query)),
    responses((status = 200, body = Page<Suspicion>), (status = 401), (status = 422)), security(("token" = [])))]
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let word = crate::http::extract::value(request.query_string(), "state");
    let state = word.map_or(Ok(SuspicionState::Open), |word| word.parse());
    let state = state.map_err(|told: String| Refusal::from(crate::domain::invalid::Invalid::new("state", told)))?;
    let items = app
        .read(move |conn| {
            let rows = suspicions::list(conn, state, PAGE_LIMIT)?;
            rows.into_iter().map(|row| whole(conn, row)).collect::<Result<Vec<_>, Refusal>>()
        })
        .await?;
    Ok(json(HttpResponse::Ok(), &Page { items, next: None }))
}

/// One suspicion.
#[utoipa::path(get, path = "/api/v3/suspicions/{id}", tag = "suspicions", params(("id" = String, Path)),
    responses((status = 200, body = Suspicion), (status = 401), (status = 404)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &load(&app, SuspicionId::from(id.into_inner())).await?))
}

/// Takes it on.
#[utoipa::path(post, path = "/api/v3/suspicions/{id}/acknowledge", tag = "suspicions", params(("id" = String, Path)),
    responses((status = 200, body = Suspicion), (status = 401), (status = 404), (status = 409)), security(("token" = [])))]
pub(crate) async fn acknowledge(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let id = SuspicionId::from(id.into_inner());
    let wanted = id.clone();
    app.write(&caller.name, move |conn, act| service::acknowledge(conn, act, &wanted)).await?;
    Ok(json(HttpResponse::Ok(), &load(&app, id).await?))
}

/// Publishes it as an incident.
#[utoipa::path(post, path = "/api/v3/suspicions/{id}/confirm", tag = "suspicions", params(("id" = String, Path)),
    request_body = IncidentInput, security(("token" = [])),
    responses((status = 200, body = incidents::Incident),
        (status = 202, body = super::releases::Release, description = "It waits for a second person"),
        (status = 401), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn confirm(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<IncidentInput>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let mut input = body.value;
    filling::incident(&app, &mut input).await?.check().map_err(Refusal::from)?;
    let id = SuspicionId::from(id.into_inner());
    let wanted = app.write(&caller.name, move |conn, act| releases::publish(conn, act, &input, Some(&id))).await?;
    match wanted {
        Wanted::Published(incident) => Ok(json(HttpResponse::Ok(), &incidents::load(&app, incident).await?)),
        Wanted::Waits(release) => Ok(json(HttpResponse::Accepted(), &super::releases::load(&app, release).await?)),
    }
}

/// Merges it into another suspicion, or into an open incident as a part of it.
#[utoipa::path(post, path = "/api/v3/suspicions/{id}/merge", tag = "suspicions", params(("id" = String, Path)),
    request_body = Target, security(("token" = [])),
    responses((status = 200, body = Suspicion), (status = 401), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn merge(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Target>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let id = SuspicionId::from(id.into_inner());
    let wanted = id.clone();
    let Target { suspicion, incident, part } = body.value;
    app.write(&caller.name, move |conn, act| match (suspicion, incident, part) {
        (Some(into), None, None) => service::merge(conn, act, &wanted, &SuspicionId::from(into)),
        (None, Some(whole), Some(part)) => service::join(conn, act, &wanted, &part, &IncidentId::from(whole)).map(|_| ()),
        _ => {
            let told = "name either suspicion, or incident and part";
            Err(crate::domain::invalid::Invalid::new("suspicion", told).into())
        }
    })
    .await?;
    Ok(json(HttpResponse::Ok(), &load(&app, id).await?))
}

/// Ends it as nothing.
#[utoipa::path(post, path = "/api/v3/suspicions/{id}/dismiss", tag = "suspicions", params(("id" = String, Path)),
    request_body = Dismissal, security(("token" = [])),
    responses((status = 200, body = Suspicion), (status = 401), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn dismiss(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Dismissal>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let id = SuspicionId::from(id.into_inner());
    let wanted = id.clone();
    app.write(&caller.name, move |conn, act| service::dismiss(conn, act, &wanted, &body.value.reason)).await?;
    Ok(json(HttpResponse::Ok(), &load(&app, id).await?))
}

async fn load(app: &App, id: SuspicionId) -> Result<Suspicion, Refusal> {
    app.read(move |conn| {
        let row = suspicions::find(conn, &id)?.ok_or(Refusal::Missing("suspicion"))?;
        whole(conn, row)
    })
    .await
}

fn whole(conn: &mut Conn, row: suspicions::Suspicion) -> Result<Suspicion, Refusal> {
    let signals = rows::of(conn, &row.id)?.into_iter();
    let signals = signals.map(|one| Signal { source: one.source, title: one.title, is_clear: one.is_clear, at: one.at });
    Ok(Suspicion {
        affected: serde_json::from_str(&row.places).map_err(StoreError::from)?,
        signals: signals.collect(),
        id: row.id,
        key: row.key,
        title: row.title,
        state: row.state,
        detected_at: row.detected_at,
        acknowledged_at: row.acknowledged_at,
        ended_at: row.ended_at,
        reason: row.reason,
        incident_id: row.incident,
    })
}
