//! RSS 2.0 with `atom:self` and `content:encoded`, one item per update.

use chrono::{DateTime, Utc};
use rss::extension::{Extension, ExtensionMap};
use std::collections::BTreeMap;

/// What the feed is of.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    /// Its title.
    pub title: String,
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

/// Readers need not ask more often than this, in minutes.
const TTL: &str = "1";

/// The feed as XML.
pub(crate) fn render(feed: &Feed) -> String {
    let newest = feed.items.iter().map(|item| item.said_at).max();
    let channel = rss::Channel {
        title: clean(&feed.title),
        link: feed.link.clone(),
        description: clean(&format!("Incidents and maintenance: {}", feed.title)),
        language: Some("en".to_owned()),
        generator: Some("Allclear".to_owned()),
        ttl: Some(TTL.to_owned()),
        last_build_date: newest.map(|time| time.to_rfc2822()),
        namespaces: BTreeMap::from([
            ("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned()),
            ("content".to_owned(), "http://purl.org/rss/1.0/modules/content/".to_owned()),
        ]),
        extensions: own_address(&feed.this),
        items: feed.items.iter().map(item).collect(),
        ..rss::Channel::default()
    };
    channel.to_string()
}

fn item(item: &Item) -> rss::Item {
    let category = |name: &String| rss::Category { name: clean(name), ..rss::Category::default() };
    rss::Item {
        title: Some(clean(&item.title)),
        link: Some(item.link.clone()),
        guid: Some(rss::Guid { value: item.guid.clone(), permalink: true }),
        pub_date: Some(item.said_at.to_rfc2822()),
        description: Some(clean(&item.text)),
        content: Some(clean(&item.html)),
        categories: item.categories.iter().map(category).collect(),
        ..rss::Item::default()
    }
}

fn own_address(address: &str) -> ExtensionMap {
    let link = Extension {
        name: "atom:link".to_owned(),
        attrs: BTreeMap::from([
            ("href".to_owned(), address.to_owned()),
            ("rel".to_owned(), "self".to_owned()),
            ("type".to_owned(), "application/rss+xml".to_owned()),
        ]),
        ..Extension::default()
    };
    BTreeMap::from([("atom".to_owned(), BTreeMap::from([("link".to_owned(), vec![link])]))])
}

/// XML 1.0 knows no way to write most control characters, so they are left out.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(title: &str) -> Feed {
        let item = Item {
            guid: "https://status.example/incidents/1#update-u1".to_owned(),
            title: title.to_owned(),
            link: "https://status.example/incidents/1".to_owned(),
            text: title.to_owned(),
            html: "<p>Card payments fail.</p>".to_owned(),
            said_at: "2026-03-01T09:00:00Z".parse().unwrap(),
            categories: vec!["P1".to_owned()],
        };
        Feed {
            title: "Northwind".to_owned(),
            link: "https://status.example/".to_owned(),
            this: "https://status.example/feed.rss?region=eu".to_owned(),
            items: vec![item],
        }
    }

    #[test]
    fn an_item_per_update() {
        insta::assert_snapshot!(render(&sample("Payments are failing: Investigating")).replace("><", ">\n<"));
    }

    #[test]
    fn hostile_titles_read_back_as_they_were() {
        for title in ["]]>", "<script>alert(1)</script>", "a & b", "\u{202e}rtl", "🔥", "a\u{0}b"] {
            let read = rss::Channel::read_from(render(&sample(title)).as_bytes()).unwrap();
            assert_eq!(read.items()[0].title().unwrap(), clean(title));
        }
    }
}
