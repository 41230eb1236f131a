//! `GET /history`

use super::{query, region};
use crate::{
    http::{answer, fail, present},
    snapshot::{Key, Page},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};

/// A month of the past; the present one when none is named.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let word = query(request.query_string(), "region");
    let snapshot = app.hub.load();
    let month = match query(request.query_string(), "month") {
        Some(text) => present::Month::parse(&text),
        None => Some(present::Month::of(snapshot.state.now)),
    };
    let is_known =
        |month: &present::Month| (present::first_month(&snapshot.state)..=present::Month::of(snapshot.state.now)).contains(month);
    let Some(month) = month.filter(is_known) else { return fail::missing(&app) };
    let page = snapshot.page(&Key::History(month.word(), word.clone()), |state| {
        let region = region(state, word.as_deref()).ok()?;
        Some(Page::new(present::history(state, month, region).html(), "text/html; charset=utf-8", None))
    });
    page.map_or_else(|| fail::missing(&app), |page| answer::send(&request, &page, answer::PUBLIC))
}
