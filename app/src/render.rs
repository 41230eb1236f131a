//! From a view to text.

use leptos::prelude::*;

/// Text for inside a `textarea`, whose children Leptos writes as they are: without this a text could close it.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The view as HTML, without the marks that only a client in the browser would need.
pub(crate) fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().into_view().to_html());
    html.replace("<!>", "")
}
