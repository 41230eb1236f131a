//! `GET /robots.txt` and `GET /sitemap.xml`

use crate::{
    http::{answer, extract::Reader, fail},
    snapshot::{Document, Key, Page, PublicState},
    state::App,
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use std::fmt::Write;

/// Most addresses in one list (sitemaps.org), less some room.
const MOST: usize = 40_000;

/// Everything public may be found; staff's pages and personal links may not.
pub(crate) async fn get(app: web::Data<App>) -> HttpResponse {
    let text = format!(
        "User-agent: *\nDisallow: /admin\nDisallow: /confirm\nDisallow: /mute\nDisallow: /subscriptions\nDisallow: /unsubscribe\n\nSitemap: {}\n",
        app.settings.url("/sitemap.xml")
    );
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}

/// Every page with its last change.
pub(crate) async fn sitemap(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let page = app.hub.load().page(&Key::from(Document::Sitemap), |state| {
        Some(Page::new(list(state), "application/xml; charset=utf-8", state.said_at))
    });
    page.map_or_else(|| fail::missing(&app, Reader::of(&request)), |page| answer::send(&request, &page, answer::FEED))
}

/// Ids and codes are letters, digits and dashes, so nothing needs escaping.
fn list(state: &PublicState) -> String {
    let mut text = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        "\n",
        r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"#,
        "\n"
    ));
    let mut add = |path: &str, changed: Option<DateTime<Utc>>| {
        let changed = changed.map(|time| format!("<lastmod>{}</lastmod>", time.format("%Y-%m-%dT%H:%M:%SZ")));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "<url><loc>{}{path}</loc>{}</url>", state.url, changed.unwrap_or_default());
    };
    for path in ["/", "/history", "/uptime", "/subscribe"] {
        add(path, state.said_at);
    }
    for component in &state.catalogue.components {
        add(&format!("/components/{}", component.code), None);
    }
    for record in state.incidents.iter().take(MOST) {
        let changed = record.updates.first().map(|update| update.said_at);
        add(&format!("/incidents/{}", record.incident.id), changed);
        if record.postmortem.is_some() {
            add(&format!("/incidents/{}/postmortem", record.incident.id), changed);
        }
    }
    text.push_str("</urlset>\n");
    text
}
