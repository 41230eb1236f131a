//! The last lines of every page: feeds, language, theme, and how old the page is.

use super::Frame;
use crate::{
    pieces::at,
    render::{lang, t},
};
use leptos::prelude::*;

pub(super) fn foot(frame: Frame) -> impl IntoView {
    let Frame { brand, links, feeds, languages, changed, made, live, .. } = frame;
    let feeds = feeds.into_iter().map(|(_, label, href)| view! { <li><a href=href>{label}</a></li> }).collect_view();
    let own = brand.footer.into_iter().map(|(label, href)| view! { <li><a href=href rel="noopener">{label}</a></li> });
    let own = own.collect_view();
    let changed = changed.map(|moment| view! { <p>{t("last-change")}" "{at(moment)}</p> });
    let made = made.map(|moment| view! { <p id="age" data-live=t("live")>{t("state-of")}" "{at(moment)}</p> });
    let pause = live.is_some().then(|| {
        let (pause, resume) = (t("pause"), t("resume"));
        view! { <button id="pause" type="button" hidden aria-pressed="false" data-pause=pause.clone() data-resume=resume>{pause.clone()}</button> }
    });
    let themes = format!("{},{},{}", t("theme-system"), t("theme-light"), t("theme-dark"));
    view! {
        <footer class="foot">
            <nav aria-label=t("more")>
                <ul>
                    <li><a href=links.history>{t("history")}</a></li>
                    <li><a href=links.uptime>{t("uptime")}</a></li>
                    {feeds}
                    <li><a href="/api/v3/openapi.json">"API"</a></li>
                    {own}
                </ul>
            </nav>
            {choices(languages)}
            <div class="age">{changed}{made}{pause}<button id="theme" type="button" hidden data-names=themes>{t("theme")}</button></div>
        </footer>
    }
}

/// The same page in other languages, each named in its own.
fn choices(languages: Vec<(crate::Lang, String)>) -> Option<impl IntoView> {
    if languages.len() < 2 {
        return None;
    }
    let present = lang();
    let rows = languages.into_iter().map(|(lang, href)| {
        let current = (lang == present).then_some("true");
        view! { <li><a href=href lang=lang.code() hreflang=lang.code() aria-current=current>{lang.name()}</a></li> }
    });
    let rows = rows.collect_view();
    Some(view! { <nav class="languages" aria-label=t("language")><ul>{rows}</ul></nav> })
}
