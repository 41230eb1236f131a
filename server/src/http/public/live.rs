//! `GET /live`: tells open pages of every change (server-sent events, WHATWG HTML 9.2).

use crate::{http::connection::Guest, state::App};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, Version, header},
    web,
};
use bytes::Bytes;
use futures_core::Stream;
use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{sync::watch, time::Interval};

/// How often a page hears that the line still stands; shorter than the patience of common proxies.
const ALIVE: Duration = Duration::from_secs(20);

/// The version of the page; none when the program ends.
type Versions = watch::Receiver<Option<String>>;

/// The news of one open page. It holds no more than where it listens and its heartbeat.
struct News {
    changes: Pin<Box<dyn Future<Output = Option<Versions>>>>,
    alive: Interval,
    /// What a page hears at once: it may have been made before the stream was opened.
    first: Option<Bytes>,
}

fn told(version: &str) -> Bytes {
    Bytes::from(format!("event: changed\ndata: {version}\n\n"))
}

fn next(mut changes: Versions) -> Pin<Box<dyn Future<Output = Option<Versions>>>> {
    Box::pin(async move { changes.changed().await.ok().map(|()| changes) })
}

impl Stream for News {
    type Item = Result<Bytes, actix_web::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        if let Poll::Ready(changed) = self.changes.as_mut().poll(context) {
            let Some(mut changes) = changed else { return Poll::Ready(None) };
            // The program ends, and so does the stream.
            let Some(version) = changes.borrow_and_update().clone() else { return Poll::Ready(None) };
            self.changes = next(changes);
            return Poll::Ready(Some(Ok(told(&version))));
        }
        if self.alive.poll_tick(context).is_ready() {
            return Poll::Ready(Some(Ok(Bytes::from_static(b"event: alive\ndata:\n\n"))));
        }
        Poll::Pending
    }
}

/// The stream. It goes on until the page is closed or the program stops.
pub(crate) async fn get(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    // Who wants the head alone would not hear its end, and HTTP/1.0 knows no body whose length is not known (RFC 9112, 6.1).
    let can_follow = request.method() != Method::HEAD && request.version() >= Version::HTTP_11;
    let alive = tokio::time::interval_at(tokio::time::Instant::now() + ALIVE, ALIVE);
    let mut changes = app.hub.listen();
    // Without a version the program ends: the page asks again soon, and finds the next one.
    let Some(version) = changes.borrow_and_update().clone().filter(|_| can_follow) else {
        return HttpResponse::Ok().content_type("text/event-stream; charset=utf-8").body("");
    };
    if let Some(guest) = request.conn_data::<Guest>() {
        guest.listens();
    }
    let first = Some(told(&version));
    let news = News { changes: next(changes), alive, first };
    HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Proxies that gather an answer before passing it on would keep the news for themselves.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(news)
}
