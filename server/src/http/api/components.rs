//! `/api/v3/components`

use super::{Page, Problem, json, made};
use crate::{
    domain::{health::Health, person::Role, sla::Percent},
    http::extract::{Caller, Json},
    services::{self, Refusal, catalogue::ComponentInput, once},
    snapshot::PublicState,
    state::App,
};
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// A component.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Component {
    id: String,
    code: String,
    name: String,
    description: String,
    /// Id of its group.
    group: Option<String>,
    /// The availability that is promised for each month and region, in percent.
    slo: Option<Percent>,
    /// Where it runs, and its health there.
    regions: Vec<Placement>,
}

/// A component in one region.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Placement {
    region: String,
    health: Health,
}

/// All components, in order, with their health.
#[utoipa::path(get, path = "/api/v3/components", tag = "components",
    responses((status = 200, body = Page<Component>), (status = 401)), security(("token" = [])))]
pub(crate) async fn list(app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &Page { items: all(&app.hub.load().state), next: None }))
}

/// Adds a component.
#[utoipa::path(post, path = "/api/v3/components", tag = "components", request_body = ComponentInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Component), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn create(app: web::Data<App>, caller: Caller, body: Json<ComponentInput>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let key = caller.key(&body.text);
    let mut act = app.act(&caller.name);
    let input = body.value;
    let done = app
        .change(move |database| {
            once::once(database, &mut act, key.as_ref(), |conn, act| {
                Ok(services::catalogue::add_component(conn, act, &input)?.to_string())
            })
        })
        .await?;
    let component = all(&app.hub.load().state).into_iter().find(|one| one.id == done.id).ok_or(Refusal::Missing("component"))?;
    Ok(made(done.repeated, "/api/v3/components", &component))
}

/// Changes a component: everything that is sent takes the place of what was.
#[utoipa::path(put, path = "/api/v3/components/{id}", tag = "components", request_body = ComponentInput,
    params(("id" = String, Path)),
    responses((status = 200, body = Component), (status = 401), (status = 403), (status = 404), (status = 422)),
    security(("token" = [])))]
pub(crate) async fn put(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<ComponentInput>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let (wanted, input) = (id.into_inner(), body.value);
    let known = app.hub.load().state.catalogue.component(&wanted).map(|one| one.id.clone());
    let id = known.ok_or(Refusal::Missing("component"))?;
    let changed = id.clone();
    app.write(&caller.name, move |conn, act| services::catalogue::change_component(conn, act, &changed, &input)).await?;
    let found = all(&app.hub.load().state).into_iter().find(|one| one.id == id.as_str()).ok_or(Refusal::Missing("component"))?;
    Ok(json(HttpResponse::Ok(), &found))
}

fn all(state: &PublicState) -> Vec<Component> {
    let components = state.catalogue.components.iter().map(|one| Component {
        id: one.id.to_string(),
        code: one.code.clone(),
        name: one.name.clone(),
        description: one.description.clone(),
        group: one.group.as_ref().map(ToString::to_string),
        slo: one.slo,
        regions: one
            .placements
            .iter()
            .map(|(region, _)| Placement { region: region.to_string(), health: state.health(&one.id, region) })
            .collect(),
    });
    components.collect()
}
