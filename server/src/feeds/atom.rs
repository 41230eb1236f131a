//! Atom 1.0 (RFC 4287), one entry per update.

use super::{Feed, Item, feed::clean};
use atom_syndication::{Category, Content, Entry, Generator, Link, Person, Text};

/// The feed as XML.
pub(crate) fn render(feed: &Feed) -> String {
    let document = atom_syndication::Feed {
        title: Text::plain(clean(&feed.title)),
        subtitle: Some(Text::plain(clean(&feed.description))),
        id: feed.link.clone(),
        // Without items nothing has ever changed; the clock would make every answer a new one.
        updated: feed.changed().unwrap_or_default().fixed_offset(),
        authors: vec![Person { name: clean(&feed.title), ..Person::default() }],
        generator: Some(Generator { value: "Allclear".to_owned(), ..Generator::default() }),
        links: vec![link("self", "application/atom+xml", &feed.this), link("alternate", "text/html", &feed.link)],
        lang: Some(feed.lang.code().to_owned()),
        entries: feed.items.iter().map(entry).collect(),
        ..atom_syndication::Feed::default()
    };
    document.to_string()
}

/// An update as an entry; the one time it has is both of Atom's.
fn entry(item: &Item) -> Entry {
    let category = |name: &String| Category { term: clean(name), ..Category::default() };
    let said_at = item.said_at.fixed_offset();
    Entry {
        id: item.guid.clone(),
        title: Text::plain(clean(&item.title)),
        updated: said_at,
        published: Some(said_at),
        links: vec![link("alternate", "text/html", &item.link)],
        summary: Some(Text::plain(clean(&item.text))),
        content: Some(html(&item.html)),
        categories: item.categories.iter().map(category).collect(),
        ..Entry::default()
    }
}

/// A link that says what it is to the feed and what is found there.
fn link(rel: &str, kind: &str, href: &str) -> Link {
    Link { rel: rel.to_owned(), mime_type: Some(kind.to_owned()), href: href.to_owned(), ..Link::default() }
}

/// HTML as the text of an element, the form that every reader knows.
fn html(html: &str) -> Content {
    Content { value: Some(clean(html)), content_type: Some("html".to_owned()), ..Content::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_per_update() {
        insta::assert_snapshot!(render(&Feed::sample("Payments are failing: Investigating")).replace("><", ">\n<"));
    }

    #[test]
    fn hostile_titles_read_back_as_they_were() {
        for title in ["]]>", "<script>alert(1)</script>", "a & b", "\u{202e}rtl", "🔥", "a\u{0}b"] {
            let read = atom_syndication::Feed::read_from(render(&Feed::sample(title)).as_bytes()).unwrap();
            assert_eq!(read.entries[0].title.as_str(), clean(title));
        }
    }

    #[test]
    fn an_empty_feed_has_not_changed_since_the_epoch() {
        let text = render(&Feed { items: Vec::new(), ..Feed::sample("") });
        assert!(text.contains("<updated>1970-01-01T00:00:00+00:00</updated>"), "{text}");
    }
}
