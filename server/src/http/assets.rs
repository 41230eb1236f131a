//! Style sheets, script and icon, under names that hold the hash of what is in them, so that they never change.

use super::answer;
use crate::{
    domain::link::fingerprint,
    snapshot::{Key, Page},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};
use std::sync::LazyLock;

/// A file of the page.
pub(crate) struct Asset {
    /// Its address.
    pub path: String,
    name: String,
    text: &'static str,
    kind: &'static str,
}

impl Asset {
    fn new(stem: &str, ending: &str, text: &'static str, kind: &'static str) -> Self {
        let hash: String = fingerprint(text).chars().take(8).collect();
        let name = format!("{stem}-{hash}.{ending}");
        Self { path: format!("/assets/{name}"), name, text, kind }
    }
}

/// The style of public pages.
pub(crate) static PAGE_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("page", "css", include_str!(concat!(env!("OUT_DIR"), "/page.css")), "text/css; charset=utf-8"));
/// The style of staff's pages.
pub(crate) static ADMIN_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("admin", "css", include_str!(concat!(env!("OUT_DIR"), "/admin.css")), "text/css; charset=utf-8"));
/// The script, which only improves pages.
pub(crate) static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("page", "js", include_str!("../../../public/page.js"), "text/javascript; charset=utf-8"));
/// The icon.
pub(crate) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("favicon", "svg", include_str!("../../../public/favicon.svg"), "image/svg+xml"));

fn find(name: &str) -> Option<&'static Asset> {
    [&PAGE_STYLE, &ADMIN_STYLE, &SCRIPT, &ICON].into_iter().map(|asset| &**asset).find(|asset| asset.name == name)
}

/// `GET /assets/{name}`
pub(super) async fn get(request: HttpRequest, app: web::Data<App>, name: web::Path<String>) -> HttpResponse {
    let Some(asset) = find(&name) else { return super::fail::missing(&app) };
    let page = app.hub.load().page(&Key::Asset(&asset.name), |_| Some(Page::new(asset.text.to_owned(), asset.kind, None)));
    match page {
        Some(page) => answer::send(&request, &page, answer::FOREVER),
        None => super::fail::missing(&app),
    }
}

/// `GET /favicon.ico`, which browsers ask for whatever the page says.
pub(super) async fn icon(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    get(request, app, web::Path::from(ICON.name.clone())).await
}
