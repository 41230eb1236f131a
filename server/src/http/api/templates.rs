//! `/api/v3/templates`

use super::{Page, Problem, json};
use crate::{
    domain::{
        person::Role,
        template::{Field, Template},
    },
    http::extract::{Caller, Json},
    services::{Refusal, templates as service},
    state::App,
};
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// A template and the word that names it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Named {
    /// Its id; the word of its kind for one that comes with the program.
    id: String,
    /// Whether staff wrote or changed it.
    is_own: bool,
    #[serde(flatten)]
    template: Template,
}

impl From<service::Named> for Named {
    fn from(named: service::Named) -> Self {
        Self { id: named.word, is_own: named.is_own, template: named.template }
    }
}

/// Every template: those that come with the program, as staff changed them, then those of staff.
#[utoipa::path(get, path = "/api/v3/templates", tag = "templates",
    responses((status = 200, body = Page<Named>), (status = 401)), security(("token" = [])))]
pub(crate) async fn list(app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let named = app.read(service::list).await?;
    let items: Vec<Named> = named.into_iter().map(Named::from).collect();
    Ok(json(HttpResponse::Ok(), &Page { items, next: None }))
}

/// Adds a template of staff.
#[utoipa::path(post, path = "/api/v3/templates", tag = "templates", request_body = Template,
    responses((status = 201, body = Named), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn create(app: web::Data<App>, caller: Caller, body: Json<Template>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let input = body.value;
    let id = app.write(&caller.name, move |conn, act| service::add(conn, act, input)).await?;
    Ok(json(HttpResponse::Created(), &load(&app, id).await?))
}

/// Changes a template; that of a kind takes the place of the one that comes with the program.
#[utoipa::path(put, path = "/api/v3/templates/{id}", tag = "templates", params(("id" = String, Path)),
    request_body = Template,
    responses((status = 200, body = Named), (status = 401), (status = 403), (status = 404), (status = 422)),
    security(("token" = [])))]
pub(crate) async fn put(
    app: web::Data<App>,
    caller: Caller,
    word: web::Path<String>,
    body: Json<Template>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let (word, input) = (word.into_inner(), body.value);
    let wanted = word.clone();
    app.write(&caller.name, move |conn, act| service::change(conn, act, &wanted, input)).await?;
    Ok(json(HttpResponse::Ok(), &load(&app, word).await?))
}

/// Removes a template of staff; that of a kind is again as it came with the program.
#[utoipa::path(delete, path = "/api/v3/templates/{id}", tag = "templates", params(("id" = String, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)), security(("token" = [])))]
pub(crate) async fn delete(app: web::Data<App>, caller: Caller, word: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let word = word.into_inner();
    app.write(&caller.name, move |conn, act| service::remove(conn, act, &word)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What a template may name.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Fillable {
    /// The word in braces.
    field: &'static str,
    /// What stands in its place.
    says: &'static str,
    /// Whether it differs from reader to reader, and so is good for mails alone.
    is_personal: bool,
    /// Whether only a person can say it.
    is_by_hand: bool,
}

/// Every field that a template may name.
#[utoipa::path(get, path = "/api/v3/templates/fields", tag = "templates",
    responses((status = 200, body = Page<Fillable>), (status = 401)), security(("token" = [])))]
pub(crate) async fn fields(_caller: Caller) -> HttpResponse {
    let each = Field::ALL.iter().map(|one| Fillable {
        field: one.as_str(),
        says: one.label(),
        is_personal: one.is_personal(),
        is_by_hand: one.is_by_hand(),
    });
    json(HttpResponse::Ok(), &Page { items: each.collect(), next: None })
}

/// A text of a template with values of the newest incident.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Shown {
    /// Language, page or mail, and for a mail the zone.
    label: String,
    /// As safe HTML.
    html: String,
    /// The fields that have no value.
    missing: Vec<String>,
}

/// A template as its readers would see it: each language, mails on two clocks. Nothing is written.
#[utoipa::path(post, path = "/api/v3/templates/preview", tag = "templates", request_body = Template,
    responses((status = 200, body = Page<Shown>), (status = 401), (status = 422)), security(("token" = [])))]
pub(crate) async fn preview(app: web::Data<App>, _caller: Caller, body: Json<Template>) -> Result<HttpResponse, Problem> {
    let template = body.value.checked().map_err(Refusal::from)?;
    let shown = crate::http::admin::templates::previews(&app, &template);
    let items = shown.into_iter().map(|one| Shown { label: one.label, html: one.html, missing: one.missing });
    Ok(json(HttpResponse::Ok(), &Page { items: items.collect(), next: None }))
}

async fn load(app: &App, word: String) -> Result<Named, Refusal> {
    let named = app.read(service::list).await?;
    named.into_iter().find(|one| one.word == word).map(Named::from).ok_or(Refusal::Missing("template"))
}
