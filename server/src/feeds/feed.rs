//! What a feed says, in no format's words.

use allclear_app::Lang;
use chrono::{DateTime, Utc};

/// What the feed is of.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    /// Its title.
    pub title: String,
    /// One sentence on what it holds.
    pub description: String,
    /// The language it is in.
    pub lang: Lang,
    /// The page it is of.
    pub link: String,
    /// Its own address.
    pub this: String,
    /// Its items, newest first.
    pub items: Vec<Item>,
}

/// One update.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Its address for ever.
    pub guid: String,
    /// Title of the incident with the phase.
    pub title: String,
    /// Where to read it.
    pub link: String,
    /// The text without marks.
    pub text: String,
    /// The text as safe HTML.
    pub html: String,
    /// When it was said.
    pub said_at: DateTime<Utc>,
    /// Severity and components.
    pub categories: Vec<String>,
}

impl Feed {
    /// When the newest item was said; none when there are no items.
    pub(crate) fn changed(&self) -> Option<DateTime<Utc>> {
        self.items.iter().map(|item| item.said_at).max()
    }

    /// A believable feed with one item of this title.
    #[cfg(test)]
    pub(crate) fn sample(title: &str) -> Self {
        let item = Item {
            guid: "https://status.example/incidents/1#update-u1".to_owned(),
            title: title.to_owned(),
            link: "https://status.example/incidents/1".to_owned(),
            text: title.to_owned(),
            html: "<p>Card payments fail.</p>".to_owned(),
            said_at: "2026-03-01T09:00:00Z".parse().unwrap(),
            categories: vec!["P1".to_owned()],
        };
        Self {
            title: "Northwind status".to_owned(),
            description: "Incidents and maintenance of Northwind".to_owned(),
            lang: Lang::En,
            link: "https://status.example/".to_owned(),
            this: "https://status.example/feed.rss?region=eu".to_owned(),
            items: vec![item],
        }
    }
}

/// XML 1.0 knows no way to write most control characters, so they are left out.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}
