//! `GET /`

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
use std::sync::atomic::Ordering;

/// The page, of one region or all.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, reader: Reader) -> HttpResponse {
    app.views.fetch_add(1, Ordering::Relaxed);
    let word = value(request.query_string(), "region");
    let page = app.hub.load().page(&reader.key(Document::Home(word.clone())), |state| {
        let view = present::View::new(state, reader).of_region(word.as_deref())?;
        Some(Page::html(present::home(view).html()))
    });
    page.map_or_else(|| fail::missing(&app, reader), |page| answer::send(&request, &page, answer::PUBLIC))
}
