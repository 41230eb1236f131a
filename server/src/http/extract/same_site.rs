//! Refusing forms that another site sends in a reader's name (bar S-7).

use crate::config::Settings;
use actix_web::{HttpRequest, error::ErrorForbidden, http::header};

/// Passes what the browser says comes from our own page, and what no browser sent.
pub(crate) fn same_site(request: &HttpRequest, settings: &Settings) -> Result<(), actix_web::Error> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let refused = || ErrorForbidden("this form was sent from another site; open it here and send it again");
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return Ok(()),
        Some(_) => return Err(refused()),
        None => {}
    }
    match text(header::ORIGIN.as_str()) {
        None => Ok(()),
        Some(origin) => {
            let ours = settings.public_url.origin().ascii_serialization();
            let host = text(header::HOST.as_str()).unwrap_or_default();
            let here = origin.split_once("://").is_some_and(|(_, from)| !host.is_empty() && from == host);
            if origin == ours || here { Ok(()) } else { Err(refused()) }
        }
    }
}
