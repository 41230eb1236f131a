//! Right after the start only what is of late was read (bar P-6): the page itself is served, and whatever may tell of more waits.

use crate::state::App;
use actix_utils::future::Either;
use actix_web::{
    Error,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
};
use std::{
    future::{Ready, ready},
    pin::Pin,
    rc::Rc,
};

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
            app.hub.whole().await;
            routes.call(request).await
        }))
    }
}

/// Whether it tells nothing of the past: the page, what it is made of, and what is asked of the program itself.
fn is_of_late(path: &str) -> bool {
    matches!(path, "/" | "/healthz" | "/metrics" | "/favicon.ico") || path.starts_with("/assets/") || path.starts_with("/files/")
}
