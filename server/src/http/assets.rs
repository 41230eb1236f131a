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

    /// Whether a name is that of the same file with something else in it: a page that was kept somewhere, or another
    /// server's, asks for what is no more, and is better served by what is now than by nothing.
    fn is_newer_than(&self, name: &str) -> bool {
        let parts = |name: &str| {
            let (stem, rest) = name.split_once('-')?;
            let (hash, ending) = rest.split_once('.')?;
            (hash.len() == 8).then(|| (stem.to_owned(), ending.to_owned()))
        };
        parts(&self.name) == parts(name)
    }
}

/// The style of public pages.
pub(crate) static PAGE_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("page", "css", include_str!(concat!(env!("OUT_DIR"), "/page.css")), CSS));
/// The style of staff's pages.
pub(crate) static ADMIN_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("admin", "css", include_str!(concat!(env!("OUT_DIR"), "/admin.css")), CSS));
/// The script, which only improves pages.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| Asset::new("page", "js", PAGE, SCRIPT_KIND));
/// Its parts, one after the other: each knows the names of those before it.
const PAGE: &str = concat!(
    include_str!("../../../public/page/basics.js"),
    "\n",
    include_str!("../../../public/page/bars.js"),
    "\n",
    include_str!("../../../public/page/live.js")
);
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
    let ours = fixed().find(|asset| asset.name == *name);
    if let Some(asset) = ours.or_else(|| fixed().find(|asset| asset.is_newer_than(&name))) {
        let key = Key::from(Document::Asset(&asset.name));
        let page = snapshot.page(&key, |_| Some(Page::new(asset.text.clone().into_owned(), asset.kind, None)));
        if let Some(page) = page {
            return answer::send(&request, &page, if ours.is_some() { answer::FOREVER } else { answer::PUBLIC });
        }
    }
    let theme = theme(&snapshot.state.appearance).filter(|theme| theme.name == *name || theme.is_newer_than(&name));
    match theme {
        Some(theme) => {
            let cache = if theme.name == *name { answer::FOREVER } else { answer::PUBLIC };
            let key = Key::from(Document::Theme(theme.name));
            let page = snapshot.page(&key, |_| Some(Page::new(theme.text.into_owned(), CSS, None)));
            page.map_or_else(|| missing(&app, &request), |page| answer::send(&request, &page, cache))
        }
        None => missing(&app, &request),
    }
}

fn missing(app: &App, request: &HttpRequest) -> HttpResponse {
    super::fail::missing(app, super::extract::Reader::of(request))
}

/// `GET /embed.js`
pub(super) async fn embed(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let key = Key::from(Document::Asset("embed.js"));
    let page = app.hub.load().page(&key, |_| Some(Page::new(EMBED.to_owned(), SCRIPT_KIND, None)));
    match page {
        Some(page) => answer::open(&request, &page, answer::HOUR),
        None => missing(&app, &request),
    }
}

/// `GET /favicon.ico`, which programs ask for whatever the page says.
pub(super) async fn favicon(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let key = Key::from(Document::Asset("favicon.ico"));
    let page = app.hub.load().page(&key, |_| Some(Page::new(drawn(Tone::Operational), "image/svg+xml", None)));
    match page {
        Some(page) => answer::drawing(&request, &page, answer::HOUR),
        None => missing(&app, &request),
    }
}
