//! `/api/v3/releases`: incidents that wait for a second person.

use super::{Page, Problem, incidents, json};
use crate::{
    domain::{
        id::{IncidentId, SuspicionId},
        incident::IncidentInput,
        person::Role,
        release::{Proposed, ReleaseState},
        severity::Severity,
    },
    http::extract::Caller,
    services::{Refusal, releases},
    state::App,
    store::{self, StoreError},
};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// An incident that waits for a second person.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Release {
    id: String,
    title: String,
    severity: Severity,
    /// What will be published.
    incident: IncidentInput,
    /// The suspicion that it confirms.
    suspicion: Option<SuspicionId>,
    proposed_by: String,
    proposed_at: DateTime<Utc>,
    /// From when on who proposed it may release it alone.
    alone_at: DateTime<Utc>,
    state: ReleaseState,
    /// The incident that it became.
    incident_id: Option<IncidentId>,
}

fn whole(row: store::releases::Release) -> Result<Release, Refusal> {
    let proposed: Proposed = serde_json::from_str(&row.input).map_err(StoreError::from)?;
    Ok(Release {
        incident: proposed.incident,
        suspicion: proposed.suspicion,
        id: row.id,
        title: row.title,
        severity: row.severity,
        proposed_by: row.proposed_by,
        proposed_at: row.proposed_at,
        alone_at: row.alone_at,
        state: row.state,
        incident_id: row.incident,
    })
}

pub(super) async fn load(app: &App, id: String) -> Result<Release, Refusal> {
    app.read(move |conn| whole(store::releases::find(conn, &id)?.ok_or(Refusal::Missing("release"))?)).await
}

/// Those that wait, oldest first.
#[utoipa::path(get, path = "/api/v3/releases", tag = "releases",
    responses((status = 200, body = Page<Release>), (status = 401)), security(("token" = [])))]
pub(crate) async fn list(app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let items =
        app.read(|conn| store::releases::waiting(conn)?.into_iter().map(whole).collect::<Result<Vec<_>, Refusal>>()).await?;
    Ok(json(HttpResponse::Ok(), &Page { items, next: None }))
}

/// One release.
#[utoipa::path(get, path = "/api/v3/releases/{id}", tag = "releases", params(("id" = String, Path)),
    responses((status = 200, body = Release), (status = 401), (status = 404)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &load(&app, id.into_inner()).await?))
}

/// Publishes it. Who proposed it may do so only from `alone_at` on.
#[utoipa::path(post, path = "/api/v3/releases/{id}/release", tag = "releases", params(("id" = String, Path)),
    responses((status = 200, body = incidents::Incident), (status = 401), (status = 403), (status = 404), (status = 409)),
    security(("token" = [])))]
pub(crate) async fn release(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let id = id.into_inner();
    let incident = app.write(&caller.name, move |conn, act| releases::release(conn, act, &id)).await?;
    Ok(json(HttpResponse::Ok(), &incidents::load(&app, incident).await?))
}

/// Takes it back.
#[utoipa::path(post, path = "/api/v3/releases/{id}/withdraw", tag = "releases", params(("id" = String, Path)),
    responses((status = 200, body = Release), (status = 401), (status = 403), (status = 404), (status = 409)),
    security(("token" = [])))]
pub(crate) async fn withdraw(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let id = id.into_inner();
    let wanted = id.clone();
    app.write(&caller.name, move |conn, act| releases::withdraw(conn, act, &wanted)).await?;
    Ok(json(HttpResponse::Ok(), &load(&app, id).await?))
}
