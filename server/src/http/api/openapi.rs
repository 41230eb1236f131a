//! `GET /api/v3/openapi.json`: the description of the API (OpenAPI 3.1). A test makes it from the code and holds the file
//! against it, so that the program carries the text and not what makes it.

use actix_web::HttpResponse;

/// The description.
pub(super) const TEXT: &str = include_str!("openapi.json");

/// The document.
pub(crate) async fn get() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header(("access-control-allow-origin", "*"))
        .insert_header(("cache-control", "public, max-age=300"))
        .body(TEXT)
}
