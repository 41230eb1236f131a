//! Style sheets, scripts and icons, under names that hold the hash of what is in them, so that they never change.

use super::answer;
use crate::{
    domain::{appearance::Appearance, link::fingerprint},
    snapshot::{Document, Key, Page},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};
use allclear_app::Tone;
use std::{borrow::Cow, sync::LazyLock};

/// A file of the page.
pub(crate) struct Asset {
    /// Its address.
    pub path: String,
    name: String,
    text: Cow<'static, str>,
    kind: &'static str,
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT_KIND: &str = "text/javascript; charset=utf-8";

impl Asset {
    fn new(stem: &str, ending: &str, text: impl Into<Cow<'static, str>>, kind: &'static str) -> Self {
        let text = text.into();
        let hash: String = fingerprint(text.as_bytes()).chars().take(8).collect();
        let name = format!("{stem}-{hash}.{ending}");
        Self { path: format!("/assets/{name}"), name, text, kind }
    }
}

/// The style of public pages.
pub(crate) static PAGE_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("page", "css", include_str!(concat!(env!("OUT_DIR"), "/page.css")), CSS));
/// The style of staff's pages.
pub(crate) static ADMIN_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("admin", "css", include_str!(concat!(env!("OUT_DIR"), "/admin.css")), CSS));
/// The script, which only improves pages.
pub(crate) static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("page", "js", include_str!("../../../public/page.js"), SCRIPT_KIND));
/// The banner for other sites, whose address must stay what it is.
const EMBED: &str = include_str!("../../../public/embed.js");

/// The icon that shows a state, as an address that holds all of it: one request less for every first visit.
pub(crate) fn icon(tone: Tone) -> String {
    let drawing = drawn(tone)
        .replace('%', "%25")
        .replace('"', "'")
        .replace(' ', "%20")
        .replace('#', "%23")
        .replace('<', "%3C")
        .replace('>', "%3E");
    format!("data:image/svg+xml,{drawing}")
}

/// The icon drawn for a state.
fn drawn(tone: Tone) -> String {
    let shape = allclear_app::pieces::shape(tone);
    include_str!("../../../public/favicon.svg").trim_end().replace("STATE", tone.name()).replace("SHAPE", shape)
}

/// The style of the brand; none when it is the usual one.
pub(crate) fn theme(look: &Appearance) -> Option<Asset> {
    look.sheet().map(|sheet| Asset::new("brand", "css", sheet, CSS))
}

fn fixed() -> impl Iterator<Item = &'static Asset> {
    [&*PAGE_STYLE, &*ADMIN_STYLE, &*SCRIPT].into_iter()
}

/// `GET /assets/{name}`
pub(super) async fn get(request: HttpRequest, app: web::Data<App>, name: web::Path<String>) -> HttpResponse {
    let snapshot = app.hub.load();
    let page = match fixed().find(|asset| asset.name == *name) {
        Some(asset) => snapshot.page(&Key::from(Document::Asset(&asset.name)), |_| {
            Some(Page::new(asset.text.clone().into_owned(), asset.kind, None))
        }),
        None => snapshot.page(&Key::from(Document::Theme(name.clone())), |state| {
            theme(&state.appearance)
                .filter(|theme| theme.name == *name)
                .map(|theme| Page::new(theme.text.into_owned(), CSS, None))
        }),
    };
    match page {
        Some(page) => answer::send(&request, &page, answer::FOREVER),
        None => super::fail::missing(&app, super::extract::Reader::of(&request)),
    }
}

/// `GET /embed.js`
pub(super) async fn embed(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let key = Key::from(Document::Asset("embed.js"));
    let page = app.hub.load().page(&key, |_| Some(Page::new(EMBED.to_owned(), SCRIPT_KIND, None)));
    match page {
        Some(page) => answer::open(&request, &page, answer::HOUR),
        None => super::fail::missing(&app, super::extract::Reader::of(&request)),
    }
}

/// `GET /favicon.ico`, which programs ask for whatever the page says.
pub(super) async fn favicon(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let key = Key::from(Document::Asset("favicon.ico"));
    let page = app.hub.load().page(&key, |_| Some(Page::new(drawn(Tone::Operational), "image/svg+xml", None)));
    match page {
        Some(page) => answer::drawing(&request, &page, answer::HOUR),
        None => super::fail::missing(&app, super::extract::Reader::of(&request)),
    }
}
