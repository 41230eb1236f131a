//! What went wrong, as a program reads it (RFC 9457).

use crate::{domain::invalid::Invalid, http::fail, services::Refusal, store::StoreError};
use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde::Serialize;

/// Why a request of a program was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// No token, or one that nobody knows.
    #[error("send a valid token as: Authorization: Bearer allclear_…")]
    Unauthorized,
    /// The token may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// The body cannot be read.
    #[error("{1}")]
    Unreadable(StatusCode, String),
    /// The service refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// The body of a problem.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Body {
    /// `about:blank`: the status says it all.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// What went wrong, as a sentence.
    detail: String,
    /// Each field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Invalid>,
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Unreadable(status, _) => *status,
            Self::Refused(refusal) => fail::status(refusal),
        }
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        let (detail, errors) = match self {
            Self::Refused(Refusal::Invalid(faults)) => ("Some fields are not right; see errors.".to_owned(), faults.0.clone()),
            Self::Refused(Refusal::Store(error)) => {
                tracing::error!(%error, "a request of a program failed");
                let next = match error {
                    StoreError::Late => "Send it again with the same Idempotency-Key: it is done once.",
                    _ => "Try again.",
                };
                (format!("{} {next}", fail::told(error)), Vec::new())
            }
            other => (other.to_string(), Vec::new()),
        };
        let title = status.canonical_reason().unwrap_or("Error").to_owned();
        let mut response = HttpResponse::build(status);
        match self {
            Self::Unauthorized => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
            }
            Self::Refused(Refusal::TooOften(seconds)) => {
                response.insert_header((header::RETRY_AFTER, seconds.to_string()));
            }
            Self::Refused(Refusal::Store(_)) => {
                response.insert_header((header::RETRY_AFTER, "30"));
            }
            _ => {}
        }
        let body = Body { kind: "about:blank", title, status: status.as_u16(), detail, errors };
        response
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type("application/problem+json")
            .body(serde_json::to_string(&body).unwrap_or_default())
    }
}
