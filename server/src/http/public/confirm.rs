//! `GET` and `POST /confirm/{link}`: a page with a button, since mail scanners open every link.

use crate::{
    domain::{id::SubscriberId, link::Purpose},
    http::{
        answer,
        extract::{self, Reader},
        fail, present,
    },
    services::{Act, follows, subscriptions},
    state::App,
    store::Conn,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::message::{Action, Message},
    say,
};

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
pub(crate) async fn post(request: HttpRequest, app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    let Some(id) = app.signer.verify(Purpose::Confirm, &link).map(SubscriberId::from) else {
        return fail::missing(&app, reader);
    };
    let confirmed = id.clone();
    let signer = app.signer.clone();
    let wanted = extract::value(request.query_string(), "incident");
    let title = wanted.as_deref().and_then(|id| super::subscribe::title(&app, reader, id));
    let confirm = move |conn: &mut Conn, act: &mut Act| {
        let follows = wanted.map(|incident| follows::open(conn, &incident)).transpose()?;
        subscriptions::confirm(conn, act, &signer, &confirmed, follows.as_ref())
    };
    match app.write("visitor", confirm).await {
        Ok(()) => {
            let (snapshot, lang) = (app.hub.load(), reader.lang);
            let view = present::View::new(snapshot.in_language(lang), reader);
            let manage = view.to(&format!("/subscriptions/{}", app.signer.sign(Purpose::Manage, id.as_str())));
            let page = Message {
                frame: present::frame(view, &lang.say("confirmed-title")),
                heading: title.map_or_else(|| lang.say("confirmed-title"), |title| say!(lang, "follows", title = title)),
                text: lang.say("confirmed-text"),
                action: Action::Go(lang.say("go-home"), view.to("/")),
                other: Some((lang.say("change-what-you-get"), manage)),
            };
            answer::private(StatusCode::OK, page.html())
        }
        Err(refusal) => fail::page(&app, reader, &refusal),
    }
}
