//! What stands around every page of staff.

use crate::{Lang, render::html};
use leptos::prelude::*;

/// The inputs of head and navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The heading and title of the document.
    pub title: String,
    /// The title of the page.
    pub brand: String,
    /// The style sheet.
    pub style: String,
    /// The script.
    pub script: String,
    /// The icon.
    pub icon: String,
    /// The path of the section this page is in.
    pub section: &'static str,
    /// Who is signed in.
    pub who: String,
    /// The token against forged forms.
    pub token: String,
    /// After how many seconds the page is fetched anew; none for a page that stays.
    pub refresh: Option<u32>,
}

/// Pages that belong together: label and path, and which one this is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tabs {
    /// Label and path of each.
    pub pages: Vec<(&'static str, &'static str)>,
    /// The path of this one.
    pub present: &'static str,
}

const SECTIONS: [(&str, &str); 8] = [
    ("Now", "/admin"),
    ("Incidents", "/admin/incidents"),
    ("Suspected", "/admin/suspicions"),
    ("Maintenance", "/admin/maintenance"),
    ("Post-mortems", "/admin/postmortems"),
    ("Reports", "/admin/reports"),
    ("Subscribers", "/admin/subscribers"),
    ("Settings", "/admin/components"),
];

impl Frame {
    /// A believable frame.
    pub fn sample() -> Self {
        Self {
            title: "Now".to_owned(),
            brand: "Northwind".to_owned(),
            style: "/assets/admin.css".to_owned(),
            script: "/assets/page.js".to_owned(),
            icon: "/assets/favicon.svg".to_owned(),
            section: "/admin",
            who: "ada@northwind.example".to_owned(),
            token: "t".to_owned(),
            refresh: None,
        }
    }

    /// The hidden field that proves where a form came from.
    pub(crate) fn token(&self) -> impl IntoView + use<> {
        view! { <input type="hidden" name="token" value=self.token.clone()/> }
    }

    /// The whole document around `main`.
    pub(crate) fn around<V: IntoView>(&self, main: impl FnOnce() -> V) -> String {
        let frame = self.clone();
        let inner = html(Lang::En, move || {
            let token = frame.token();
            let sections = SECTIONS.into_iter().map(|(label, path)| {
                view! { <li><a href=path aria-current=(path == frame.section).then_some("page")>{label}</a></li> }
            });
            let sections = sections.collect_view();
            let refresh = frame.refresh.map(|seconds| view! { <meta http-equiv="refresh" content=seconds.to_string()/> });
            view! {
                <html lang="en" dir="ltr">
                    <head>
                        <meta charset="utf-8"/>
                        <meta name="viewport" content="width=device-width, initial-scale=1"/>
                        <meta name="robots" content="noindex"/>
                        {refresh}
                        <title>{format!("{} - {}", frame.title, frame.brand)}</title>
                        <link rel="icon" href=frame.icon/>
                        <link rel="stylesheet" href=frame.style/>
                        <script src=frame.script defer=true></script>
                    </head>
                    <body class="admin">
                        <a class="skip" href="#main">"Skip to content"</a>
                        <header class="side">
                            <a class="brand" href="/">{frame.brand}</a>
                            <nav aria-label="Main"><ul>{sections}</ul></nav>
                            <form class="who" method="post" action="/admin/sign-out">{token}<bdi>{frame.who}</bdi>" "<button>"Sign out"</button></form>
                        </header>
                        <main id="main" tabindex="-1">{main()}</main>
                    </body>
                </html>
            }
        });
        format!("<!DOCTYPE html>{inner}")
    }
}

impl Tabs {
    pub(crate) fn view(self) -> Option<impl IntoView> {
        if self.pages.is_empty() {
            return None;
        }
        let links = self.pages.into_iter().map(|(label, path)| {
            view! { <li><a href=path aria-current=(path == self.present).then_some("page")>{label}</a></li> }
        });
        let links = links.collect_view();
        Some(view! { <nav class="tabs" aria-label="Pages"><ul>{links}</ul></nav> })
    }
}
