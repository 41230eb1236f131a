//! RSS 2.0 with `atom:self` and `content:encoded`, one item per update.

use super::{Feed, Item, feed::clean};
use rss::extension::{Extension, ExtensionMap};
use std::collections::BTreeMap;

/// Readers need not ask more often than this, in minutes.
const TTL: &str = "1";

/// The feed as XML.
pub(crate) fn render(feed: &Feed) -> String {
    let channel = rss::Channel {
        title: clean(&feed.title),
        link: feed.link.clone(),
        description: clean(&feed.description),
        language: Some(feed.lang.code().to_owned()),
        generator: Some("Allclear".to_owned()),
        ttl: Some(TTL.to_owned()),
        last_build_date: feed.changed().map(|time| time.to_rfc2822()),
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
        // Readers take a description for HTML (RSS 2.0, hrItems), so a text must be escaped for it.
        description: Some(escaped(&clean(&item.text))),
        content: Some(clean(&item.html)),
        categories: item.categories.iter().map(category).collect(),
        ..rss::Item::default()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_per_update() {
        insta::assert_snapshot!(render(&Feed::sample("Payments are failing: Investigating")).replace("><", ">\n<"));
    }

    #[test]
    fn hostile_titles_read_back_as_they_were() {
        for title in ["]]>", "<script>alert(1)</script>", "a & b", "\u{202e}rtl", "🔥", "a\u{0}b"] {
            let read = rss::Channel::read_from(render(&Feed::sample(title)).as_bytes()).unwrap();
            assert_eq!(read.items()[0].title().unwrap(), clean(title));
        }
    }
}
