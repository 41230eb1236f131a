//! `/api/v3/policy`: what each severity means.

use super::{Problem, json};
use crate::{
    domain::{person::Role, policy::Policy},
    http::extract::{Caller, Json},
    services,
    state::App,
    store::policies,
};
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// A version of the policy.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Version {
    /// Its number; zero is the built-in default.
    version: i32,
    policy: Policy,
}

async fn load(app: &App) -> Result<Version, Problem> {
    let found = app.read(|conn| Ok(policies::current(conn)?)).await?;
    Ok(Version { version: found.number, policy: found.policy })
}

/// The policy in force. An incident keeps the version it was opened under.
#[utoipa::path(get, path = "/api/v3/policy", tag = "policy",
    responses((status = 200, body = Version), (status = 401)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &load(&app).await?))
}

/// Puts another policy in force.
#[utoipa::path(put, path = "/api/v3/policy", tag = "policy", request_body = Policy,
    responses((status = 200, body = Version), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn put(app: web::Data<App>, caller: Caller, body: Json<Policy>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let policy = body.value;
    app.write(&caller.name, move |conn, act| services::policy::change(conn, act, &policy)).await?;
    Ok(json(HttpResponse::Ok(), &load(&app).await?))
}
