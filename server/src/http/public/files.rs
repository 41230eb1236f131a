//! `GET /files/{id}`: pictures of the brand.

use crate::{
    domain::id::FileId,
    http::{answer, extract::Reader, fail},
    snapshot::Page,
    state::App,
    store::files,
};
use actix_web::{HttpRequest, HttpResponse, web};

/// A picture. It is named by its hash, so it never changes, and those in use are kept in memory.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, id: web::Path<String>) -> HttpResponse {
    if let Some(page) = app.pictures.get(&id) {
        return answer::drawing(&request, &page, answer::FOREVER);
    }
    let reader = Reader::of(&request);
    let wanted = FileId::from(id.as_str());
    match app.read(move |conn| Ok(files::find(conn, &wanted)?)).await {
        Ok(Some(file)) => {
            let Some(kind) = crate::domain::picture::known(&file.media_type) else { return fail::missing(&app, reader) };
            let page = app.pictures.keep(&id, Page::packed(file.bytes, kind));
            answer::drawing(&request, &page, answer::FOREVER)
        }
        Ok(None) => fail::missing(&app, reader),
        Err(refusal) => fail::page(&app, reader, &refusal),
    }
}
