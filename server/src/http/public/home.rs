//! `GET /`

use super::{query, region};
use crate::{
    http::{answer, fail, present},
    snapshot::{Key, Page},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};

/// The page, of one region or all.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let word = query(request.query_string(), "region");
    let snapshot = app.hub.load();
    let page = snapshot.page(&Key::Home(word.clone()), |state| {
        let region = region(state, word.as_deref()).ok()?;
        Some(Page::new(present::home(state, region).html(), "text/html; charset=utf-8", None))
    });
    match page {
        Some(page) => answer::send(&request, &page, answer::PUBLIC),
        None => fail::missing(&app),
    }
}
