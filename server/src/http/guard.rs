//! What goes around every request: a page instead of a cut line when something panics, and the word to stay with HTTPS.

use super::{extract::Reader, fail};
use crate::state::App;
use actix_web::{
    HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::header::{ACCEPT_LANGUAGE, HeaderValue, STRICT_TRANSPORT_SECURITY},
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
    // The request itself must not be kept: the router changes it, which needs it alone.
    let (uri, accepted) = (request.uri().clone(), request.headers().get(ACCEPT_LANGUAGE).cloned());
    let Ok(answered) = Caught(Box::pin(next.call(request))).await else {
        let reader = Reader::wants(uri.query().unwrap_or_default(), accepted.as_ref());
        let response = app.map_or_else(|| HttpResponse::InternalServerError().finish(), |app| broken(&app, reader, uri.path()));
        return Err(InternalError::from_response("a request panicked", response).into());
    };
    let mut response = answered?.map_into_boxed_body();
    if app.is_some_and(|app| app.settings.public_url.scheme() == "https") {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, STAY);
    }
    Ok(response)
}

fn broken(app: &App, reader: Reader, path: &str) -> HttpResponse {
    let id: String = app.act("system").id();
    tracing::error!(id, path, "a request panicked");
    fail::broken(app, reader, &id)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Site;
    use actix_web::{App as Actix, http::StatusCode, middleware::from_fn, test};

    async fn breaks() -> HttpResponse {
        panic!("this is what the test is about")
    }

    #[test]
    fn a_panic_is_a_page_with_a_number() {
        Site::run(|site| async move {
            let app = Actix::new()
                .app_data(web::Data::new(site.app.clone()))
                .wrap(from_fn(guard))
                .route("/x/{id}", web::get().to(breaks));
            let service = test::init_service(app).await;
            let request = test::TestRequest::get().uri("/x/1").insert_header(("accept-language", "de")).to_request();
            let error = test::try_call_service(&service, request).await.err().unwrap();
            let response = error.error_response();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
            let body = actix_web::body::to_bytes(response.into_body()).await.ok().unwrap();
            assert!(String::from_utf8_lossy(&body).contains("<html lang=\"de\""));
        });
    }
}
