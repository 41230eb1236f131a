//! What programs read of a page, and its first line.

use super::{Brand, Frame};
use crate::render::t;
use leptos::prelude::*;

pub(super) fn head(frame: &Frame) -> impl IntoView + use<> {
    let Frame { title, description, brand, assets, feeds, languages, shared, .. } = frame.clone();
    let feeds = feeds.into_iter().map(|(kind, label, href)| {
        let title = format!("{}: {label}", brand.name);
        view! { <link rel="alternate" type=kind title=title href=href/> }
    });
    let feeds = feeds.collect_view();
    let theme = assets.theme.map(|href| view! { <link rel="stylesheet" href=href/> });
    // The icon shows the state, so what is shared does not need to.
    let found = (!shared.site.is_empty()).then(|| {
        let whole = |path: &str| format!("{}{path}", shared.site);
        let others =
            languages.into_iter().map(|(lang, href)| view! { <link rel="alternate" hreflang=lang.code() href=whole(&href)/> });
        let others = others.collect_view();
        let graph = [
            ("og:type", "website".to_owned()),
            ("og:site_name", brand.name),
            ("og:title", title.clone()),
            ("og:description", description.clone()),
            ("og:url", whole(&shared.path)),
            ("og:image", whole(&shared.image)),
            ("og:image:width", "1200".to_owned()),
            ("og:image:height", "630".to_owned()),
        ];
        // `property` is RDFa's own attribute (ogp.me), which the macro does not know.
        let graph = graph.map(|(name, content)| view! { <meta content=content/> }.attr("property", name)).collect_view();
        view! {
            <link rel="canonical" href=whole(&shared.path)/>
            {others}
            {graph}
            <meta name="twitter:card" content="summary_large_image"/>
        }
    });
    let hidden = found.is_none().then(|| view! { <meta name="robots" content="noindex"/> });
    let data = (!shared.data.is_empty()).then(|| view! { <script type="application/ld+json" inner_html=shared.data></script> });
    view! {
        <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{title}</title>
            <meta name="description" content=description/>
            <link rel="icon" href=assets.icon/>
            <link rel="stylesheet" href=assets.style/>
            {theme}{feeds}{found}{hidden}{data}
            <script src=assets.script defer=true></script>
        </head>
    }
}

pub(super) fn top(frame: &Frame) -> impl IntoView + use<> {
    let Frame { brand: Brand { name, logo, header, .. }, links, .. } = frame.clone();
    let mark = match logo {
        Some(src) => view! { <img src=src alt=name height="32"/> }.into_any(),
        None => name.into_any(),
    };
    let links_out = header.into_iter().map(|(label, href)| view! { <li><a href=href rel="noopener">{label}</a></li> });
    let links_out = links_out.collect_view();
    view! {
        <header class="head">
            <a class="brand" href=links.home>{mark}" "<small>{t("status")}</small></a>
            <nav aria-label=t("site")>
                <ul>
                    {links_out}
                    <li><a class="button" href=links.subscribe>{t("get-updates")}</a></li>
                </ul>
            </nav>
        </header>
    }
}
