//! A form that came without a session, or while the database was away: what was typed is kept, and sent again by its own
//! button.

use super::Fields;
use crate::{
    http::{answer, assets},
    state::App,
};
use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
};
use allclear_app::pages::sign_in::SignIn;

/// Where the form was sent, and what stood in it. Files are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The path.
    pub path: String,
    /// Names and values, but for those that belong to a session.
    pub fields: Vec<(String, String)>,
}

const PREFIX: &str = "kept.";
const PATH: &str = "kept_path";

impl Kept {
    /// From the form itself.
    pub(crate) fn of(path: &str, fields: &Fields) -> Self {
        let own = fields.under("").filter(|(name, _)| *name != "token");
        Self { path: path.to_owned(), fields: own.map(|(name, value)| (name.to_owned(), value.to_owned())).collect() }
    }

    /// From the form for signing in; none when nothing was kept there.
    pub(crate) fn carried(fields: &Fields) -> Option<Self> {
        let path = fields.get(PATH);
        is_ours(path).then(|| {
            let fields = fields.under(PREFIX).map(|(name, value)| (name.to_owned(), value.to_owned()));
            Self { path: path.to_owned(), fields: fields.collect() }
        })
    }

    /// As it goes along with the form for signing in.
    pub(crate) fn hidden(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().map(|(name, value)| (format!("{PREFIX}{name}"), value.clone()));
        std::iter::once((PATH.to_owned(), self.path.clone())).chain(fields).collect()
    }

    /// The page from which it is sent on in a session.
    pub(crate) fn go_on(self, app: &App, session: &str, status: StatusCode) -> HttpResponse {
        let note = "Nothing was sent so far. What you typed before your session ended is kept.";
        self.page(app, session, status, ("You are signed in", "Send what you typed", note))
    }

    fn page(self, app: &App, session: &str, status: StatusCode, (heading, button, note): Words<'_>) -> HttpResponse {
        let page = SignIn {
            brand: app.hub.load().state.title.clone(),
            style: assets::ADMIN_STYLE.path.clone(),
            icon: assets::icon(allclear_app::Tone::Operational),
            heading,
            button,
            note: Some(note.to_owned()),
            action: self.path,
            kept: self.fields,
            token: super::form_token(app, session),
            ..SignIn::default()
        };
        answer::private(status, page.html())
    }
}

/// Heading, button and note of a page.
type Words<'a> = (&'static str, &'static str, &'a str);

/// A form of staff, remembered with its request until it is answered: when the database is away, it is given back.
pub(crate) struct Typed {
    kept: Kept,
    session: String,
}

impl Typed {
    /// Remembers the form of a request.
    pub(super) fn remember(request: &HttpRequest, fields: &Fields, session: &str) {
        let kept = Kept::of(request.path(), fields);
        request.extensions_mut().insert(Self { kept, session: session.to_owned() });
    }

    /// The form of a request that could not be done.
    pub(crate) fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions_mut().remove()
    }

    /// The page from which it is sent again, with what the database's fault is.
    pub(crate) fn again(self, app: &App, why: &str) -> HttpResponse {
        let note = format!(
            "{why} What you typed is kept here: send it again in a moment. A publication that was saved all the same is not \
             made twice."
        );
        let words = ("This does not work right now", "Send it again", note.as_str());
        let mut response = self.kept.page(app, &self.session, StatusCode::SERVICE_UNAVAILABLE, words);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("30"));
        response
    }
}

/// Whether a path is one of staff's and nothing else (bar S-16).
pub(crate) fn is_ours(path: &str) -> bool {
    path.starts_with("/admin") && path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_'))
}
