//! Structured data for search engines (JSON-LD, schema.org).

use super::view::View;
use crate::snapshot::IncidentRecord;
use serde_json::{Value, json};

/// The page itself.
pub(super) fn page(view: View<'_>, sentence: &str) -> String {
    let state = view.state;
    text(&json!({
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": state.title,
        "description": sentence,
        "url": format!("{}/", state.url),
        "inLanguage": view.lang.code(),
        "dateModified": state.said_at.unwrap_or(state.now).to_rfc3339(),
    }))
}

/// An incident as a report.
pub(super) fn incident(view: View<'_>, record: &IncidentRecord) -> String {
    let (state, incident) = (view.state, &record.incident);
    let changed = record.updates.first().map_or(incident.published_at, |update| update.said_at);
    text(&json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "headline": incident.title,
        "url": format!("{}/incidents/{}", state.url, incident.id),
        "inLanguage": view.lang.code(),
        "datePublished": incident.published_at.to_rfc3339(),
        "dateModified": changed.to_rfc3339(),
        "publisher": { "@type": "Organization", "name": state.title, "url": format!("{}/", state.url) },
    }))
}

/// JSON that may stand inside a `script` element: nothing in it can close the element.
fn text(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_close_the_element() {
        assert!(!text(&json!({"headline": "</script><script>alert(1)</script>"})).contains('<'));
    }
}
