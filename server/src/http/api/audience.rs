//! `/api/v3/incidents/audience` and `/api/v3/incidents/{id}/audience`: who would hear it, before anything is said.

use super::{Problem, json};
use crate::{
    domain::{
        id::IncidentId,
        incident::{IncidentDraft, IncidentInput, UpdateInput},
        person::Role,
    },
    http::{
        extract::{Caller, Json},
        filling,
    },
    services::{Refusal, preview},
    state::App,
    store::{self, policies},
};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use std::collections::BTreeMap;

/// Who would hear it by mail.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Audience {
    /// How many.
    hears: i64,
    /// How many would not, by reason.
    left_out: BTreeMap<&'static str, i64>,
    /// How many of them by region that is hit; one who wants several is counted in each.
    regions: Vec<Region>,
    /// How many were told of it before, where the end is told to all of them.
    told_before: Option<i64>,
    /// The severity that would be published: the chosen one, or the one that the answers propose.
    severity: Option<String>,
    /// Why, where it was proposed.
    why: Option<String>,
}

/// The readers of one region.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Region {
    /// Its name.
    name: String,
    /// How many would hear it.
    hears: i64,
}

impl Audience {
    fn of(reach: preview::Reach) -> Self {
        let regions = reach.regions.into_iter().map(|(name, hears)| Region { name, hears });
        Self {
            hears: reach.hears,
            left_out: reach.left_out.into_iter().map(|(reason, count)| (reason.label(), count)).collect(),
            regions: regions.collect(),
            told_before: None,
            severity: None,
            why: None,
        }
    }
}

/// Who would hear of an incident if it were published so. Nothing is written.
#[utoipa::path(post, path = "/api/v3/incidents/audience", tag = "incidents", request_body = IncidentInput,
    security(("token" = [])),
    responses((status = 200, body = Audience), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn of_incident(app: web::Data<App>, caller: Caller, body: Json<IncidentInput>) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let mut input = body.value;
    filling::incident(&app, &mut input).await?.check().map_err(Refusal::from)?;
    let now = app.clock.now();
    let counted = app
        .read(move |conn| {
            let catalogue = store::catalogue::load(conn)?;
            let draft = IncidentDraft::parse(&input, &catalogue, &policies::current(conn)?.policy, now)?;
            let reach = preview::of_draft(conn, &catalogue, &draft)?;
            let why = draft.proposal.map(|proposal| proposal.why.to_owned());
            Ok(Audience { severity: Some(draft.severity.to_string()), why, ..Audience::of(reach) })
        })
        .await?;
    Ok(json(HttpResponse::Ok(), &counted))
}

/// Who would hear of an update if it were posted so. Nothing is written. An update of a part is not sent by itself.
#[utoipa::path(post, path = "/api/v3/incidents/{id}/audience", tag = "incidents", params(("id" = String, Path)),
    request_body = UpdateInput, security(("token" = [])),
    responses((status = 200, body = Audience), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn of_update(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<UpdateInput>,
) -> Result<HttpResponse, Problem> {
    caller.must_be(Role::Responder)?;
    let (id, mut input) = (IncidentId::from(id.into_inner()), body.value);
    filling::update(&app, &id, &mut input).await?.check().map_err(Refusal::from)?;
    let mut act = app.act(&caller.name);
    let ahead = app.database.off_thread(move |database| preview::of_update(database, &mut act, &id, &input)).await?;
    let counted = match ahead {
        Some(ahead) => {
            let severity = Some(ahead.news.severity.to_string());
            Audience { told_before: ahead.told_before, severity, ..Audience::of(ahead.reach) }
        }
        None => Audience::of(preview::Reach::default()),
    };
    Ok(json(HttpResponse::Ok(), &counted))
}
