//! Reading a body within limits of size and time: the server itself sets no deadline for bodies (bar S-26).

use crate::{domain::invalid::Invalid, http::api::Problem, services::Refusal};
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    error::{ErrorBadRequest, ErrorPayloadTooLarge, ErrorRequestTimeout},
    http::{StatusCode, header::CONTENT_TYPE},
    web::{Bytes, BytesMut},
};
use serde::de::DeserializeOwned;
use std::{future::poll_fn, pin::Pin, time::Duration};

/// Longest time for a body to come in.
const DEADLINE: Duration = Duration::from_secs(10);
/// Largest form, and largest document, in bytes.
pub(super) const FORM_LIMIT: usize = 256 * 1024;
/// Largest form with files: the largest picture that is taken, or two of the brand, and the texts.
pub(super) const FILES_LIMIT: usize = 3 * 1024 * 1024;
/// Largest that is read of staff, so that a picture that is too large is told of beside what was typed.
pub(super) const STAFF_LIMIT: usize = 16 * 1024 * 1024;
const JSON_LIMIT: usize = 2 * 1024 * 1024;

/// The whole body.
pub(super) async fn read(payload: &mut Payload, limit: usize) -> Result<Bytes, actix_web::Error> {
    let reading = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = poll_fn(|context| futures_core::Stream::poll_next(Pin::new(&mut *payload), context)).await {
            let chunk = chunk.map_err(ErrorBadRequest)?;
            if body.len() + chunk.len() > limit {
                return Err(ErrorPayloadTooLarge(format!("the body is larger than {limit} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    tokio::time::timeout(DEADLINE, reading)
        .await
        .unwrap_or_else(|_| Err(ErrorRequestTimeout("the body did not come in within 10 seconds")))
}

/// Whether the body says it is of this media type.
pub(super) fn is_of(request: &HttpRequest, kind: &str) -> bool {
    let said = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().is_some_and(|said| said.trim().eq_ignore_ascii_case(kind))
}

/// A body as it came, byte by byte: what is signed.
pub(crate) struct Body(pub Bytes);

impl FromRequest for Body {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(_: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut payload = payload.take();
        Box::pin(async move { read(&mut payload, JSON_LIMIT).await.map(Self) })
    }
}

/// A JSON document, with the text it was read from.
pub(crate) struct Json<T> {
    /// What it says.
    pub value: T,
    /// How it was written.
    pub text: String,
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_of(request, "application/json");
        let mut payload = payload.take();
        Box::pin(async move {
            if !is_json {
                let told = "send the body as Content-Type: application/json".to_owned();
                return Err(Problem::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, told));
            }
            let told = |error: actix_web::Error| Problem::Unreadable(error.as_response_error().status_code(), error.to_string());
            let bytes = read(&mut payload, JSON_LIMIT).await.map_err(told)?;
            let text =
                String::from_utf8(bytes.to_vec()).map_err(|_| Refusal::from(Invalid::new("body", "is not valid UTF-8")))?;
            let mut json = serde_json::Deserializer::from_str(&text);
            let value: T = serde_path_to_error::deserialize(&mut json).map_err(|error| {
                let path = error.path().to_string();
                let field = if matches!(path.as_str(), "." | "?") { "body".to_owned() } else { path };
                Refusal::from(Invalid::new(field, error.inner().to_string()))
            })?;
            json.end().map_err(|error| Refusal::from(Invalid::new("body", error.to_string())))?;
            Ok(Self { value, text })
        })
    }
}

/// A picture that is the whole body.
pub(crate) struct Picture(pub Vec<u8>);

impl FromRequest for Picture {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_picture = ["image/png", "image/jpeg", "image/webp"].iter().any(|kind| is_of(request, kind));
        let mut payload = payload.take();
        Box::pin(async move {
            if !is_picture {
                let told = "send the picture as the body, as image/png, image/jpeg or image/webp".to_owned();
                return Err(Problem::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, told));
            }
            let told = |error: actix_web::Error| Problem::Unreadable(error.as_response_error().status_code(), error.to_string());
            Ok(Self(read(&mut payload, FILES_LIMIT).await.map_err(told)?.to_vec()))
        })
    }
}
