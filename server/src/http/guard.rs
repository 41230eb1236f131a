//! What goes around every request: a page instead of a cut line when something panics, and the word to stay with HTTPS.

use super::{extract::Reader, fail};
use crate::state::App;
use actix_web::{
    HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderValue, STRICT_TRANSPORT_SECURITY},
    middleware::Next,
    web,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

/// Two years (bar S-18). Only said where the public address is HTTPS.
const STAY: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Runs a request; should it panic, the reader gets a page and the log a line, both with the same number.
pub(crate) async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let app = request.app_data::<web::Data<App>>().cloned();
    let kept = request.request().clone();
    let Ok(answered) = Caught(Box::pin(next.call(request))).await else {
        let response = app.as_ref().map_or_else(|| HttpResponse::InternalServerError().finish(), |app| broken(app, &kept));
        return Ok(ServiceResponse::new(kept, response));
    };
    let mut response = answered?.map_into_boxed_body();
    if app.is_some_and(|app| app.settings.public_url.scheme() == "https") {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, STAY);
    }
    Ok(response)
}

fn broken(app: &App, request: &actix_web::HttpRequest) -> HttpResponse {
    let id: String = app.act("system").id();
    tracing::error!(id, path = request.path(), "a request panicked");
    fail::broken(app, Reader::of(request), &id)
}

/// A future whose panic is an answer.
struct Caught<T>(Pin<Box<dyn Future<Output = T>>>);

impl<T> Future for Caught<T> {
    type Output = Result<T, ()>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // What the future left half done is dropped with it; shared state is behind locks that survive a panic.
        match catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
            Err(_) => Poll::Ready(Err(())),
        }
    }
}
