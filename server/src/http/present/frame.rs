//! Head and foot of public pages.

use super::{moment, view::View};
use crate::{domain::appearance::Link, http::assets};
use allclear_app::{
    Lang, Tone,
    pages::{Assets, Brand, Frame, Links, Shared},
    say,
};

/// Head and foot of a page that belongs to one person or answers one request: nobody should find it.
pub(crate) fn frame(view: View<'_>, title: &str) -> Frame {
    let (state, lang) = (view.state, view.lang);
    let links = |links: &[Link]| links.iter().map(|link| (link.label.clone(), link.href.clone())).collect();
    let look = &state.appearance;
    let description = match look.description.as_str() {
        "" => say!(lang, "page-description", brand = state.title.as_str()),
        own => own.to_owned(),
    };
    let feed = |path: &str| view.to(path);
    Frame {
        lang,
        title: say!(lang, "page-title", title = title, brand = state.title.as_str()),
        description,
        brand: Brand {
            name: state.title.clone(),
            logo: look.logo.as_ref().map(|id| format!("/files/{id}")),
            header: links(&look.header),
            footer: links(&look.footer),
        },
        assets: Assets {
            style: assets::PAGE_STYLE.path.clone(),
            theme: assets::theme(look).map(|theme| theme.path),
            script: assets::SCRIPT.path.clone(),
            icon: icon(view, Tone::Operational),
        },
        links: Links {
            home: view.to("/"),
            history: view.to("/history"),
            uptime: view.to("/uptime"),
            subscribe: view.to("/subscribe"),
        },
        feeds: vec![
            ("application/rss+xml", "RSS".to_owned(), feed("/feed.rss")),
            ("application/atom+xml", "Atom".to_owned(), feed("/feed.atom")),
            ("application/feed+json", "JSON Feed".to_owned(), feed("/feed.json")),
            ("text/calendar", lang.say("calendar"), feed("/calendar.ics")),
        ],
        languages: Vec::new(),
        shared: Shared::default(),
        live: None,
        changed: None,
        made: None,
        stale: state.stale_since.map(|since| moment(lang, since)),
    }
}

/// Head and foot of a page at `path` that everybody sees and that changes by itself. Its icon shows `tone`.
pub(super) fn shown(view: View<'_>, title: &str, path: &str, tone: Tone) -> Frame {
    let (state, lang) = (view.state, view.lang);
    let frame = frame(view, title);
    Frame {
        assets: Assets { icon: icon(view, tone), ..frame.assets },
        languages: Lang::ALL.into_iter().map(|lang| (lang, view.to_language(path, lang))).collect(),
        shared: Shared { site: state.url.clone(), path: view.to(path), image: view.to("/card.png"), data: String::new() },
        live: Some(("/live".to_owned(), state.version.clone())),
        changed: state.said_at.map(|time| moment(lang, time)),
        made: Some(moment(lang, state.now)),
        ..frame
    }
}

/// The icon of the brand, or else one that shows the state.
fn icon(view: View<'_>, tone: Tone) -> String {
    match &view.state.appearance.favicon {
        Some(id) => format!("/files/{id}"),
        None => assets::icon(tone),
    }
}
