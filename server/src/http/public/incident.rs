//! `GET /incidents/{id}`, `/incidents/{id}/postmortem` and `/maintenance/{id}`

use crate::{
    http::{answer, extract::Reader, fail, present},
    snapshot::{Document, Page},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};

/// The page of an incident.
pub(crate) async fn incident(request: HttpRequest, app: web::Data<App>, reader: Reader, id: web::Path<String>) -> HttpResponse {
    let page = app.hub.load().page(&reader.key(Document::Incident(id.clone())), |state| {
        let record = state.incident(&id)?;
        Some(Page::html(present::incident(present::View::new(state, reader), record).html()))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::send(&request, &page, answer::PUBLIC))
}

/// The review of an incident.
pub(crate) async fn postmortem(request: HttpRequest, app: web::Data<App>, reader: Reader, id: web::Path<String>) -> HttpResponse {
    let page = app.hub.load().page(&reader.key(Document::Postmortem(id.clone())), |state| {
        let record = state.incident(&id)?;
        Some(Page::html(present::postmortem(present::View::new(state, reader), record)?.html()))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::send(&request, &page, answer::PUBLIC))
}

/// The page of a maintenance.
pub(crate) async fn maintenance(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    id: web::Path<String>,
) -> HttpResponse {
    let page = app.hub.load().page(&reader.key(Document::Maintenance(id.clone())), |state| {
        let record = state.maintenance(&id)?;
        Some(Page::html(present::maintenance(present::View::new(state, reader), record).html()))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::send(&request, &page, answer::PUBLIC))
}
