//! Sending a document: conditional requests, the encoding the reader takes, and the headers that protect them.

use crate::snapshot::Page;
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
};

/// For what everybody sees: fresh for a few seconds, served stale by a cache while we or the network are down.
pub(super) const PUBLIC: &str = "public, max-age=5, stale-while-revalidate=60, stale-if-error=86400";
/// For feeds, which readers poll.
pub(super) const FEED: &str = "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400";
/// For what has its hash in its name.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";
/// For what belongs to one person.
pub(super) const PRIVATE: &str = "no-store";

/// Nothing from elsewhere, nothing inline, no frames around us (bar S-17).
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Sends a document of the snapshot.
pub(super) fn send(request: &HttpRequest, page: &Page, cache: &'static str) -> HttpResponse {
    let headers = request.headers();
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (encoding, body) = if takes(accepted, "br") && !page.brotli.is_empty() {
        ("br", &page.brotli)
    } else if takes(accepted, "gzip") && !page.gzip.is_empty() {
        ("gzip", &page.gzip)
    } else {
        ("", &page.plain)
    };
    if is_unchanged(headers, page) {
        let mut response = HttpResponse::build(StatusCode::NOT_MODIFIED);
        describe(&mut response, page, encoding, cache);
        return response.finish();
    }
    let mut response = HttpResponse::Ok();
    describe(&mut response, page, encoding, cache);
    protect(&mut response);
    response.insert_header((header::CONTENT_TYPE, HeaderValue::from_static(page.kind)));
    if !encoding.is_empty() {
        response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(encoding)));
    }
    response.body(body.clone())
}

/// Sends a page that is one person's and never kept.
pub(super) fn private(status: StatusCode, html: String) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    protect(&mut response);
    response
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static(PRIVATE)))
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")))
        .body(html)
}

/// Sends the reader on with GET, after something was done.
pub(super) fn go(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).insert_header((header::CACHE_CONTROL, PRIVATE)).finish()
}

/// Each encoding has a tag of its own (RFC 9110, 8.8.3).
fn describe(response: &mut HttpResponseBuilder, page: &Page, encoding: &str, cache: &'static str) {
    let dash = if encoding.is_empty() { "" } else { "-" };
    response
        .insert_header((header::ETAG, format!("\"{}{dash}{encoding}\"", page.etag)))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static(cache)))
        .insert_header((header::VARY, HeaderValue::from_static("accept-encoding")));
    if let Some(modified) = &page.last_modified {
        response.insert_header((header::LAST_MODIFIED, modified.as_str()));
    }
}

/// The headers of bars S-17 and S-18.
fn protect(response: &mut HttpResponseBuilder) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
        (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-site"),
    ] {
        response.insert_header((name, HeaderValue::from_static(value)));
    }
}

/// Whether the reader has this already (RFC 9110, 13.2.2: the tag goes before the date).
fn is_unchanged(headers: &HeaderMap, page: &Page) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(tags) = text(header::IF_NONE_MATCH) {
        let bare = |tag: &str| tag.trim_start_matches("W/").trim_matches('"').to_owned();
        let ours = |tag: &str| tag.strip_prefix(page.etag.as_str()).is_some_and(|rest| matches!(rest, "" | "-br" | "-gzip"));
        return tags.split(',').map(str::trim).any(|tag| tag == "*" || ours(&bare(tag)));
    }
    let since = text(header::IF_MODIFIED_SINCE).and_then(|date| chrono::DateTime::parse_from_rfc2822(date).ok());
    match (since, page.modified) {
        (Some(since), Some(modified)) => modified.timestamp() <= since.timestamp(),
        _ => false,
    }
}

fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !pieces.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_that_is_refused_is_not_sent() {
        for (accepted, takes_br) in [("gzip, br", true), ("br;q=0", false), ("BR;q=0.5", true), ("", false), ("brotli", false)] {
            assert_eq!(takes(accepted, "br"), takes_br, "{accepted}");
        }
    }
}
