//! Right after the start only what is of late was read (bar P-6): the page itself is served, and whatever may tell of more waits.

use super::{api::Problem, extract::Reader, fail};
use crate::{services::Refusal, state::App, store::StoreError};
use actix_utils::future::Either;
use actix_web::{
    Error, HttpResponse, ResponseError,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    error::InternalError,
};
use std::{
    future::{Ready, ready},
    pin::Pin,
    rc::Rc,
    time::Duration,
};

/// Longest that a request waits (bar R-5).
const PATIENCE: Duration = Duration::from_secs(5);

/// Goes around every request of a program.
pub(crate) struct Past(pub App);

/// The same around one worker's routes.
pub(crate) struct Awaited<S> {
    routes: Rc<S>,
    app: App,
}

impl<S, B> Transform<S, ServiceRequest> for Past
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Transform = Awaited<S>;
    type InitError = ();
    type Future = Ready<Result<Awaited<S>, ()>>;

    fn new_transform(&self, routes: S) -> Self::Future {
        ready(Ok(Awaited { routes: Rc::new(routes), app: self.0.clone() }))
    }
}

impl<S, B> Service<ServiceRequest> for Awaited<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = Either<S::Future, Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>>;

    forward_ready!(routes);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        if self.app.hub.is_whole() || is_of_late(request.path()) {
            return Either::left(self.routes.call(request));
        }
        let (routes, app) = (Rc::clone(&self.routes), self.app.clone());
        Either::right(Box::pin(async move {
            if app.hub.is_soon_whole(PATIENCE).await {
                return routes.call(request).await;
            }
            Err(InternalError::from_response("the past was not read in time", unread(&app, &request)).into())
        }))
    }
}

/// What is said where it takes too long: the database may have gone meanwhile.
fn unread(app: &App, request: &ServiceRequest) -> HttpResponse {
    let refusal = Refusal::Store(StoreError::Unreachable("what was before is not read yet".to_owned()));
    if request.path().starts_with("/api/") {
        return Problem::from(refusal).error_response();
    }
    fail::page(app, Reader::of(request.request()), &refusal)
}

/// Whether it tells nothing of the past: the page, what it is made of, and what is asked of the program itself.
fn is_of_late(path: &str) -> bool {
    matches!(path, "/" | "/healthz" | "/readyz" | "/metrics" | "/favicon.ico")
        || path.starts_with("/assets/")
        || path.starts_with("/files/")
}
