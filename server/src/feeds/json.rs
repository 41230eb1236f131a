//! JSON Feed 1.1, one item per update.

use super::{Feed, Item, feed::clean};
use chrono::SecondsFormat;
use serde::Serialize;

/// The form this is, by the address of its description.
const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// The whole document.
#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: String,
    description: String,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'static str,
    items: Vec<Entry<'a>>,
}

/// One update.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    url: &'a str,
    title: String,
    content_html: String,
    content_text: String,
    date_published: String,
    tags: Vec<String>,
}

/// The feed as JSON.
pub(crate) fn render(feed: &Feed) -> String {
    let document = Document {
        version: VERSION,
        title: clean(&feed.title),
        description: clean(&feed.description),
        home_page_url: &feed.link,
        feed_url: &feed.this,
        language: feed.lang.code(),
        items: feed.items.iter().map(entry).collect(),
    };
    // Texts and lists alone: nothing in it that JSON could not say.
    serde_json::to_string(&document).unwrap_or_default()
}

/// JSON could say control characters too, but an update reads the same in every format.
fn entry(item: &Item) -> Entry<'_> {
    Entry {
        id: &item.guid,
        url: &item.link,
        title: clean(&item.title),
        content_html: clean(&item.html),
        content_text: clean(&item.text),
        date_published: item.said_at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        tags: item.categories.iter().map(|name| clean(name)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn an_item_per_update() {
        insta::assert_snapshot!(render(&Feed::sample("Payments are failing: Investigating")).replace(",\"", ",\n\""));
    }

    #[test]
    fn hostile_titles_read_back_as_they_were() {
        for title in ["\"}", "<script>alert(1)</script>", "a & b\\", "\u{202e}rtl", "🔥", "a\u{0}b"] {
            let read: Value = serde_json::from_str(&render(&Feed::sample(title))).unwrap();
            assert_eq!(read["items"][0]["title"], clean(title));
        }
    }
}
