//! The page on which one signs in or sets up: one small form.

use crate::{
    http::{answer, assets, extract::Kept},
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode};
use allclear_app::{
    pages::sign_in::SignIn,
    pieces::{Field, Kind},
};

/// What an entry page says.
pub(super) struct Entry<'a> {
    /// The heading.
    pub heading: &'static str,
    /// What the button says.
    pub button: &'static str,
    /// What a password manager should do.
    pub complete: &'static str,
    /// The address that was typed.
    pub email: &'a str,
    /// What is wrong with the address, the password, or both together.
    pub errors: (Option<String>, Option<String>, Option<String>),
    /// A form that was sent before, and goes on afterwards.
    pub kept: Option<&'a Kept>,
}

/// The page.
pub(super) fn page(app: &App, status: StatusCode, entry: Entry<'_>) -> HttpResponse {
    let (email_error, password_error, error) = entry.errors;
    let email = Field {
        name: "email",
        label: "Email address".to_owned(),
        kind: Kind::Email,
        value: entry.email.to_owned(),
        error: email_error,
        ..Field::default()
    };
    let password = Field {
        name: "password",
        label: "Password".to_owned(),
        kind: Kind::Password(entry.complete),
        error: password_error,
        ..Field::default()
    };
    let page = SignIn {
        brand: app.hub.load().state.title.clone(),
        style: assets::ADMIN_STYLE.path.clone(),
        icon: assets::icon(allclear_app::Tone::Operational),
        heading: entry.heading,
        button: entry.button,
        fields: vec![email, password],
        error,
        note: entry.kept.map(|_| "Your session has ended. What you typed is kept: sign in, and send it.".to_owned()),
        action: entry.kept.map(|_| "/admin/sign-in".to_owned()).unwrap_or_default(),
        kept: entry.kept.map(Kept::hidden).unwrap_or_default(),
        token: String::new(),
    };
    answer::private(status, page.html())
}
