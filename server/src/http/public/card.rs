//! `GET /card.png`: the picture of shared links.

use crate::{
    feeds::card::{self, Card},
    http::{
        answer,
        extract::{Reader, value},
        fail,
        present::{self, View},
    },
    snapshot::{Document, Page, Snapshot},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::Lang;
use std::sync::Arc;

/// The picture of a region, or of everything. Drawing takes a while, so it happens beside the pages.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let reader = Reader::named(&request);
    let region = value(request.query_string(), "region");
    // The font that comes with the program has no Japanese letters.
    let lang = if reader.lang == Lang::Ja { Lang::En } else { reader.lang };
    let drawn = Reader { lang, chosen: false };
    let snapshot: Arc<Snapshot> = Arc::clone(&app.hub.load());
    let page = web::block(move || {
        snapshot.page(&drawn.key(Document::Card(region.clone())), |state| {
            let overall = present::overall(View::new(state, drawn).of_region(region.as_deref())?);
            let card = Card { brand: state.title.clone(), sentence: overall.sentence, rest: overall.rest, tone: overall.tone };
            card::render(&card).map(|png| Page::packed(png, "image/png"))
        })
    });
    match page.await {
        Ok(Some(page)) => answer::open(&request, &page, answer::FEED),
        Ok(None) => fail::missing(&app, reader),
        Err(error) => {
            tracing::error!(%error, "a picture was given up");
            fail::message(
                &app,
                reader,
                StatusCode::SERVICE_UNAVAILABLE,
                reader.lang.say("broken-title"),
                reader.lang.say("broken-text"),
            )
        }
    }
}
