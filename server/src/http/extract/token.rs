//! Which program asks: a bearer token (RFC 6750) and what it may do.

use super::staff::app;
use crate::{
    domain::person::Role,
    http::api::Problem,
    services::{Refusal, eyes::TOKEN, once::Key, tokens},
    state::App,
    store,
};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use chrono::{DateTime, Utc};
use std::pin::Pin;

/// A program that showed a token.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Who it is in the audit log.
    pub name: String,
    /// What it may do, as the role it acts in.
    pub scope: Role,
    /// The `Idempotency-Key` of the request.
    key: Option<String>,
}

/// Longest `Idempotency-Key`, in characters.
const KEY_LIMIT: usize = 255;

impl Caller {
    /// Refuses a token that may not do what asks for `role`.
    pub(crate) fn must_be(&self, role: Role) -> Result<(), Problem> {
        if self.scope >= role {
            Ok(())
        } else {
            Err(Problem::Forbidden(format!("this token has the scope {}; this needs {role}", self.scope)))
        }
    }

    /// The key under which this request is known, when it brought one.
    pub(crate) fn key(&self, request: &str) -> Option<Key> {
        self.key.as_ref().map(|key| Key::new(&self.name, key, request))
    }
}

/// Notes that a token was shown. That it cannot be noted is no reason to refuse it.
async fn note_use(app: &App, id: String, now: DateTime<Utc>) {
    let noted = app.database.off_thread(move |database| database.write_relaxed(|conn| store::tokens::used(conn, &id, now)));
    if let Err(error) = noted.await {
        tracing::warn!(%error, "it could not be noted that a token was shown");
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = app(&request).map_err(|error| Problem::Forbidden(error.to_string()))?;
            let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
            let secret = text(header::AUTHORIZATION.as_str())
                .and_then(|value| value.split_once(' '))
                .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
                .map(|(_, secret)| secret.trim().to_owned())
                .ok_or(Problem::Unauthorized)?;
            let now = app.clock.now();
            let token = app.read(move |conn| tokens::find(conn, &secret, now)).await?.ok_or(Problem::Unauthorized)?;
            if tokens::is_news(&token, now) {
                note_use(&app, token.id, now).await;
            }
            let key = text("idempotency-key").map(str::to_owned);
            if key.as_ref().is_some_and(|key| key.is_empty() || key.len() > KEY_LIMIT) {
                let fault = crate::domain::invalid::Invalid::new("Idempotency-Key", "must have 1 to 255 characters");
                return Err(Refusal::from(fault).into());
            }
            Ok(Self { name: format!("{TOKEN}{}", token.name), scope: token.scope, key })
        })
    }
}
