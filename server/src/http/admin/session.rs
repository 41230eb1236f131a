//! `GET` and `POST /admin/sign-in`, `POST /admin/sign-out`

use super::entry::{self, Entry};
use crate::{
    domain::text,
    http::{answer, extract, fail},
    services::{Refusal, sign_in},
    state::App,
};
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
    http::StatusCode,
    web,
};

/// The form.
pub(crate) async fn get(app: web::Data<App>) -> HttpResponse {
    form(&app, StatusCode::OK, "", None, None)
}

/// Signs in.
pub(crate) async fn post(
    request: HttpRequest,
    app: web::Data<App>,
    fields: extract::Fields,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    let password = fields.get("password").to_owned();
    let kept = extract::Kept::carried(&fields);
    let now = app.clock.now();
    // What cannot be an address is nobody's, and is neither kept nor shown.
    let Ok(email) = text::line("email", fields.get("email"), 254) else {
        return Ok(form(&app, StatusCode::UNAUTHORIZED, "", Some(sign_in::REFUSED.to_owned()), kept.as_ref()));
    };
    let keys =
        [format!("sign-in {}", email.to_lowercase()), format!("sign-in from {}", extract::address(&request, &app.settings))];
    if let Err(seconds) = app.throttle.take_try(&keys, now) {
        let text = format!("Too many attempts. Try again in {seconds} seconds.");
        return Ok(form(&app, StatusCode::TOO_MANY_REQUESTS, &email, Some(text), kept.as_ref()));
    }
    Ok(match begin(&app, &email, password).await {
        Ok(secret) => {
            for key in &keys {
                app.throttle.succeeded(key);
            }
            let mut response = match kept {
                Some(kept) => kept.go_on(&app, &secret, StatusCode::OK),
                None => answer::go(&next(&request)),
            };
            if let Err(error) = response.add_cookie(&cookie(secret)) {
                tracing::error!(%error, "the session's cookie could not be set");
            }
            response
        }
        Err(Refusal::Conflict(text)) => form(&app, StatusCode::UNAUTHORIZED, &email, Some(text), kept.as_ref()),
        Err(other) => fail::page(&app, extract::Reader::default(), &other),
    })
}

/// Signs out.
pub(crate) async fn delete(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let secret = form.staff.session.clone();
    let ended = app.write(form.staff.email, move |conn, act| sign_in::end(conn, act, &secret)).await;
    if let Err(refusal) = ended {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let mut response = answer::go("/admin/sign-in");
    let mut gone = cookie(String::new());
    gone.make_removal();
    if let Err(error) = response.add_cookie(&gone) {
        tracing::error!(%error, "the session's cookie could not be taken back");
    }
    response
}

/// Checks the password, two at a time, and begins a session.
pub(super) async fn begin(app: &App, email: &str, password: String) -> Result<String, Refusal> {
    let _turn = app.hashing.acquire().await.map_err(|error| Refusal::Conflict(error.to_string()))?;
    let mut act = app.act("visitor");
    let email = email.to_owned();
    app.change(move |database| {
        let person = sign_in::authenticate(database, &mut act, &email, &password)?;
        act.actor.clone_from(&person.email);
        database.write(|conn| sign_in::begin(conn, &mut act, &person))
    })
    .await
}

/// The session's cookie (bar S-6). Strict: nobody comes to staff's pages from elsewhere signed in.
pub(super) fn cookie(secret: String) -> Cookie<'static> {
    Cookie::build(extract::COOKIE, secret).path("/").secure(true).http_only(true).same_site(SameSite::Strict).finish()
}

/// Where the reader was going: a path of ours and nothing else (bar S-16).
fn next(request: &HttpRequest) -> String {
    let asked = extract::value(request.query_string(), "next").unwrap_or_default();
    if extract::is_ours(&asked) { asked } else { "/admin".to_owned() }
}

/// The form, with what was typed elsewhere before the session ended.
pub(crate) fn form(
    app: &App,
    status: StatusCode,
    email: &str,
    error: Option<String>,
    kept: Option<&extract::Kept>,
) -> HttpResponse {
    let errors = (None, None, error);
    let entry = Entry { heading: "Sign in", button: "Sign in", complete: "current-password", email, errors, kept };
    entry::page(app, status, entry)
}
