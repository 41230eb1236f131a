//! `/api/v3/subscribers`

use super::{PAGE_LIMIT, Page, Problem, json};
use crate::{
    domain::{
        channel::Channel,
        id::SubscriberId,
        person::Role,
        subscriber::{SubscriberState, SubscriptionInput},
    },
    http::{
        admin::enrolments::enrol,
        extract::{Caller, Json},
    },
    services::{
        additions::{self, Added},
        enrolments::{Count, Deed},
        erasure, subscriptions,
    },
    state::App,
    store::subscribers,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A subscriber.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Subscriber {
    id: String,
    /// The address; of one that is secret its host and its end.
    email: String,
    /// By which way it is reached.
    #[schema(value_type = String)]
    channel: Channel,
    state: SubscriberState,
    zone: String,
    created_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
}

/// Subscribers whose consent you hold: they hear without confirming first.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bulk {
    /// All are checked first; one fault and nobody is added.
    subscribers: Vec<SubscriptionInput>,
}

/// A file of subscribers whose consent you hold.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// CSV with the columns `email` and `consent` (where and when they agreed), and any of `regions`, `components`, `groups`,
    /// `severities`, `kinds`, `zone` and `language`; several values of one cell are divided by `;`.
    csv: String,
    /// Only says what would come of it.
    #[serde(default)]
    dry_run: bool,
}

/// What came, or would come, of a file.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Imported {
    /// New ones.
    added: usize,
    /// Known before and brought up to date.
    known: usize,
    /// Stopped, not to be reached, erased, or never written to: left alone.
    left_alone: usize,
    /// Lines of an address that came again further down.
    repeated: usize,
    /// Whether nothing was written.
    dry_run: bool,
}

/// What came of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Outcome {
    /// New ones.
    added: usize,
    /// Known before and brought up to date.
    known: usize,
    /// Known and stopped: left alone, since only they themselves may come back.
    stopped: usize,
}

/// Subscribers, in the order of ids.
#[utoipa::path(get, path = "/api/v3/subscribers", tag = "subscribers",
    params(("after" = Option<String>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = Page<Subscriber>), (status = 401), (status = 403)), security(("token" = [])))]
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, caller: Caller) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let after = crate::http::extract::value(request.query_string(), "after").unwrap_or_default();
    let rows = app.read(move |conn| Ok(subscribers::page(conn, &after, PAGE_LIMIT)?)).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE_LIMIT);
    let next = rows.last().filter(|_| full).map(|last| last.id.to_string());
    let items = rows.into_iter().map(|row| Subscriber {
        id: row.id.to_string(),
        email: app.signer.shown(&row.address),
        channel: row.channel,
        state: row.state,
        zone: row.zone,
        created_at: row.created_at,
        confirmed_at: row.confirmed_at,
    });
    Ok(json(HttpResponse::Ok(), &Page { items: items.collect(), next }))
}

/// All that is known of a subscriber, with everything that was to be sent to it.
#[utoipa::path(get, path = "/api/v3/subscribers/{id}", tag = "subscribers", params(("id" = String, Path)),
    responses((status = 200), (status = 401), (status = 403), (status = 404)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let (id, signer) = (SubscriberId::from(id.into_inner()), app.signer.clone());
    Ok(json(HttpResponse::Ok(), &app.read(move |conn| erasure::export(conn, &signer, &id)).await?))
}

/// Stops a subscriber at once, also for what is queued.
#[utoipa::path(post, path = "/api/v3/subscribers/{id}/stop", tag = "subscribers", params(("id" = String, Path)),
    responses((status = 204), (status = 401), (status = 403)), security(("token" = [])))]
pub(crate) async fn stop(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let id = SubscriberId::from(id.into_inner());
    app.write(&caller.name, move |conn, act| subscriptions::stop(conn, act, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Erases all that is known of a subscriber. The ledger stays, and says no more to whom.
#[utoipa::path(delete, path = "/api/v3/subscribers/{id}", tag = "subscribers", params(("id" = String, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)), security(("token" = [])))]
pub(crate) async fn delete(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let (id, signer) = (SubscriberId::from(id.into_inner()), app.signer.clone());
    app.write(&caller.name, move |conn, act| erasure::erase(conn, act, &signer, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds confirmed subscribers in bulk. Sending it again changes nothing more.
#[utoipa::path(post, path = "/api/v3/subscribers", tag = "subscribers", request_body = Bulk,
    responses((status = 200, body = Outcome), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn create(app: web::Data<App>, caller: Caller, body: Json<Bulk>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let (inputs, signer) = (body.value.subscribers, app.signer.clone());
    let Added { fresh, known, stopped } =
        app.write(&caller.name, move |conn, act| additions::add(conn, act, &signer, &inputs)).await?;
    Ok(json(HttpResponse::Ok(), &Outcome { added: fresh, known, stopped }))
}

/// Adds those of a file, or says what would come of it. All lines are checked before one is written; sent again it comes to
/// the same. Files over 2 MB go by the page of staff or `allclear import subscribers`.
#[utoipa::path(post, path = "/api/v3/subscribers/import", tag = "subscribers", request_body = File,
    responses((status = 200, body = Imported), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn import(app: web::Data<App>, caller: Caller, body: Json<File>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let File { csv, dry_run } = body.value;
    let Count { fresh, known, left_alone, repeated } =
        enrol(&app, &caller.name, csv, if dry_run { Deed::Check } else { Deed::Import }).await?;
    Ok(json(HttpResponse::Ok(), &Imported { added: fresh, known, left_alone, repeated, dry_run }))
}
