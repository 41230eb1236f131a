//! What a reader gets when something cannot be done: a page that says what, what was kept, and what to do.

use super::{answer, present};
use crate::{services::Refusal, state::App};
use actix_web::{HttpResponse, http::StatusCode};
use allclear_app::pages::message::{Action, Message};

/// There is no such page.
pub(super) fn missing(app: &App) -> HttpResponse {
    let text = "The address may be old or mistyped. Nothing of yours was changed.";
    message(app, StatusCode::NOT_FOUND, "There is no page here.", text)
}

/// The page for a refusal.
pub(super) fn page(app: &App, refusal: &Refusal) -> HttpResponse {
    let status = status(refusal);
    match refusal {
        Refusal::Missing(_) => missing(app),
        Refusal::Store(error) => {
            tracing::error!(%error, "a request failed");
            let mut response = message(
                app,
                status,
                "This does not work right now.",
                "Nothing was changed. Try again in a minute; if you were typing, go back: your text is still in the form.",
            );
            response
                .headers_mut()
                .insert(actix_web::http::header::RETRY_AFTER, actix_web::http::header::HeaderValue::from_static("30"));
            response
        }
        Refusal::Invalid(faults) => message(app, status, "Something in this is not right.", &faults.to_string()),
        Refusal::Conflict(text) => message(app, status, "This cannot be done.", text),
        Refusal::Changed => message(app, status, "This cannot be done.", &refusal.to_string()),
        Refusal::TooOften(seconds) => message(app, status, "Too often.", &format!("Try again in {seconds} seconds.")),
    }
}

/// The status that a refusal has everywhere.
pub(super) fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Missing(_) => StatusCode::NOT_FOUND,
        Refusal::Changed | Refusal::Conflict(_) => StatusCode::CONFLICT,
        Refusal::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A page with one thing to say and the way back.
pub(super) fn message(app: &App, status: StatusCode, heading: &str, text: &str) -> HttpResponse {
    let snapshot = app.hub.load();
    let page = Message {
        frame: present::frame(&snapshot.state, heading, None),
        heading: heading.to_owned(),
        text: text.to_owned(),
        action: Action::Go("See the present state".to_owned(), "/".to_owned()),
        other: None,
    };
    answer::private(status, page.html())
}
