//! `GET` and `POST /mute/{link}`: no more of one incident, by the link in its mails. A button, since mail scanners open every link.

use crate::{
    domain::id::{IncidentId, SubscriberId},
    http::{answer, extract::Reader, fail, present},
    services::mutes,
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::message::{Action, Message},
    say,
};

/// What a link is good for, and what the incident is called in the reader's language.
fn named(app: &App, reader: Reader, link: &str) -> Option<(IncidentId, SubscriberId, String)> {
    let (incident, subscriber) = app.signer.mutes(link).and_then(mutes::read)?;
    let snapshot = app.hub.load();
    let title = snapshot.in_language(reader.lang).incident(incident.as_str())?.incident.title.clone();
    Some((incident, subscriber, title))
}

/// The page with the button. Opening it changes nothing.
pub(crate) async fn get(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    let Some((incident, _, title)) = named(&app, reader, &link) else { return fail::missing(&app, reader) };
    let (snapshot, lang) = (app.hub.load(), reader.lang);
    let view = present::View::new(snapshot.in_language(lang), reader);
    let page = Message {
        frame: present::frame(view, &lang.say("mute")),
        heading: lang.say("mute"),
        text: say!(lang, "mute-text", title = title),
        action: Action::Post(lang.say("stop")),
        other: Some((lang.say("all-updates"), view.to(&format!("/incidents/{incident}")))),
    };
    answer::private(StatusCode::OK, page.html())
}

/// The button was pressed.
pub(crate) async fn post(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    let Some((incident, subscriber, title)) = named(&app, reader, &link) else { return fail::missing(&app, reader) };
    let id = incident.clone();
    if let Err(refusal) = app.write("visitor", move |conn, act| mutes::begin(conn, act, &id, &subscriber)).await {
        return fail::page(&app, reader, &refusal);
    }
    let (snapshot, lang) = (app.hub.load(), reader.lang);
    let view = present::View::new(snapshot.in_language(lang), reader);
    let is_open = snapshot.state.incident(incident.as_str()).is_some_and(|record| record.incident.phase.is_open());
    let page = Message {
        frame: present::frame(view, &lang.say("muted-title")),
        heading: lang.say("muted-title"),
        text: say!(lang, "muted-text", title = title),
        action: Action::Go(lang.say("go-home"), view.to("/")),
        // Whoever pressed it by mistake asks to hear of it again.
        other: is_open.then(|| (lang.say("follow"), view.to(&format!("/subscribe?incident={incident}")))),
    };
    answer::private(StatusCode::OK, page.html())
}
