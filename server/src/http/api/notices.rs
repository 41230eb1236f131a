//! `/api/v3/notices/{id}`: how far the telling of one thing has got, and a hand on it.

use super::{Problem, json};
use crate::{
    domain::{
        channel::Channel,
        delivery::DeliveryState,
        id::{IncidentId, MaintenanceId, NoticeId},
        notice::NoticeKind,
        person::Role,
    },
    http::extract::{self, Caller},
    services::{Act, Refusal, notices as service},
    state::App,
    store::{self, Conn, notices, progress},
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Something that is or was told.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Notice {
    id: NoticeId,
    #[schema(value_type = String)]
    kind: NoticeKind,
    incident: Option<IncidentId>,
    maintenance: Option<MaintenanceId>,
    created_at: DateTime<Utc>,
    /// Whether every recipient is known.
    gathered: bool,
    /// Since when staff hold it.
    held_at: Option<DateTime<Utc>>,
    /// Why it was called off; what waits of it is skipped bit by bit.
    called_off: Option<String>,
    /// When nothing of it waited any more.
    done_at: Option<DateTime<Utc>>,
    deliveries: Vec<Count>,
}

/// How many deliveries of a channel are in a state.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Count {
    #[schema(value_type = String)]
    channel: Channel,
    #[schema(value_type = String)]
    state: DeliveryState,
    deliveries: i64,
}

/// How far it has got.
#[utoipa::path(get, path = "/api/v3/notices/{id}", tag = "notices", params(("id" = String, Path)),
    responses((status = 200, body = Notice), (status = 401), (status = 404)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &load(&app, NoticeId::from(id.into_inner())).await?))
}

/// What was told of an incident or a maintenance, oldest first.
#[utoipa::path(get, path = "/api/v3/notices", tag = "notices",
    params(("incident" = Option<String>, Query), ("maintenance" = Option<String>, Query)),
    responses((status = 200, body = super::Page<Notice>), (status = 401)), security(("token" = [])))]
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let asked = |name: &str| extract::value(request.query_string(), name).unwrap_or_default();
    let (incident, maintenance) = (IncidentId::from(asked("incident")), MaintenanceId::from(asked("maintenance")));
    let items = app
        .read(move |conn| {
            let mut ids = notices::of_incident(conn, &incident)?;
            ids.extend(notices::of_maintenance(conn, &maintenance)?);
            ids.iter().map(|id| whole(conn, id)).collect::<Result<Vec<_>, Refusal>>()
        })
        .await?;
    Ok(json(HttpResponse::Ok(), &super::Page { items, next: None }))
}

/// Holds it: what is in a sender's hand still leaves, and nothing more.
#[utoipa::path(post, path = "/api/v3/notices/{id}/hold", tag = "notices", params(("id" = String, Path)), security(("token" = [])),
    responses((status = 200, body = Notice), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn hold(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, service::hold).await
}

/// Lets it go on.
#[utoipa::path(post, path = "/api/v3/notices/{id}/resume", tag = "notices", params(("id" = String, Path)), security(("token" = [])),
    responses((status = 200, body = Notice), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn resume(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, service::resume).await
}

/// Calls off what has not left.
#[utoipa::path(post, path = "/api/v3/notices/{id}/cancel", tag = "notices", params(("id" = String, Path)), security(("token" = [])),
    responses((status = 200, body = Notice), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn cancel(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, service::cancel).await
}

/// Tries again what failed.
#[utoipa::path(post, path = "/api/v3/notices/{id}/retry", tag = "notices", params(("id" = String, Path)), security(("token" = [])),
    responses((status = 200, body = Notice), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn retry(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, service::retry).await
}

async fn change(
    app: &App,
    caller: &Caller,
    id: web::Path<String>,
    work: fn(&mut Conn, &mut Act, &NoticeId) -> Result<(), Refusal>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let id = NoticeId::from(id.into_inner());
    let wanted = id.clone();
    app.write(&caller.name, move |conn, act| work(conn, act, &wanted)).await?;
    Ok(json(HttpResponse::Ok(), &load(app, id).await?))
}

async fn load(app: &App, id: NoticeId) -> Result<Notice, Refusal> {
    app.read(move |conn| whole(conn, &id)).await
}

fn whole(conn: &mut Conn, id: &NoticeId) -> Result<Notice, Refusal> {
    let notice = store::notices::find(conn, id)?.ok_or(Refusal::Missing("notice"))?;
    let shares = progress::shares(conn, id, notice.created_at)?.into_iter();
    Ok(Notice {
        deliveries: shares.map(|share| Count { channel: share.channel, state: share.state, deliveries: share.count }).collect(),
        id: notice.id,
        kind: notice.kind,
        incident: notice.incident_id,
        maintenance: notice.maintenance_id,
        created_at: notice.created_at,
        gathered: notice.fanned_out_at.is_some(),
        held_at: notice.held_at,
        called_off: notice.called_off,
        done_at: notice.done_at,
    })
}
