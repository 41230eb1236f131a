//! `GET` and `POST /unsubscribe/{link}`: a page with a button for people, one click for mail programs (RFC 8058).

use crate::{
    domain::{id::SubscriberId, link::Purpose},
    http::{answer, fail, present},
    services::subscriptions,
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::pages::message::{Action, Message};

/// The page with the button. Opening it changes nothing.
pub(crate) async fn get(app: web::Data<App>, link: web::Path<String>) -> HttpResponse {
    if app.signer.verify(Purpose::Manage, &link).is_none() {
        return fail::missing(&app);
    }
    let page = Message {
        frame: present::frame(&app.hub.load().state, "Unsubscribe", None),
        heading: "Stop all mail?".to_owned(),
        text: "Nothing has changed yet. Press the button and no further mail will leave, not even what is waiting now."
            .to_owned(),
        action: Action::Post("Stop all mail".to_owned()),
        other: Some(("Change what I get instead".to_owned(), format!("/subscriptions/{link}"))),
    };
    answer::private(StatusCode::OK, page.html())
}

/// Stops at once. A link that says nothing to us is answered alike, since there is nothing to stop (bar M-5).
pub(crate) async fn post(app: web::Data<App>, link: web::Path<String>) -> HttpResponse {
    if let Some(id) = app.signer.verify(Purpose::Manage, &link).map(SubscriberId::from) {
        let stopped = app.write("visitor", move |conn, act| subscriptions::stop(conn, act, &id)).await;
        if let Err(refusal) = stopped {
            return fail::page(&app, &refusal);
        }
    }
    fail::message(
        &app,
        StatusCode::OK,
        "No more mail",
        "It has stopped, also for mail that was waiting. You can subscribe again at any time.",
    )
}
