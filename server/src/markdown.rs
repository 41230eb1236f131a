//! Markdown to HTML: one road for pages, mails and feeds (bar S-14).

use pulldown_cmark::{Event, Options, Parser, html};
use std::{collections::HashSet, sync::LazyLock};

/// What may stand in an update. No styles, no images, no embedded languages.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
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
});

/// The text as safe HTML. HTML typed into it is shown as it was typed.
pub(crate) fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        // A line break is a line break: updates are typed as people type messages.
        Event::SoftBreak => Event::HardBreak,
        other => other,
    });
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    // Headings of an update stand below those of the page.
    let out = out.replace("<h1>", "<h3>").replace("</h1>", "</h3>").replace("<h2>", "<h3>").replace("</h2>", "</h3>");
    CLEANER.clean(&out).to_string()
}

/// The text without marks, for plain descriptions.
pub(crate) fn to_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for event in Parser::new(text) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => out.push_str(&part),
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

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in "[ -~\n<>&\"'`*_\\[\\]()#]{0,200}") {
            let once = to_html(&text);
            prop_assert_eq!(CLEANER.clean(&once).to_string(), once);
        }
    }
}
