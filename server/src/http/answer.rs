//! Sending a document: conditional requests, the encoding the reader takes, and the headers that protect them.

use crate::snapshot::{Form, Page};
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
/// For what other sites bring in by an address that stays what it is.
pub(super) const HOUR: &str = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800";
/// For what has its hash in its name.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";
/// For what belongs to one person.
pub(super) const PRIVATE: &str = "no-store";

/// Nothing from elsewhere, nothing inline, no frames around us, no text that becomes script (bar S-17).
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
/// The same for staff, who look at the page as it would be in a frame of their own.
const STAFF_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                            frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; \
                            require-trusted-types-for 'script'";

/// For a page that is tried on: it runs nothing, and its style is still part of it.
const PREVIEW_POLICY: &str = "default-src 'none'; style-src 'self' data:; img-src 'self' data:; base-uri 'none'; \
                              form-action 'none'; frame-ancestors 'self'";
/// For pictures that people made: whatever is in them, nothing runs and nothing is fetched.
const DRAWING_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Sends a document of the snapshot.
pub(super) fn send(request: &HttpRequest, page: &Page, cache: &'static str) -> HttpResponse {
    let headers = request.headers();
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let form = Form::ALL.into_iter().find(|form| page.comes(*form) && takes(accepted, form.name())).unwrap_or(Form::Plain);
    if is_unchanged(headers, page) {
        let mut response = HttpResponse::build(StatusCode::NOT_MODIFIED);
        describe(&mut response, page, form, cache);
        return response.finish();
    }
    let mut response = HttpResponse::Ok();
    describe(&mut response, page, form, cache);
    protect(&mut response, POLICY);
    response.insert_header((header::CONTENT_TYPE, HeaderValue::from_static(page.kind)));
    if form != Form::Plain {
        response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(form.name())));
    }
    response.body(page.body(form).clone())
}

/// Sends a document that scripts of every site may read (bar S-19).
pub(super) fn open(request: &HttpRequest, page: &Page, cache: &'static str) -> HttpResponse {
    let mut response = send(request, page, cache);
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    response
}

/// The same of a document that is in the language of the reader's browser.
pub(super) fn spoken(request: &HttpRequest, page: &Page, cache: &'static str) -> HttpResponse {
    let mut response = open(request, page, cache);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding, accept-language"));
    response
}

/// Sends a drawing that scripts of every site may read. Opened by itself it may style itself, and nothing else.
pub(super) fn drawing(request: &HttpRequest, page: &Page, cache: &'static str) -> HttpResponse {
    let mut response = open(request, page, cache);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DRAWING_POLICY));
    response
}

/// Sends a page that is one person's and never kept.
pub(super) fn private(status: StatusCode, html: String) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    protect(&mut response, STAFF_POLICY);
    response
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static(PRIVATE)))
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")))
        .body(html)
}

/// Sends a file for staff to keep.
pub(super) fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    protect(&mut response, STAFF_POLICY);
    response
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static(PRIVATE)))
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static(kind)))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}

/// Sends a page into a frame of one of staff's pages; only there may a style come with the page itself.
pub(super) fn preview(html: String) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    protect(&mut response, PREVIEW_POLICY);
    response
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static(PRIVATE)))
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")))
        .body(html)
}

/// Sends the reader on with GET, after something was done.
pub(super) fn go(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).insert_header((header::CACHE_CONTROL, PRIVATE)).finish()
}

fn describe(response: &mut HttpResponseBuilder, page: &Page, form: Form, cache: &'static str) {
    let vary = if page.kind.starts_with("text/html") { "accept-encoding, accept-language" } else { "accept-encoding" };
    response
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static(cache)))
        .insert_header((header::VARY, HeaderValue::from_static(vary)));
    // Made of plain ASCII by us, so neither can fail.
    for (name, value) in [(header::ETAG, Some(page.etag(form))), (header::LAST_MODIFIED, page.last_modified.as_ref())] {
        if let Some(Ok(value)) = value.map(|bytes| HeaderValue::from_maybe_shared(bytes.clone())) {
            response.insert_header((name, value));
        }
    }
}

/// The headers of bars S-17 and S-18.
fn protect(response: &mut HttpResponseBuilder, policy: &'static str) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
        (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-site"),
        (header::PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        response.insert_header((name, HeaderValue::from_static(value)));
    }
}

/// Whether the reader has this already (RFC 9110, 13.2.2: the tag goes before the date).
fn is_unchanged(headers: &HeaderMap, page: &Page) -> bool {
    if let Some(tags) = headers.get(header::IF_NONE_MATCH) {
        // Nearly everybody sends back one tag as they got it.
        if page.etags().any(|ours| ours.as_ref() == tags.as_bytes()) {
            return true;
        }
        let listed = tags.to_str().unwrap_or_default().split(',').map(|tag| tag.trim().trim_start_matches("W/").as_bytes());
        return listed.into_iter().any(|tag| tag == b"*" || page.etags().any(|ours| ours.as_ref() == tag));
    }
    let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    let since = since.and_then(|date| chrono::DateTime::parse_from_rfc2822(date).ok());
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
