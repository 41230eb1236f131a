//! What stands around every public page.

use crate::{
    pieces::{At, at},
    render::html,
};
use leptos::prelude::*;

/// The inputs of head and foot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The title of the document; the state comes first in it.
    pub title: String,
    /// The title of the page.
    pub brand: String,
    /// The style sheet.
    pub style: String,
    /// The script.
    pub script: String,
    /// The icon.
    pub icon: String,
    /// The feed for what is shown.
    pub feed: String,
    /// The last change that is shown.
    pub changed: Option<At>,
    /// The query that keeps the chosen region, `?region=eu` or nothing.
    pub region: String,
}

impl Frame {
    /// A believable frame.
    pub fn sample() -> Self {
        Self {
            title: "Major outage - Northwind status".to_owned(),
            brand: "Northwind".to_owned(),
            style: "/assets/page.css".to_owned(),
            script: "/assets/page.js".to_owned(),
            icon: "/assets/favicon.svg".to_owned(),
            feed: "/feed.rss".to_owned(),
            changed: Some(At::sample()),
            region: String::new(),
        }
    }

    /// The whole document around `main`. `class` is that of the body.
    pub(crate) fn around<V: IntoView>(&self, class: &'static str, before: impl IntoView, main: impl FnOnce() -> V) -> String {
        let frame = self.clone();
        let home = format!("/{}", frame.region);
        let history = format!("/history{}", frame.region);
        let inner = html(move || {
            let changed = frame.changed.map(|moment| view! { <p>"Last change "{at(moment)}</p> });
            view! {
                <html lang="en" dir="ltr">
                    <head>
                        <meta charset="utf-8"/>
                        <meta name="viewport" content="width=device-width, initial-scale=1"/>
                        <title>{frame.title}</title>
                        <link rel="icon" href=frame.icon/>
                        <link rel="stylesheet" href=frame.style/>
                        <link rel="alternate" type="application/rss+xml" title=format!("{} status", frame.brand) href=frame.feed.clone()/>
                        <script src=frame.script defer=true></script>
                    </head>
                    <body class=class>
                        <a class="skip" href="#main">"Skip to content"</a>
                        <header class="head">
                            <a class="brand" href=home>{frame.brand}" "<small>"status"</small></a>
                            <a class="button" href="/subscribe">"Get updates"</a>
                        </header>
                        {before}
                        <main id="main" tabindex="-1">{main()}</main>
                        <footer class="foot">
                            <ul>
                                <li><a href=history>"History"</a></li>
                                <li><a href=frame.feed>"RSS"</a></li>
                                <li><a href="/api/v3/openapi.json">"API"</a></li>
                            </ul>
                            {changed}
                        </footer>
                    </body>
                </html>
            }
        });
        format!("<!DOCTYPE html>{inner}")
    }
}
