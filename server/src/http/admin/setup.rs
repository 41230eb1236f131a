//! `GET` and `POST /setup/{secret}`: the first owner.

use super::{
    entry::{self, Entry},
    session,
};
use crate::{
    domain::invalid::Faults,
    http::{answer, extract, fail, present::forms},
    services::{Refusal, people},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};

/// The form, as long as the link is good.
pub(crate) async fn get(app: web::Data<App>, secret: web::Path<String>) -> HttpResponse {
    let (secret, now) = (secret.into_inner(), app.clock.now());
    match app.read(move |conn| people::setup_is_open(conn, &secret, now)).await {
        Ok(true) => form(&app, StatusCode::OK, "", &Faults::default()),
        Ok(false) => closed(&app),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Makes the owner and signs them in.
pub(crate) async fn post(
    request: HttpRequest,
    app: web::Data<App>,
    secret: web::Path<String>,
    fields: extract::Fields,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    let (email, password) = (fields.get("email").to_owned(), fields.get("password").to_owned());
    let mut act = app.act("setup");
    let typed = (email.clone(), password.clone());
    let made = app.change(move |database| people::set_up(database, &mut act, &secret, &typed.0, &typed.1)).await;
    Ok(match made {
        Ok(_) => match session::begin(&app, &email, password).await {
            Ok(secret) => {
                let mut response = answer::go("/admin");
                if let Err(error) = response.add_cookie(&session::cookie(secret)) {
                    tracing::error!(%error, "the session's cookie could not be set");
                }
                response
            }
            Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
        },
        Err(Refusal::Invalid(faults)) => form(&app, StatusCode::UNPROCESSABLE_ENTITY, &email, &faults),
        Err(Refusal::Conflict(_)) => closed(&app),
        Err(other) => fail::page(&app, extract::Reader::default(), &other),
    })
}

fn closed(app: &App) -> HttpResponse {
    fail::message(
        app,
        extract::Reader::default(),
        StatusCode::GONE,
        "This link is used up.".to_owned(),
        "It works once and for 30 minutes. Start Allclear again for a new one, or sign in at /admin.".to_owned(),
    )
}

fn form(app: &App, status: StatusCode, email: &str, faults: &Faults) -> HttpResponse {
    let errors = (forms::error(faults, "email"), forms::error(faults, "password"), None);
    entry::page(
        app,
        status,
        Entry { heading: "Make the first owner", button: "Make owner", complete: "new-password", email, errors, kept: None },
    )
}
