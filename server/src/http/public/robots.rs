//! `GET /robots.txt`

use actix_web::HttpResponse;

/// Everything public may be found; staff's pages and personal links may not.
pub(crate) async fn get() -> HttpResponse {
    let text = "User-agent: *\nDisallow: /admin\nDisallow: /confirm\nDisallow: /subscriptions\nDisallow: /unsubscribe\n";
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}
