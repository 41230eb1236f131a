//! `/api/v3`: for programs. The same services as the admin pages, problem+json for what goes wrong.

pub(super) mod audience;
pub(super) mod components;
pub(super) mod credits;
pub(super) mod customers;
#[cfg(test)]
mod document;
pub(super) mod incidents;
pub(super) mod maintenances;
pub(super) mod notices;
pub(super) mod openapi;
pub(super) mod policy;
pub(super) mod postmortems;
mod problem;
pub(super) mod regions;
pub(super) mod releases;
pub(super) mod reports;
pub(super) mod response;
pub(super) mod series;
pub(super) mod sla;
pub(super) mod subscriber_groups;
pub(super) mod subscribers;
pub(super) mod suspicions;
pub(super) mod templates;
pub(super) mod traffic;
pub(crate) mod v2;

pub(crate) use problem::Problem;

use actix_web::{HttpResponse, HttpResponseBuilder, http::header};
use serde::Serialize;

/// A page of a list: what is on it, and the cursor of the next.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Page<T> {
    /// What is on this page.
    items: Vec<T>,
    /// Give this as `after` to get the next page; missing on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Rows on a page at most, and when nothing is asked.
const PAGE_LIMIT: i64 = 100;

/// Sends JSON that nobody keeps.
fn json(mut response: HttpResponseBuilder, body: &impl Serialize) -> HttpResponse {
    response.insert_header((header::CACHE_CONTROL, "no-store")).json(body)
}

/// What was made, or what an earlier request with the same key had made.
fn made(repeated: bool, path: &str, body: &impl Serialize) -> HttpResponse {
    let mut response = HttpResponse::Created();
    response.insert_header((header::LOCATION, path));
    if repeated {
        response.insert_header(("idempotent-replayed", "true"));
    }
    json(response, body)
}
