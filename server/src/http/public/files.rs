//! `GET /files/{id}`: pictures of the brand and of reviews.

use crate::{
    domain::{id::FileId, picture},
    http::{
        answer,
        extract::{Reader, Staff},
        fail,
    },
    snapshot::Page,
    state::App,
    store::{files, review_pictures},
};
use actix_web::{HttpRequest, HttpResponse, web};

/// A picture. It is named by its hash, so it never changes, and those in use are kept in memory. One that is shown only in
/// reviews that are not public is for staff.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, staff: Option<Staff>, id: web::Path<String>) -> HttpResponse {
    if let Some(page) = app.pictures.get(&id) {
        return answer::drawing(&request, &page, answer::FOREVER);
    }
    let reader = Reader::of(&request);
    let wanted = FileId::from(id.as_str());
    let look = &app.hub.load().state.appearance;
    let is_brand = [&look.logo, &look.favicon].into_iter().flatten().any(|file| *file == wanted);
    let found = app.read(move |conn| Ok((files::find(conn, &wanted)?, review_pictures::is_public(conn, &wanted)?))).await;
    let (file, in_review) = match found {
        Ok(found) => found,
        Err(refusal) => return fail::page(&app, reader, &refusal),
    };
    let known = file.and_then(|file| Some((picture::known(&file.media_type)?, file.bytes)));
    let Some((kind, bytes)) = known else { return fail::missing(&app, reader) };
    let page = Page::packed(bytes, kind);
    match (is_brand || in_review != Some(false), staff) {
        (true, _) => answer::drawing(&request, &app.pictures.keep(&id, page), answer::FOREVER),
        (false, Some(_)) => answer::drawing(&request, &page, answer::PRIVATE),
        (false, None) => fail::missing(&app, reader),
    }
}
