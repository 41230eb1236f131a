//! What stands around every public page.

use crate::{
    Lang, Tone,
    pieces::{At, at, icon},
    render::{html, t},
};
use leptos::prelude::*;

mod foot;
mod head;

/// The inputs of head and foot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The language of the page.
    pub lang: Lang,
    /// The title of the document; the state comes first in it.
    pub title: String,
    /// One sentence on the page, for search engines and shared links.
    pub description: String,
    /// Whose page it is.
    pub brand: Brand,
    /// Style sheet, script and icon.
    pub assets: Assets,
    /// Where the reader can go from every page.
    pub links: Links,
    /// The feeds of what is shown: media type, label, address.
    pub feeds: Vec<(&'static str, String, String)>,
    /// This page in each language.
    pub languages: Vec<(Lang, String)>,
    /// This page for search engines and shared links.
    pub shared: Shared,
    /// The stream that tells of changes, and the version of this page; none where a page does not change by itself.
    pub live: Option<(String, String)>,
    /// The last change that is shown.
    pub changed: Option<At>,
    /// Of when the page is.
    pub made: Option<At>,
    /// Since when nothing newer could be read.
    pub stale: Option<At>,
}

/// Whose page it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// The title of the page.
    pub name: String,
    /// The address of a logo that stands in place of the title.
    pub logo: Option<String>,
    /// Links beside the brand: label and address.
    pub header: Vec<(String, String)>,
    /// Links in the foot: label and address.
    pub footer: Vec<(String, String)>,
}

/// Files of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub style: String,
    /// The brand's own style sheet.
    pub theme: Option<String>,
    /// The script.
    pub script: String,
    /// The icon.
    pub icon: String,
}

/// Addresses that keep the reader's region and language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The page.
    pub home: String,
    /// The past.
    pub history: String,
    /// Uptime in numbers.
    pub uptime: String,
    /// The form to subscribe.
    pub subscribe: String,
}

/// What search engines and shared links are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// The address of the site, without a slash at the end; empty for pages that nobody should find.
    pub site: String,
    /// The address of the page in it.
    pub path: String,
    /// The address of a picture of the present state in it.
    pub image: String,
    /// Structured data (JSON-LD), or nothing.
    pub data: String,
}

impl Frame {
    /// A believable frame.
    pub fn sample() -> Self {
        let text = str::to_owned;
        Self {
            lang: Lang::En,
            title: text("Major outage - Northwind status"),
            description: text("Payments: major outage in Europe."),
            brand: Brand {
                name: text("Northwind"),
                logo: None,
                header: vec![(text("Support"), text("https://northwind.example/support"))],
                footer: vec![(text("Imprint"), text("https://northwind.example/imprint"))],
            },
            assets: Assets {
                style: text("/assets/page.css"),
                theme: None,
                script: text("/assets/page.js"),
                icon: text("/assets/favicon.svg"),
            },
            links: Links { home: text("/"), history: text("/history"), uptime: text("/uptime"), subscribe: text("/subscribe") },
            feeds: vec![("application/rss+xml", text("RSS"), text("/feed.rss"))],
            languages: vec![(Lang::En, text("/?lang=en")), (Lang::De, text("/?lang=de"))],
            shared: Shared {
                site: text("https://status.example"),
                path: text("/"),
                image: text("/card.png"),
                data: String::new(),
            },
            live: Some((text("/live"), text("7.1"))),
            changed: Some(At::sample()),
            made: Some(At::sample()),
            stale: None,
        }
    }

    /// The whole document around `main`. `class` is that of the body.
    pub(crate) fn around<B: IntoView, V: IntoView>(
        &self,
        class: &'static str,
        before: impl FnOnce() -> B,
        main: impl FnOnce() -> V,
    ) -> String {
        let frame = self.clone();
        let inner = html(self.lang, move || {
            let lang = frame.lang;
            let (live, version) = frame.live.clone().unzip();
            let banner = frame.stale.clone().map(stale);
            view! {
                <html lang=lang.code() dir=lang.dir()>
                    {head::head(&frame)}
                    <body class=class data-live=live data-revision=version>
                        <a class="skip" href="#main">{t("skip")}</a>
                        {head::top(&frame)}
                        {before()}
                        <main id="main" tabindex="-1">{banner}{main()}</main>
                        {foot::foot(frame)}
                        <p id="announce" class="visually-hidden" role="status"></p>
                        <p id="alert" class="visually-hidden" role="alert"></p>
                    </body>
                </html>
            }
        });
        format!("<!DOCTYPE html>{inner}")
    }
}

fn stale(since: At) -> impl IntoView {
    view! { <p class="stale tone tone-unknown">{icon(Tone::Unknown)}" "<span>{t("stale")}" "{at(since)}</span></p> }
}
