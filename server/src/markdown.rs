//! Markdown to HTML: one road for pages, mails and feeds (bar S-14).

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::{collections::HashSet, sync::LazyLock};

/// For updates.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(cleaner);

/// What may stand in an update. No styles, no images, no embedded languages.
fn cleaner() -> ammonia::Builder<'static> {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .add_tags([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "h3",
            "h4",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ])
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("ol", ["start"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("nofollow noopener ugc"));
    cleaner
}

/// The same with pictures, for reviews.
static WITH_PICTURES: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = cleaner();
    cleaner.add_tags(["img"]).add_tag_attributes("img", ["src", "alt"]).set_tag_attribute_value("img", "loading", "lazy");
    cleaner
});

/// Where our own pictures are.
const PICTURES: &str = "/files/";

/// The text as safe HTML. HTML typed into it is shown as it was typed; of a picture its description is left.
pub(crate) fn to_html(text: &str) -> String {
    CLEANER.clean(&render(text, None)).to_string()
}

/// The same with pictures, but only our own: none from elsewhere, which could watch who reads. `base` is put before their
/// addresses, for feeds.
pub(crate) fn with_pictures(text: &str, base: &str) -> String {
    WITH_PICTURES.clean(&render(text, Some(base))).to_string()
}

fn is_ours(address: &str) -> bool {
    let name = address.strip_prefix(PICTURES);
    name.is_some_and(|name| name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '.') && !name.starts_with('.'))
}

fn render(text: &str, pictures: Option<&str>) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    // One picture may stand in the description of another.
    let mut shown = Vec::new();
    let events = Parser::new_ext(text, options).filter_map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        // A line break is a line break: updates are typed as people type messages.
        Event::SoftBreak => Some(Event::HardBreak),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let base = pictures.filter(|_| is_ours(&dest_url));
            shown.push(base.is_some());
            base.map(|base| Event::Start(Tag::Image { link_type, dest_url: format!("{base}{dest_url}").into(), title, id }))
        }
        Event::End(TagEnd::Image) => shown.pop().unwrap_or_default().then_some(Event::End(TagEnd::Image)),
        other => Some(other),
    });
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    // Headings of an update stand below those of the page.
    out.replace("<h1>", "<h3>").replace("</h1>", "</h3>").replace("<h2>", "<h3>").replace("</h2>", "</h3>")
}

/// The text in the marks that Slack and Google Chat share: `*bold*`, `_slanted_`, `<address|text>`. What is typed can call
/// nobody: `escape` makes it plain.
pub(crate) fn to_marks(text: &str, escape: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    // Whether each open link is one, and the next number of each open list.
    let (mut links, mut lists): (Vec<bool>, Vec<Option<u64>>) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(part) | Event::Html(part) | Event::InlineHtml(part) => out.push_str(&escape(&part)),
            Event::Code(part) => out.extend(["`", &escape(&part), "`"]),
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => {
                // In these marks `<!channel|text>` calls everybody: nothing but an address is a link.
                let is_one = ["http://", "https://", "mailto:"].iter().any(|scheme| dest_url.starts_with(scheme));
                links.push(is_one);
                if is_one {
                    out.extend(["<", &dest_url.replace('<', "%3C").replace('>', "%3E").replace('|', "%7C"), "|"]);
                }
            }
            Event::End(TagEnd::Link) => out.push_str(if links.pop().unwrap_or_default() { ">" } else { "" }),
            Event::Start(Tag::Strong | Tag::Heading { .. }) | Event::End(TagEnd::Strong) => out.push('*'),
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => out.push('_'),
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => out.push('~'),
            Event::Start(Tag::CodeBlock(_)) => out.push_str("```\n"),
            Event::End(TagEnd::CodeBlock) => out.push_str("```\n\n"),
            Event::Start(Tag::List(first)) => lists.push(first),
            Event::Start(Tag::Item) => match lists.last_mut() {
                Some(Some(number)) => {
                    out.extend([number.to_string().as_str(), ". "]);
                    *number += 1;
                }
                _ => out.push_str("• "),
            },
            Event::End(TagEnd::Heading(_)) => out.push_str("*\n\n"),
            Event::End(TagEnd::Paragraph) => out.push_str("\n\n"),
            Event::End(TagEnd::List(_)) => {
                lists.pop();
                out.push('\n');
            }
            Event::End(TagEnd::Item) => {
                out.truncate(out.trim_end().len());
                out.push('\n');
            }
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// The text without marks, for plain descriptions.
pub(crate) fn to_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for event in Parser::new(text) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => out.push_str(&part),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) if !out.ends_with([' ', '\n']) => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_becomes_paragraphs_lists_and_links() {
        insta::assert_snapshot!(to_html("Card *payments* fail.\n\n- retry\n- [help](https://example.com)\n\n# Big"));
    }

    #[test]
    fn plain_text_has_no_marks_and_no_gaps() {
        assert_eq!(
            to_text("Cards **fail**, *all*\nof them: [see](https://x.example).\n\n- one\n- `two`"),
            "Cards fail, all of them: see. one two"
        );
    }

    #[test]
    fn nothing_that_runs_gets_through() {
        for bad in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "<img src=x onerror=alert(1)>",
            "![x](https://tracker.example/x.png)",
            "<svg/onload=alert(1)>",
            "[x](data:text/html,<script>alert(1)</script>)",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<math><annotation-xml encoding=\"text/html\"><style><img src onerror=alert(1)>",
        ] {
            let html = to_html(bad);
            for tag in ["<script", "<img", "<svg", "<math", "<style", "<a href=\"javascript", "<a href=\"data"] {
                assert!(!html.to_lowercase().contains(tag), "{bad} gave {html}");
            }
        }
    }

    #[test]
    fn marks_of_chat_services_call_nobody() {
        let text = "**Fail** <!channel> & *slow*\n\n# Next\n\n1. try [again](https://x.example/?a=b|c)\n2. `a<b`\n\nDone ~~now~~ [all](!channel) [one](@U1) [x](users/all) [y](javascript:alert(1)) ![z](!here)";
        insta::assert_snapshot!(to_marks(text, |text| text.replace('<', "&lt;")));
    }

    #[test]
    fn only_our_own_pictures_are_shown_and_only_in_reviews() {
        let text = "![A *graph*](/files/a.png) ![spy](https://tracker.example/x.png) ![up](/files/../admin) ![deep ![in](/files/b.png)](//x.example)";
        assert_eq!(to_html("![A *graph*](/files/a.png)"), "<p>A <em>graph</em></p>\n");
        insta::assert_snapshot!(with_pictures(text, "https://status.example.com"));
    }

    proptest! {
        #[test]
        fn no_picture_comes_from_elsewhere(text in r"[a-z!()\[\]/:. files\n]{0,80}") {
            let text = format!("![x](/files/1.png){text}![y](https://z.example/1.png)");
            for part in with_pictures(&text, "").split("src=\"").skip(1) {
                prop_assert!(part.starts_with("/files/"), "{}", part);
            }
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in "[ -~\n<>&\"'`*_\\[\\]()#]{0,200}") {
            let once = to_html(&text);
            prop_assert_eq!(CLEANER.clean(&once).to_string(), once);
        }
    }
}
