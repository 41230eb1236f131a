//! From connections to requests.

use super::room;
use crate::{
    http::{
        connection::{Connection, Crowd},
        guard::Guard,
        past::Past,
        routes,
    },
    state::App,
};
use actix_http::{HttpService, Protocol, error::DispatchError};
use actix_server::Server;
use actix_service::{IntoServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::{
    App as Site,
    dev::AppConfig,
    rt::{self, net::TcpStream},
    web,
};
use std::{future::ready, net::TcpListener, num::NonZero, rc::Rc, thread, time::Duration};

/// Longest time that requests in hand get to finish after the server is told to stop, in seconds.
const GRACE: u64 = 25;
/// Longest time for the head of a request, and for a connection without one.
const HEAD: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(15);
/// How long what still comes is thrown away after an answer that did not need it; with unread bytes the system would cut the
/// connection before the answer is read.
const GOODBYE: Duration = Duration::from_secs(5);
/// Most threads that the library takes.
const MOST_THREADS: usize = 512;

/// Serves whoever comes to this address.
///
/// It is put together by hand, since `actix_web::HttpServer` lets nobody between a connection and its parser.
pub(super) fn server(app: App, listener: TcpListener) -> Result<Server, String> {
    let data = web::Data::new(app.clone());
    let threads = thread::available_parallelism().map_or(2, NonZero::get).min(MOST_THREADS);
    let room = (room::for_connections(&app.settings, threads) / threads).max(1);
    let builder = Server::build().workers(threads).max_concurrent_connections(room).shutdown_timeout(GRACE).disable_signals();
    let stops = builder.graceful_shutdown_signal();
    let service = move || {
        let site = Site::new().app_data(data.clone()).wrap(Past(app.clone())).wrap(Guard(app.clone())).configure(routes::set_up);
        let site = site.into_factory().map_err(|error: actix_web::Error| error.error_response());
        let stops = stops.clone();
        let http = HttpService::build()
            .keep_alive(IDLE)
            .client_request_timeout(HEAD)
            .client_disconnect_timeout(GOODBYE)
            .on_connect_ext(|connection: &Connection, extensions| drop(extensions.insert(connection.guest())))
            .graceful_shutdown_signal(move || {
                let stops = stops.clone();
                async move { stops.notified().await }
            })
            .finish(map_config(site, |()| AppConfig::default()));
        let crowd = Crowd::new(room);
        rt::spawn(Rc::clone(&crowd).keep_room());
        fn_service(move |stream: TcpStream| {
            let peer = stream.peer_addr().ok();
            ready(Ok::<_, DispatchError>((Connection::new(stream, &crowd), Protocol::Http1, peer)))
        })
        .and_then(http)
    };
    Ok(builder.listen("page", listener, service).map_err(|error| error.to_string())?.run())
}
