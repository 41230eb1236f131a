//! `GET` and `POST /confirm/{link}`: mail scanners open every link, so only the button does anything (bar S-11).

use crate::{
    domain::{id::SubscriberId, link::Purpose},
    http::{answer, fail, present},
    services::subscriptions,
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::pages::message::{Action, Message};

/// The page with the button.
pub(crate) async fn get(app: web::Data<App>, link: web::Path<String>) -> HttpResponse {
    if app.signer.verify(Purpose::Confirm, &link).is_none() {
        return fail::missing(&app);
    }
    let snapshot = app.hub.load();
    let page = Message {
        frame: present::frame(&snapshot.state, "Confirm", None),
        heading: "Confirm your subscription".to_owned(),
        text: format!("Press the button to be told of trouble at {} by mail.", snapshot.state.title),
        action: Action::Post("Confirm".to_owned()),
        other: None,
    };
    answer::private(StatusCode::OK, page.html())
}

/// The button was pressed.
pub(crate) async fn post(app: web::Data<App>, link: web::Path<String>) -> HttpResponse {
    let Some(id) = app.signer.verify(Purpose::Confirm, &link).map(SubscriberId::from) else { return fail::missing(&app) };
    let confirmed = id.clone();
    match app.write("visitor", move |conn, act| subscriptions::confirm(conn, act, &confirmed)).await {
        Ok(()) => {
            let manage = format!("/subscriptions/{}", app.signer.sign(Purpose::Manage, id.as_str()));
            let snapshot = app.hub.load();
            let page = Message {
                frame: present::frame(&snapshot.state, "Subscribed", None),
                heading: "You are subscribed".to_owned(),
                text: "From now on you hear of what you chose.".to_owned(),
                action: Action::Go("See the present state".to_owned(), "/".to_owned()),
                other: Some(("Change what you get".to_owned(), manage)),
            };
            answer::private(StatusCode::OK, page.html())
        }
        Err(refusal) => fail::page(&app, &refusal),
    }
}
