//! A form that came without a session: what was typed goes through signing in, and is sent again by its own button.

use super::Fields;
use crate::{
    http::{answer, assets},
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode};
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
        let page = SignIn {
            brand: app.hub.load().state.title.clone(),
            style: assets::ADMIN_STYLE.path.clone(),
            icon: assets::icon(allclear_app::Tone::Operational),
            heading: "You are signed in",
            button: "Send what you typed",
            note: Some("Nothing was sent so far. What you typed before your session ended is kept.".to_owned()),
            action: self.path,
            kept: self.fields,
            token: super::form_token(app, session),
            ..SignIn::default()
        };
        answer::private(status, page.html())
    }
}

/// Whether a path is one of staff's and nothing else (bar S-16).
pub(crate) fn is_ours(path: &str) -> bool {
    path.starts_with("/admin") && path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_'))
}
