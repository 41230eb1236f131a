//! `GET /components/{code}` and `GET /uptime`

use crate::{
    http::{
        answer,
        extract::{Reader, value},
        fail, present,
    },
    snapshot::{Document, Page},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};

/// The page of a component.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, reader: Reader, code: web::Path<String>) -> HttpResponse {
    let region = value(request.query_string(), "region");
    let key = reader.key(Document::Component(code.clone(), region.clone()));
    let page = app.hub.load().page(&key, |state| {
        let component = state.catalogue.component(&code)?;
        let view = present::View::new(state, reader).of_region(region.as_deref())?;
        Some(Page::html(present::component(view, component).html()))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::send(&request, &page, answer::PUBLIC))
}

/// Uptime in numbers, with the calendar of one component or all.
pub(crate) async fn uptime(request: HttpRequest, app: web::Data<App>, reader: Reader) -> HttpResponse {
    let region = value(request.query_string(), "region");
    let code = value(request.query_string(), "component");
    let key = reader.key(Document::Uptime(region.clone(), code.clone()));
    let page = app.hub.load().page(&key, |state| {
        let component = code.as_ref().map(|code| state.catalogue.component(code).ok_or(())).transpose().ok()?;
        let view = present::View::new(state, reader).of_region(region.as_deref())?;
        Some(Page::html(present::uptime(view, component).html()))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::send(&request, &page, answer::PUBLIC))
}
