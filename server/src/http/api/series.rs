//! `/api/v3/maintenances/{id}/end-series`

use super::{
    Problem,
    maintenances::{self, LastWord},
};
use crate::{
    http::extract::{Caller, Json},
    services::maintenances as service,
    state::App,
};
use actix_web::{HttpResponse, web};

/// Ends the series that a maintenance is a date of: every date that has not begun is called off.
#[utoipa::path(post, path = "/api/v3/maintenances/{id}/end-series", tag = "maintenances", params(("id" = String, Path)),
    request_body = LastWord, security(("token" = [])),
    responses((status = 200, body = maintenances::Maintenance), (status = 401), (status = 403), (status = 404), (status = 409),
        (status = 422)))]
pub(crate) async fn end(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<String>,
    body: Json<LastWord>,
) -> Result<HttpResponse, Problem> {
    maintenances::change(&app, &caller, id, &format!("end {}", body.text), move |conn, act, id| {
        service::end_series(conn, act, id, &body.value.body)
    })
    .await
}
