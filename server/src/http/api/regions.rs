//! `/api/v3/regions`

use super::{Page, Problem, json, made};
use crate::{
    domain::{catalogue, person::Role},
    http::extract::{Caller, Json},
    services::{self, Refusal, catalogue::RegionInput, once},
    state::App,
    store,
};
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// A region.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Region {
    id: String,
    code: String,
    name: String,
    /// IANA time zone.
    zone: String,
}

impl From<catalogue::Region> for Region {
    fn from(region: catalogue::Region) -> Self {
        Self { id: region.id.to_string(), code: region.code, name: region.name, zone: region.zone }
    }
}

/// All regions, in order.
#[utoipa::path(get, path = "/api/v3/regions", tag = "regions", responses((status = 200, body = Page<Region>), (status = 401)),
    security(("token" = [])))]
pub(crate) async fn list(app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    let regions = app.read(|conn| Ok(store::regions::list(conn)?)).await?;
    Ok(json(HttpResponse::Ok(), &Page { items: regions.into_iter().map(Region::from).collect(), next: None }))
}

/// Adds a region.
#[utoipa::path(post, path = "/api/v3/regions", tag = "regions", request_body = RegionInput,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Region), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn create(app: web::Data<App>, caller: Caller, body: Json<RegionInput>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let key = caller.key(&body.text);
    let mut act = app.act(&caller.name);
    let input = body.value;
    let done = app
        .change(move |database| {
            once::once(database, &mut act, key.as_ref(), |conn, act| {
                Ok(services::catalogue::add_region(conn, act, &input)?.to_string())
            })
        })
        .await?;
    let regions = app.read(|conn| Ok(store::regions::list(conn)?)).await?;
    let region = regions.into_iter().find(|region| region.id.as_str() == done.id).ok_or(Refusal::Missing("region"))?;
    Ok(made(done.repeated, "/api/v3/regions", &Region::from(region)))
}
