//! Who of staff asks, and whether a form is really theirs.

use super::{Fields, Kept, Typed, body, same_site};
use crate::{
    domain::{
        link::{Purpose, fingerprint},
        person::Role,
    },
    http::{admin::session, answer, fail},
    services::{Refusal, sign_in},
    state::App,
};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, dev::Payload, http::StatusCode, web};
use std::{fmt, pin::Pin};

/// The session's cookie: the prefix binds it to this host and to secure lines (bar S-6).
pub(crate) const COOKIE: &str = "__Host-allclear";

/// A signed-in member of staff.
#[derive(Clone, Debug)]
pub(crate) struct Staff {
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The session's secret.
    pub session: String,
}

/// A form that a member of staff sent from one of our pages.
pub(crate) struct StaffForm {
    /// Who.
    pub staff: Staff,
    /// What.
    pub fields: Fields,
}

/// The token that stands in every form of a session.
pub(crate) fn form_token(app: &App, session: &str) -> String {
    app.signer.sign(Purpose::Form, &fingerprint(session))
}

impl Staff {
    /// Refuses who may not do what asks for `role`.
    pub(crate) fn must_be(&self, role: Role) -> Result<(), Refusal> {
        if self.role >= role {
            Ok(())
        } else {
            Err(Refusal::Forbidden(format!("This needs the role of a {role}; you are {}.", self.role)))
        }
    }
}

/// Why a member of staff does not get in.
pub(crate) enum Turned {
    /// Not signed in: go to the form, and come back.
    SignIn(String),
    /// The same with what was typed.
    Typed(App, Kept),
    /// Signed in, but the form is of another session.
    Older(App, Kept, String),
    /// Something else.
    Other(App, Refusal),
    /// The form is not ours, or too large, or too slow.
    Form(actix_web::Error),
}

impl fmt::Debug for Turned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Turned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignIn(_) | Self::Typed(..) => f.write_str("not signed in"),
            Self::Older(..) => f.write_str("the form is of another session"),
            Self::Other(_, refusal) => refusal.fmt(f),
            Self::Form(error) => error.fmt(f),
        }
    }
}

impl ResponseError for Turned {
    fn status_code(&self) -> StatusCode {
        self.error_response().status()
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::SignIn(next) => answer::go(next),
            Self::Typed(app, kept) => session::form(app, StatusCode::UNAUTHORIZED, "", None, Some(kept)),
            Self::Older(app, kept, session) => kept.clone().go_on(app, session, StatusCode::CONFLICT),
            Self::Other(app, refusal) => fail::page(app, super::Reader::default(), refusal),
            Self::Form(error) => error.as_response_error().error_response(),
        }
    }
}

async fn who(app: &App, request: &HttpRequest) -> Result<Staff, Turned> {
    // After signing in a reader comes back to what they asked for, if asking for it again is harmless.
    let back = if request.method() == actix_web::http::Method::GET { request.path() } else { "/admin" };
    let sign_in_page = || {
        Turned::SignIn(format!(
            "/admin/sign-in?next={}",
            url::form_urlencoded::byte_serialize(back.as_bytes()).collect::<String>()
        ))
    };
    let Some(cookie) = request.cookie(COOKIE) else { return Err(sign_in_page()) };
    let (secret, now) = (cookie.value().to_owned(), app.clock.now());
    let session = secret.clone();
    let found =
        app.read(move |conn| sign_in::find(conn, &secret, now)).await.map_err(|error| Turned::Other(app.clone(), error))?;
    let Some((person, stale)) = found else { return Err(sign_in_page()) };
    if stale {
        let secret = session.clone();
        let touched =
            app.database.off_thread(move |database| database.write_relaxed(|conn| sign_in::touch(conn, &secret, now))).await;
        touched.map_err(|error| Turned::Other(app.clone(), error))?;
    }
    Ok(Staff { email: person.email, role: person.role, session })
}

/// The running program, which is always there.
pub(super) fn app(request: &HttpRequest) -> Result<App, actix_web::Error> {
    let found = request.app_data::<web::Data<App>>().map(|app| app.get_ref().clone());
    found.ok_or_else(|| actix_web::error::ErrorInternalServerError("the program is not set up"))
}

impl FromRequest for Staff {
    type Error = Turned;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Turned>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { who(&app(&request).map_err(Turned::Form)?, &request).await })
    }
}

impl FromRequest for StaffForm {
    type Error = Turned;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Turned>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let app = app(&request).map_err(Turned::Form)?;
            same_site(&request, &app.settings).map_err(Turned::Form)?;
            let staff = who(&app, &request).await;
            let limit = if staff.is_ok() { body::STAFF_LIMIT } else { body::FILES_LIMIT };
            let fields = Fields::read(&request, &mut payload, limit).await.map_err(Turned::Form)?;
            if let Some(cookie) = request.cookie(COOKIE) {
                Typed::remember(&request, &fields, cookie.value());
            }
            let staff = match staff {
                Err(Turned::SignIn(next)) => {
                    let kept = Kept::of(request.path(), &fields);
                    return Err(if kept.fields.is_empty() { Turned::SignIn(next) } else { Turned::Typed(app, kept) });
                }
                other => other?,
            };
            let word = app.signer.verify(Purpose::Form, fields.get("token"));
            if word != Some(fingerprint(&staff.session).as_str()) {
                return Err(Turned::Older(app, Kept::of(request.path(), &fields), staff.session));
            }
            Ok(Self { staff, fields })
        })
    }
}
