//! From connections to requests.

use crate::{
    http::{guard::Guard, routes, strict::Strict},
    state::App,
};
use actix_http::{HttpService, Protocol, error::DispatchError};
use actix_server::Server;
use actix_service::{IntoServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::{App as Site, dev::AppConfig, rt::net::TcpStream, web};
use std::{net::TcpListener, time::Duration};

/// Longest time that requests in hand get to finish after the server is told to stop, in seconds.
const GRACE: u64 = 25;
/// Longest time for the head of a request, and for a connection without one.
const HEAD: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(15);

/// Serves whoever comes to this address.
///
/// It is put together by hand, since `actix_web::HttpServer` lets nobody between a connection and its parser.
pub(super) fn server(app: App, listener: TcpListener) -> Result<Server, String> {
    let data = web::Data::new(app.clone());
    let builder = Server::build().shutdown_timeout(GRACE).disable_signals();
    let stops = builder.graceful_shutdown_signal();
    let service = move || {
        let site = Site::new().app_data(data.clone()).wrap(Guard(app.clone())).configure(routes::set_up);
        let site = site.into_factory().map_err(|error: actix_web::Error| error.error_response());
        let stops = stops.clone();
        let http = HttpService::build()
            .keep_alive(IDLE)
            .client_request_timeout(HEAD)
            .graceful_shutdown_signal(move || {
                let stops = stops.clone();
                async move { stops.notified().await }
            })
            .finish(map_config(site, |()| AppConfig::default()));
        fn_service(async |stream: TcpStream| {
            let peer = stream.peer_addr().ok();
            Ok::<_, DispatchError>((Strict::new(stream), Protocol::Http1, peer))
        })
        .and_then(http)
    };
    Ok(builder.listen("page", listener, service).map_err(|error| error.to_string())?.run())
}
