//! From a view to text.

use crate::Lang;
use leptos::prelude::*;

/// Text for inside an element that is written as it is. So are the children of a `textarea`, which a text could close.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The view as HTML in a language, without the marks that only a client in the browser would need.
pub(crate) fn html<V: IntoView>(lang: Lang, view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(lang);
        view().into_view().to_html()
    });
    html.replace("<!>", "")
}

/// The language of the page that is being rendered.
pub(crate) fn lang() -> Lang {
    use_context::<Lang>().unwrap_or_default()
}

/// What a message reads in the language of the page that is being rendered.
pub(crate) fn t(key: &str) -> String {
    lang().say(key)
}
