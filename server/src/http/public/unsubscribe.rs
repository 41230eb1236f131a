//! `GET` and `POST /unsubscribe/{link}`: a page with a button for people, one click for mail programs (RFC 8058).

use crate::{
    domain::{id::SubscriberId, link::Purpose},
    http::{answer, extract::Reader, fail, present},
    services::subscriptions,
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::pages::message::{Action, Message};

/// The page with the button. Opening it changes nothing.
pub(crate) async fn get(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    let manages = app.signer.verify(Purpose::Manage, &link).is_some();
    if app.signer.stops(&link).is_none() {
        return fail::missing(&app, reader);
    }
    let (snapshot, lang) = (app.hub.load(), reader.lang);
    let view = present::View::new(snapshot.in_language(lang), reader);
    let page = Message {
        frame: present::frame(view, &lang.say("unsubscribe")),
        heading: lang.say("stop-title"),
        text: lang.say("stop-text"),
        action: Action::Post(lang.say("stop-all")),
        other: manages.then(|| (lang.say("change-instead"), view.to(&format!("/subscriptions/{link}")))),
    };
    answer::private(StatusCode::OK, page.html())
}

/// Stops at once. A link that says nothing to us is answered alike, since there is nothing to stop (bar M-5).
pub(crate) async fn post(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    if let Some(id) = app.signer.stops(&link).map(SubscriberId::from) {
        let stopped = app.write("visitor", move |conn, act| subscriptions::stop(conn, act, &id)).await;
        if let Err(refusal) = stopped {
            return fail::page(&app, reader, &refusal);
        }
    }
    let (snapshot, lang) = (app.hub.load(), reader.lang);
    let view = present::View::new(snapshot.in_language(lang), reader);
    let manages = app.signer.verify(Purpose::Manage, &link).is_some();
    let page = Message {
        frame: present::frame(view, &lang.say("stopped-title")),
        heading: lang.say("stopped-title"),
        text: lang.say("stopped-text"),
        action: Action::Go(lang.say("go-home"), view.to("/")),
        other: manages.then(|| (lang.say("your-data"), view.to(&format!("/subscriptions/{link}")))),
    };
    answer::private(StatusCode::OK, page.html())
}
