//! `/api/v3/postmortems`: reviews of incidents, by the id of the incident.

use super::{PAGE_LIMIT, Page, Problem, json};
use crate::{
    domain::{
        id::IncidentId,
        person::Role,
        review::{ActionInput, ReviewInput},
    },
    http::extract::{self, Caller, Json, Picture as Sent},
    services::{Act, Refusal, pictures, postmortems as service},
    state::App,
    store::{self, Conn, actions, review_pictures},
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The review of an incident.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Postmortem {
    incident: IncidentId,
    body: String,
    is_public: bool,
    due_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    /// When the public was told; none while it is a draft, and for an internal one.
    published_at: Option<DateTime<Utc>>,
    actions: Vec<Action>,
    pictures: Vec<Picture>,
}

/// A picture of a review.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Picture {
    /// Its address, which answers only staff before the review is public.
    url: String,
    /// What it shows.
    alt: String,
    /// The Markdown that shows it in the text.
    markdown: String,
}

/// What is to be done so that it does not happen again.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Action {
    id: String,
    title: String,
    owner: String,
    due_on: String,
    done_at: Option<DateTime<Utc>>,
}

/// Whether something is done.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Done {
    done: bool,
}

fn whole(conn: &mut Conn, row: store::postmortems::Postmortem) -> Result<Postmortem, Refusal> {
    let shots = review_pictures::of(conn, &row.incident)?;
    let pictures = shots.into_iter().map(|one| Picture {
        url: format!("/files/{}", one.file),
        markdown: pictures::markdown(&one),
        alt: one.alt,
    });
    let items = actions::of(conn, &row.incident)?.into_iter();
    let items =
        items.map(|one| Action { id: one.id, title: one.title, owner: one.owner, due_on: one.due_on, done_at: one.done_at });
    Ok(Postmortem {
        actions: items.collect(),
        pictures: pictures.collect(),
        incident: row.incident,
        body: row.body,
        is_public: row.is_public,
        due_at: row.due_at,
        finished_at: row.finished_at,
        published_at: row.published_at,
    })
}

async fn load(app: &App, id: IncidentId) -> Result<Postmortem, Refusal> {
    app.read(move |conn| {
        let row = store::postmortems::find(conn, &id)?.ok_or(Refusal::Missing("post-mortem"))?;
        whole(conn, row)
    })
    .await
}

async fn change(
    app: &App,
    caller: &Caller,
    id: IncidentId,
    work: impl FnOnce(&mut Conn, &mut Act, &IncidentId) -> Result<(), Refusal> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let wanted = id.clone();
    app.write(&caller.name, move |conn, act| work(conn, act, &wanted)).await?;
    Ok(json(HttpResponse::Ok(), &load(app, id).await?))
}

/// Reviews: those to be written first, the one due first on top.
#[utoipa::path(get, path = "/api/v3/postmortems", tag = "postmortems",
    responses((status = 200, body = Page<Postmortem>), (status = 401)), security(("token" = [])))]
pub(crate) async fn list(app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let items = app
        .read(|conn| {
            let rows = store::postmortems::list(conn, PAGE_LIMIT)?;
            rows.into_iter().map(|(row, _)| whole(conn, row)).collect::<Result<Vec<_>, Refusal>>()
        })
        .await?;
    Ok(json(HttpResponse::Ok(), &Page { items, next: None }))
}

/// One review.
#[utoipa::path(get, path = "/api/v3/postmortems/{id}", tag = "postmortems", params(("id" = String, Path)),
    responses((status = 200, body = Postmortem), (status = 401), (status = 404)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &load(&app, IncidentId::from(id.into_inner())).await?))
}

/// Saves its text.
#[utoipa::path(put, path = "/api/v3/postmortems/{id}", tag = "postmortems", params(("id" = String, Path)),
    request_body = ReviewInput, security(("token" = [])),
    responses((status = 200, body = Postmortem), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn put(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<ReviewInput>,
) -> Result<HttpResponse, Problem> {
    let id = IncidentId::from(id.into_inner());
    change(&app, &caller, id, move |conn, act, id| service::save(conn, act, id, &body.value)).await
}

/// Finishes it. A public one is on the page, in feeds, and mailed to those who asked for reviews.
#[utoipa::path(post, path = "/api/v3/postmortems/{id}/finish", tag = "postmortems", params(("id" = String, Path)),
    responses((status = 200, body = Postmortem), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)),
    security(("token" = [])))]
pub(crate) async fn finish(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, IncidentId::from(id.into_inner()), service::finish).await
}

/// Adds something to be done.
#[utoipa::path(post, path = "/api/v3/postmortems/{id}/actions", tag = "postmortems", params(("id" = String, Path)),
    request_body = ActionInput, security(("token" = [])),
    responses((status = 200, body = Postmortem), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn add_action(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<ActionInput>,
) -> Result<HttpResponse, Problem> {
    let id = IncidentId::from(id.into_inner());
    change(&app, &caller, id, move |conn, act, id| service::add_action(conn, act, id, &body.value).map(|_| ())).await
}

/// Notes that something is done, or not after all.
#[utoipa::path(put, path = "/api/v3/postmortems/{id}/actions/{action}", tag = "postmortems",
    params(("id" = String, Path), ("action" = String, Path)), request_body = Done, security(("token" = [])),
    responses((status = 200, body = Postmortem), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn set_done(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: Json<Done>,
) -> Result<HttpResponse, Problem> {
    let (id, action) = path.into_inner();
    let done = body.value.done;
    change(&app, &caller, IncidentId::from(id), move |conn, act, id| service::set_done(conn, act, id, &action, done)).await
}

/// Adds a picture: the body is the PNG, JPEG or WebP file itself, at most 2 MB.
#[utoipa::path(post, path = "/api/v3/postmortems/{id}/pictures", tag = "postmortems",
    params(("id" = String, Path), ("alt" = String, Query, description = "What it shows, in one line")),
    request_body(content = Vec<u8>, content_type = "image/*"), security(("token" = [])),
    responses((status = 200, body = Postmortem), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn add_picture(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Sent,
) -> Result<HttpResponse, Problem> {
    let alt = extract::value(request.query_string(), "alt").unwrap_or_default();
    let id = IncidentId::from(id.into_inner());
    change(&app, &caller, id, move |conn, act, id| pictures::add_to_review(conn, act, id, &body.0, &alt).map(|_| ())).await
}
