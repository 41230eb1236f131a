//! `/api/v3/incidents/{id}/…`: how staff respond, and what may be done with an incident besides posting updates.

use super::{Problem, incidents, json};
use crate::{
    domain::{
        duty::Duty,
        id::{IncidentId, UpdateId},
        person::Role,
        severity::Severity,
    },
    http::extract::{Caller, Json},
    services::{
        Act, Refusal,
        incidents::{self as service, Assessment},
    },
    state::App,
    store::{self, Conn, crew, updates},
};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How staff respond to an incident. None of it is public.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Response {
    /// The version of the policy that it goes by.
    policy: i32,
    /// The worst severity it ever had.
    worst: Severity,
    /// What the answers proposed.
    proposed: Option<Severity>,
    /// Why staff chose another severity.
    reason: String,
    detected_at: DateTime<Utc>,
    acknowledged_at: Option<DateTime<Utc>>,
    assessed_at: Option<DateTime<Utc>>,
    hypothesis: String,
    first_told_at: Option<DateTime<Utc>>,
    /// Since when it is an extended outage.
    extended_at: Option<DateTime<Utc>>,
    war_room_at: Option<DateTime<Utc>>,
    war_room_link: String,
    crew: Vec<Member>,
}

/// One person on an incident.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Member {
    person: String,
    duty: Duty,
}

/// A duty for a person.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assignment {
    /// The address of the person.
    person: String,
    /// `commander`, `communications`, `operations`, `scribe` or `helper`; empty takes the person off.
    duty: String,
}

/// Where the war room meets.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Meeting {
    /// An address that begins with `https://`, or nothing.
    #[serde(default)]
    link: String,
}

/// The incident that this one becomes a part of.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Whole {
    /// Its id.
    whole: String,
}

/// What those who were told read.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Apology {
    /// The text, in Markdown.
    body: String,
}

/// A changed text.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edited {
    /// The text, in Markdown.
    body: String,
    /// Whether everybody is told again.
    #[serde(default)]
    notify: bool,
}

/// How staff respond to it.
#[utoipa::path(get, path = "/api/v3/incidents/{id}/response", tag = "response", params(("id" = String, Path)),
    responses((status = 200, body = Response), (status = 401), (status = 404)), security(("token" = [])))]
pub(crate) async fn get(app: web::Data<App>, _caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    Ok(json(HttpResponse::Ok(), &load(&app, IncidentId::from(id.into_inner())).await?))
}

/// What executives write to enterprise customers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Draft {
    /// Recipients, subject and words, as plain text.
    text: String,
}

/// What executives write to enterprise customers in an extended outage, with their contacts; 404 in another.
#[utoipa::path(get, path = "/api/v3/incidents/{id}/draft", tag = "response", params(("id" = String, Path)),
    responses((status = 200, body = Draft), (status = 401), (status = 403), (status = 404)), security(("token" = [])))]
pub(crate) async fn draft(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let text = crate::http::admin::incident::draft(&app, &IncidentId::from(id.into_inner())).await?;
    let text = text.ok_or(Refusal::Missing("draft; it is made when an outage is extended"))?;
    Ok(json(HttpResponse::Ok(), &Draft { text }))
}

/// Keeps what staff think is the cause.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/assessment", tag = "response", params(("id" = String, Path)),
    request_body = Assessment, security(("token" = [])),
    responses((status = 200, body = Response), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn assess(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Assessment>,
) -> Result<HttpResponse, Problem> {
    respond(&app, &caller, id, move |conn, act, id| service::assess(conn, act, id, &body.value)).await
}

/// Gives a person a duty.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/crew", tag = "response", params(("id" = String, Path)),
    request_body = Assignment, security(("token" = [])),
    responses((status = 200, body = Response), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn assign(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Assignment>,
) -> Result<HttpResponse, Problem> {
    let Assignment { person, duty } = body.value;
    respond(&app, &caller, id, move |conn, act, id| service::assign(conn, act, id, &person, &duty)).await
}

/// Notes that the war room meets. It needs a commander first.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/war-room", tag = "response", params(("id" = String, Path)),
    request_body = Meeting, security(("token" = [])),
    responses((status = 200, body = Response), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn meet(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Meeting>,
) -> Result<HttpResponse, Problem> {
    respond(&app, &caller, id, move |conn, act, id| service::meet(conn, act, id, &body.value.link)).await
}

/// Lets it go by the policy in force instead of the version it was opened under.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/policy", tag = "response", params(("id" = String, Path)),
    responses((status = 200, body = Response), (status = 401), (status = 403), (status = 404), (status = 409)), security(("token" = [])))]
pub(crate) async fn adopt(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    respond(&app, &caller, id, service::adopt).await
}

/// Makes it a part of another incident: one thread, one audience, no mail of its own.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/fold", tag = "incidents", params(("id" = String, Path)),
    request_body = Whole, security(("token" = [])),
    responses((status = 200, body = incidents::Incident), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn fold(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Whole>,
) -> Result<HttpResponse, Problem> {
    let whole = IncidentId::from(body.value.whole);
    change(&app, &caller, id, move |conn, act, id| service::fold(conn, act, id, &whole)).await
}

/// Makes a part an incident of its own again.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/split", tag = "incidents", params(("id" = String, Path)), security(("token" = [])),
    responses((status = 200, body = incidents::Incident), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn split(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, service::split).await
}

/// Takes it back as a false alarm: exactly those who were told get the apology.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/retract", tag = "incidents", params(("id" = String, Path)),
    request_body = Apology, security(("token" = [])),
    responses((status = 200, body = incidents::Incident), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn retract(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Apology>,
) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, move |conn, act, id| service::retract(conn, act, id, &body.value.body, None).map(|_| ())).await
}

/// Returns to operational what stayed hit after the end of an incident.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/restore", tag = "incidents", params(("id" = String, Path)),
    security(("token" = [])),
    responses((status = 200, body = incidents::Incident), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn restore(app: web::Data<App>, caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    change(&app, &caller, id, service::restore).await
}

/// Changes the text of an update that was published. What it said before is kept, and the page says that it was edited.
#[utoipa::path(put, path = "/api/v3/updates/{id}", tag = "incidents", params(("id" = String, Path)),
    request_body = Edited, security(("token" = [])),
    responses((status = 200, body = incidents::Incident), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn edit(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<Edited>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let (id, Edited { body, notify }) = (UpdateId::from(id.into_inner()), body.value);
    let incident = app
        .write(&caller.name, move |conn, act| {
            service::edit(conn, act, &id, &body, notify)?;
            let update = updates::find(conn, &id)?.ok_or(Refusal::Missing("update"))?;
            update.incident_id.ok_or(Refusal::Missing("update of an incident"))
        })
        .await?;
    Ok(json(HttpResponse::Ok(), &incidents::load(&app, incident).await?))
}

type Work = Result<(), Refusal>;

async fn respond(
    app: &App,
    caller: &Caller,
    id: web::Path<String>,
    work: impl FnOnce(&mut Conn, &mut Act, &IncidentId) -> Work + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let id = done(app, caller, id, work).await?;
    Ok(json(HttpResponse::Ok(), &load(app, id).await?))
}

async fn change(
    app: &App,
    caller: &Caller,
    id: web::Path<String>,
    work: impl FnOnce(&mut Conn, &mut Act, &IncidentId) -> Work + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let id = done(app, caller, id, work).await?;
    Ok(json(HttpResponse::Ok(), &incidents::load(app, id).await?))
}

async fn done(
    app: &App,
    caller: &Caller,
    id: web::Path<String>,
    work: impl FnOnce(&mut Conn, &mut Act, &IncidentId) -> Work + Send + 'static,
) -> Result<IncidentId, Problem> {
    caller.must_be(Role::Responder)?;
    let id = IncidentId::from(id.into_inner());
    let wanted = id.clone();
    app.write(&caller.name, move |conn, act| work(conn, act, &wanted)).await?;
    Ok(id)
}

async fn load(app: &App, id: IncidentId) -> Result<Response, Refusal> {
    app.read(move |conn| {
        let incident = store::incidents::find(conn, &id)?.ok_or(Refusal::Missing("incident"))?;
        let (row, _) = service::response(conn, &incident)?;
        let crew = crew::of(conn, &id)?.into_iter().map(|member| Member { person: member.email, duty: member.duty });
        Ok(Response {
            policy: row.policy,
            worst: row.worst,
            proposed: row.proposed,
            reason: row.reason,
            detected_at: row.detected_at,
            acknowledged_at: row.acknowledged_at,
            assessed_at: row.assessed_at,
            hypothesis: row.hypothesis,
            first_told_at: row.first_told_at,
            extended_at: row.extended_at,
            war_room_at: row.war_room_at,
            war_room_link: row.war_room_link,
            crew: crew.collect(),
        })
    })
    .await
}
