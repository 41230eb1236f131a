//! The names of what is kept of a snapshot.

use allclear_app::Lang;

/// A document as one kind of reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Which document.
    pub document: Document,
    /// In which language.
    pub lang: Lang,
    /// Whether its links keep the language, since the reader chose it by hand.
    pub chosen: bool,
}

/// Names one document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Document {
    /// The page, of one region or all.
    Home(Option<String>),
    /// An incident.
    Incident(String),
    /// The review of an incident.
    Postmortem(String),
    /// A maintenance.
    Maintenance(String),
    /// A component, in one region or all.
    Component(String, Option<String>),
    /// A month of the past with what it is narrowed down to, in canonical form.
    History(String),
    /// Uptime of a region or all, with the calendar of a component or all.
    Uptime(Option<String>, Option<String>),
    /// A feed: its path, and its filter in canonical form.
    Feed(&'static str, String),
    /// A document of the Statuspage API by its name.
    Api(&'static str),
    /// A badge by its canonical query.
    Badge(String),
    /// What a banner on another site shows, of one region or all.
    Banner(Option<String>),
    /// The list of all pages, for search engines.
    Sitemap,
    /// A picture of the present state of one region or all.
    Card(Option<String>),
    /// The colours and rules of the brand, by its hashed name.
    Theme(String),
    /// A file of the page by its hashed name.
    Asset(&'static str),
    /// The calendar of one maintenance.
    Invitation(String),
}

impl From<Document> for Key {
    /// The document in the first language, for readers that are programs.
    fn from(document: Document) -> Self {
        Self { document, lang: Lang::En, chosen: false }
    }
}
