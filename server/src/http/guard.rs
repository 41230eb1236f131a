//! What goes around every request: a page instead of a cut line when something panics, what was typed given back when the
//! database is away, and the word to stay with HTTPS.
//!
//! It holds no request and puts nothing on the heap, since every cached page goes through it.

use super::{
    extract::{Reader, Typed},
    fail,
};
use crate::state::App;
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
    error::InternalError,
    http::{
        ConnectionType, StatusCode,
        header::{AGE, CACHE_CONTROL, HeaderMap, HeaderValue, STRICT_TRANSPORT_SECURITY},
    },
};
use pin_project_lite::pin_project;
use std::{
    future::{Ready, ready},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll, ready as wait},
};

/// Two years (bar S-18). Only said where the public address is HTTPS.
const STAY: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Goes around every request of a program.
pub(crate) struct Guard(pub App);

/// The same around one worker's routes.
pub(crate) struct Guarded<S> {
    routes: S,
    app: App,
}

impl<S, B> Transform<S, ServiceRequest> for Guard
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Transform = Guarded<S>;
    type InitError = ();
    type Future = Ready<Result<Guarded<S>, ()>>;

    fn new_transform(&self, routes: S) -> Self::Future {
        ready(Ok(Guarded { routes, app: self.0.clone() }))
    }
}

impl<S, B> Service<ServiceRequest> for Guarded<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = Answering<S::Future>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.routes.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        // What a request left half done is dropped with it; shared state is behind locks that survive a panic.
        let answer = catch_unwind(AssertUnwindSafe(|| self.routes.call(request))).ok();
        Answering { answer, app: self.app.clone() }
    }
}

pin_project! {
    /// An answer on its way; none when its making panicked at once.
    pub(crate) struct Answering<F> {
        #[pin]
        answer: Option<F>,
        app: App,
    }
}

impl<F, B> Future for Answering<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<B>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let polled = this.answer.as_pin_mut().map(|answer| catch_unwind(AssertUnwindSafe(|| answer.poll(context))));
        let Some(Ok(polled)) = polled else { return Poll::Ready(Err(broken(this.app))) };
        let mut answered = wait!(polled)?;
        this.app.metrics.answered(answered.status().as_u16());
        if answered.status() == StatusCode::SERVICE_UNAVAILABLE
            && let Some(typed) = Typed::of(answered.request())
        {
            let why = answered.response().extensions().get::<fail::Why>().copied();
            return Poll::Ready(Err(given_back(typed, this.app, why)));
        }
        if let Some(since) = this.app.hub.load().state.stale_since
            && is_public(answered.headers())
        {
            // What is shown was true then (bar R-5; RFC 9111, 5.1).
            let age = (this.app.clock.now() - since).num_seconds().max(0);
            answered.headers_mut().insert(AGE, HeaderValue::from(age));
        }
        sign(this.app, answered.response_mut());
        Poll::Ready(Ok(answered))
    }
}

/// Says what is said with every answer: that it is the last, while the program stops, and to stay with HTTPS.
fn sign<B>(app: &App, answer: &mut HttpResponse<B>) {
    if app.is_leaving() {
        answer.head_mut().set_connection_type(ConnectionType::Close);
    }
    if app.settings.public_url.scheme() == "https" {
        answer.headers_mut().insert(STRICT_TRANSPORT_SECURITY, STAY);
    }
}

/// Whether it is for everybody.
fn is_public(headers: &HeaderMap) -> bool {
    headers.get(CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"))
}

/// What was typed, for sending it again.
fn given_back(typed: Typed, app: &App, why: Option<fail::Why>) -> Error {
    let fail::Why(why) = why.unwrap_or(fail::Why("The database does not answer."));
    let mut answer = typed.again(app, why);
    sign(app, &mut answer);
    InternalError::from_response("the database is away", answer).into()
}

/// The page for what should not happen, in English: of the request nothing is left.
fn broken(app: &App) -> Error {
    let id: String = app.act("system").id();
    tracing::error!(id, "a request panicked");
    app.metrics.answered(StatusCode::INTERNAL_SERVER_ERROR.as_u16());
    let mut answer = fail::broken(app, Reader::default(), &id);
    sign(app, &mut answer);
    InternalError::from_response("a request panicked", answer).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Site;
    use actix_web::{App as Actix, test, web};

    async fn breaks() -> HttpResponse {
        panic!("this is what the test is about")
    }

    #[test]
    fn a_panic_is_a_page_with_a_number() {
        Site::run(|site| async move {
            site.app.leave();
            let app = Actix::new().wrap(Guard(site.app.clone())).route("/x/{id}", web::get().to(breaks));
            let service = test::init_service(app).await;
            let error = test::try_call_service(&service, test::TestRequest::get().uri("/x/1").to_request()).await.err().unwrap();
            let response = error.error_response();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
            assert_eq!(response.head().connection_type(), ConnectionType::Close, "the program stops");
            let body = actix_web::body::to_bytes(response.into_body()).await.ok().unwrap();
            assert!(String::from_utf8_lossy(&body).contains("written down under the number"));
        });
    }
}
