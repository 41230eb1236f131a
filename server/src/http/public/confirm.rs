//! `GET` and `POST /confirm/{link}`: a page with a button, since mail scanners open every link.

use crate::{
    domain::{id::SubscriberId, link::Purpose},
    http::{answer, extract::Reader, fail, present},
    services::subscriptions,
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::pages::message::{Action, Message};

/// The page with the button.
pub(crate) async fn get(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    if app.signer.verify(Purpose::Confirm, &link).is_none() {
        return fail::missing(&app, reader);
    }
    let (snapshot, lang) = (app.hub.load(), reader.lang);
    let page = Message {
        frame: present::frame(present::View::new(snapshot.in_language(lang), reader), &lang.say("letter-confirm")),
        heading: lang.say("confirm-title"),
        text: lang.say("confirm-text"),
        action: Action::Post(lang.say("confirm-button")),
        other: None,
    };
    answer::private(StatusCode::OK, page.html())
}

/// The button was pressed.
pub(crate) async fn post(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    let Some(id) = app.signer.verify(Purpose::Confirm, &link).map(SubscriberId::from) else {
        return fail::missing(&app, reader);
    };
    let confirmed = id.clone();
    let signer = app.signer.clone();
    match app.write("visitor", move |conn, act| subscriptions::confirm(conn, act, &signer, &confirmed)).await {
        Ok(()) => {
            let (snapshot, lang) = (app.hub.load(), reader.lang);
            let view = present::View::new(snapshot.in_language(lang), reader);
            let manage = view.to(&format!("/subscriptions/{}", app.signer.sign(Purpose::Manage, id.as_str())));
            let page = Message {
                frame: present::frame(view, &lang.say("confirmed-title")),
                heading: lang.say("confirmed-title"),
                text: lang.say("confirmed-text"),
                action: Action::Go(lang.say("go-home"), view.to("/")),
                other: Some((lang.say("change-what-you-get"), manage)),
            };
            answer::private(StatusCode::OK, page.html())
        }
        Err(refusal) => fail::page(&app, reader, &refusal),
    }
}
