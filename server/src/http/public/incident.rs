//! `GET /incidents/{id}` and `GET /maintenance/{id}`

use crate::{
    http::{answer, fail, present},
    snapshot::{Key, Page},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};

const HTML: &str = "text/html; charset=utf-8";

/// The page of an incident.
pub(crate) async fn incident(request: HttpRequest, app: web::Data<App>, id: web::Path<String>) -> HttpResponse {
    let key = Key::Incident(id.clone());
    let page = app.hub.load().page(&key, |state| {
        let record = state.incident(&id)?;
        Some(Page::new(present::incident(state, record).html(), HTML, None))
    });
    page.map_or_else(|| fail::missing(&app), |page| answer::send(&request, &page, answer::PUBLIC))
}

/// The page of a maintenance.
pub(crate) async fn maintenance(request: HttpRequest, app: web::Data<App>, id: web::Path<String>) -> HttpResponse {
    let key = Key::Maintenance(id.clone());
    let page = app.hub.load().page(&key, |state| {
        let record = state.maintenance(&id)?;
        Some(Page::new(present::maintenance(state, record).html(), HTML, None))
    });
    page.map_or_else(|| fail::missing(&app), |page| answer::send(&request, &page, answer::PUBLIC))
}
