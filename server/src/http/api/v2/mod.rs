//! `/api/v2`: what is public as Atlassian Statuspage tells it, so that its widgets, exporters and clients read us, too.
//!
//! Everything comes from the snapshot. Scripts of every site may read it, whatever the answer. The rules are the same as
//! on the page; only the words are Statuspage's.

mod component;
mod document;
mod incident;
mod maintenance;
mod page;
mod status;
pub(crate) mod subscribers;
#[cfg(test)]
mod tests;
mod update;
pub(crate) mod webhook;

use super::json;
use crate::{
    http::answer,
    snapshot::{self, Key, Page},
    state::App,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web,
};
use document::Document;
use serde::Serialize;

/// What went wrong, in the form of Statuspage.
#[derive(Debug, Serialize)]
struct Fault<T> {
    error: T,
}

const KIND: &str = "application/json; charset=utf-8";

/// `GET /api/v2/{name}`: a document. Those who try several products in turn rely on a real 404 for every other name.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, name: web::Path<String>) -> HttpResponse {
    let page = Document::named(&name).and_then(|document| {
        let key = Key::from(snapshot::Document::Api(document.name()));
        // Without a date: health also changes when planned work begins, of which no update tells. The tag sees that.
        app.hub.load().page(&key, |state| Some(Page::new(document.text(state)?, KIND, None)))
    });
    match page {
        Some(page) => answer::open(&request, &page, answer::PUBLIC),
        None => fault(StatusCode::NOT_FOUND, "there is no such document; begin with /api/v2/summary.json"),
    }
}

/// `OPTIONS`: what scripts of other sites may send here (the CORS protocol of the Fetch standard).
pub(crate) async fn preflight() -> HttpResponse {
    let mut response = HttpResponse::NoContent();
    response
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, DELETE, OPTIONS"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"));
    open(response.finish())
}

/// Any other method.
pub(crate) async fn not_allowed() -> HttpResponse {
    fault(StatusCode::METHOD_NOT_ALLOWED, "this address does not answer that method")
}

/// Lets scripts of every site read an answer. They come without cookies, so that it shows them nothing of a person's.
fn open(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn fault(status: StatusCode, error: impl Serialize) -> HttpResponse {
    open(json(HttpResponse::build(status), &Fault { error }))
}
