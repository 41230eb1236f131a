//! What a reader gets when something cannot be done: a page that says what, what was kept, and what to do.

use super::{answer, extract::Reader, present};
use crate::{services::Refusal, state::App, store::StoreError};
use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
};
use allclear_app::{
    pages::message::{Action, Message},
    say,
};

/// There is no such page.
pub(super) fn missing(app: &App, reader: Reader) -> HttpResponse {
    message(app, reader, StatusCode::NOT_FOUND, reader.lang.say("missing-title"), reader.lang.say("missing-text"))
}

/// Something broke that should not; `id` finds it in the log.
pub(super) fn broken(app: &App, reader: Reader, id: &str) -> HttpResponse {
    let text = say!(reader.lang, "error-text", id = id);
    message(app, reader, StatusCode::INTERNAL_SERVER_ERROR, reader.lang.say("error-title"), text)
}

/// The page for a refusal.
pub(super) fn page(app: &App, reader: Reader, refusal: &Refusal) -> HttpResponse {
    let (status, lang) = (status(refusal), reader.lang);
    match refusal {
        Refusal::Missing(_) => missing(app, reader),
        Refusal::Store(error) => {
            tracing::error!(%error, "a request failed");
            let text = lang.say(if matches!(error, StoreError::Late) { "late-text" } else { "broken-text" });
            let mut response = message(app, reader, status, lang.say("broken-title"), text);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("30"));
            response.extensions_mut().insert(Why(told(error)));
            response
        }
        Refusal::Invalid(faults) => message(app, reader, status, lang.say("invalid-title"), faults.to_string()),
        Refusal::Forbidden(text) | Refusal::Conflict(text) => {
            message(app, reader, status, lang.say("conflict-title"), text.clone())
        }
        Refusal::Changed => message(app, reader, status, lang.say("conflict-title"), refusal.to_string()),
        Refusal::TooOften(seconds) => {
            let text = say!(lang, "often-text", seconds = *seconds);
            let mut response = message(app, reader, status, lang.say("often-title"), text);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
            response
        }
    }
}

/// Why the database did not do what it was asked, for staff and programs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Why(pub &'static str);

/// What a fault of the database means for whoever asked.
pub(super) fn told(error: &StoreError) -> &'static str {
    match error {
        StoreError::Late => "The database does not answer in time, so whether this was done is not known.",
        StoreError::Full(_) => "The disk under the database is full; nothing was changed.",
        StoreError::Disk(_) => "The disk under the database fails; nothing was changed.",
        _ => "The database does not answer; nothing was changed.",
    }
}

/// The status that a refusal has everywhere.
pub(super) fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Missing(_) => StatusCode::NOT_FOUND,
        Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
        Refusal::Changed | Refusal::Conflict(_) => StatusCode::CONFLICT,
        Refusal::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A page with one thing to say and the way back.
pub(super) fn message(app: &App, reader: Reader, status: StatusCode, heading: String, text: String) -> HttpResponse {
    let snapshot = app.hub.load();
    let view = present::View::new(snapshot.in_language(reader.lang), reader);
    let page = Message {
        frame: present::frame(view, heading.trim_end_matches('.')),
        heading,
        text,
        action: Action::Go(reader.lang.say("go-home"), view.to("/")),
        other: None,
    };
    answer::private(status, page.html())
}
