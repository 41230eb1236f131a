//! From a view to text.

use leptos::prelude::*;

/// The view as HTML, without the marks that only a client in the browser would need.
pub(crate) fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().into_view().to_html());
    html.replace("<!>", "")
}
