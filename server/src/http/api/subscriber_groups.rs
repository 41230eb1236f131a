//! `/api/v3/subscriber-groups`: subscribers put together, so that something can be told to them alone.

use super::{Page, Problem, json, made};
use crate::{
    domain::{id::SubscriberGroupId, person::Role, subscriber_group},
    http::extract::{Caller, Json},
    services::{
        Refusal, once,
        subscriber_groups::{self as service, Deed},
    },
    state::App,
    store::{Conn, subscriber_groups},
};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

/// A group of subscribers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SubscriberGroup {
    id: String,
    name: String,
    /// How many subscribers, in whatever state, are in it.
    subscribers: i64,
}

/// What a group is called.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    /// One line of at most 60 characters that no other group has.
    name: String,
}

/// Who joins a group and who leaves it, by mail address or telephone number.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Members {
    /// Put in; all must be subscribers, in whatever state.
    #[serde(default)]
    add: Vec<String>,
    /// Taken out; they stay subscribers.
    #[serde(default)]
    remove: Vec<String>,
}

/// What was done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Moved {
    /// How many of those named are in it now.
    added: usize,
    /// How many of those named are not in it now.
    removed: usize,
}

/// All groups by name.
#[utoipa::path(get, path = "/api/v3/subscriber-groups", tag = "subscribers",
    responses((status = 200, body = Page<SubscriberGroup>), (status = 401), (status = 403)), security(("token" = [])))]
pub(crate) async fn list(app: web::Data<App>, caller: Caller) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let items = app.read(all).await?;
    Ok(json(HttpResponse::Ok(), &Page { items, next: None }))
}

fn all(conn: &mut Conn) -> Result<Vec<SubscriberGroup>, Refusal> {
    let sizes = subscriber_groups::sizes(conn)?;
    let shown = |group: subscriber_group::SubscriberGroup| SubscriberGroup {
        subscribers: sizes.get(&group.id).copied().unwrap_or_default(),
        id: group.id.to_string(),
        name: group.name,
    };
    Ok(subscriber_groups::list(conn)?.into_iter().map(shown).collect())
}

async fn one(app: &App, id: String) -> Result<SubscriberGroup, Refusal> {
    let groups = app.read(all).await?;
    groups.into_iter().find(|group| group.id == id).ok_or(Refusal::Missing("group of subscribers"))
}

/// Adds a group.
#[utoipa::path(post, path = "/api/v3/subscriber-groups", tag = "subscribers", request_body = Named,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = SubscriberGroup), (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub(crate) async fn create(app: web::Data<App>, caller: Caller, body: Json<Named>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let (key, mut act, name) = (caller.key(&body.text), app.act(&caller.name), body.value.name);
    let done = app
        .change(move |database| {
            once::once(database, &mut act, key.as_ref(), |conn, act| Ok(service::add(conn, act, &name)?.to_string()))
        })
        .await?;
    let group = one(&app, done.id).await?;
    Ok(made(done.repeated, "/api/v3/subscriber-groups", &group))
}

/// Renames a group.
#[utoipa::path(put, path = "/api/v3/subscriber-groups/{id}", tag = "subscribers", params(("id" = String, Path)),
    request_body = Named, security(("token" = [])),
    responses((status = 200, body = SubscriberGroup), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn put(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Named>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let (group, name) = (SubscriberGroupId::from(id.as_str()), body.value.name);
    app.write(&caller.name, move |conn, act| service::rename(conn, act, &group, &name)).await?;
    Ok(json(HttpResponse::Ok(), &one(&app, id.into_inner()).await?))
}

/// Removes a group; its members stay subscribers. One that something was told to alone is refused with 409.
#[utoipa::path(delete, path = "/api/v3/subscriber-groups/{id}", tag = "subscribers", params(("id" = String, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404), (status = 409)), security(("token" = [])))]
pub(crate) async fn delete(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let group = SubscriberGroupId::from(id.into_inner());
    app.write(&caller.name, move |conn, act| service::remove(conn, act, &group)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Puts subscribers into a group and takes others out, all or nobody. Sent again it comes to the same.
#[utoipa::path(post, path = "/api/v3/subscriber-groups/{id}/members", tag = "subscribers", params(("id" = String, Path)),
    request_body = Members, security(("token" = [])),
    responses((status = 200, body = Moved), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn members(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Members>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Manager)?;
    let (group, Members { add, remove }) = (SubscriberGroupId::from(id.into_inner()), body.value);
    let moved = app
        .write(&caller.name, move |conn, act| {
            let mut gather = |deed, field, addresses: &[String]| match addresses {
                [] => Ok(0),
                _ => service::gather(conn, act, &group, (deed, field, addresses)),
            };
            Ok(Moved { added: gather(Deed::Add, "add", &add)?, removed: gather(Deed::TakeOut, "remove", &remove)? })
        })
        .await?;
    Ok(json(HttpResponse::Ok(), &moved))
}
