//! A post for Slack: blocks, with the limits of its incoming webhooks (docs.slack.dev, Block Kit).

use super::post::{Post, cut};
use crate::markdown;
use serde_json::{Value, json};

/// Characters of a heading, of a section, and of the text that notifications show.
const HEADING: usize = 150;
const SECTION: usize = 3_000;
const FALLBACK: usize = 3_000;

/// The body of the request.
pub(super) fn compose(post: &Post) -> Value {
    let section = |text: String| json!({"type": "section", "text": {"type": "mrkdwn", "text": text}});
    let mut blocks = vec![json!({"type": "header", "text": {"type": "plain_text", "text": cut(&post.heading, HEADING)}})];
    let facts: Vec<String> = post.facts.iter().map(|(label, value)| format!("*{}* {}", escaped(label), escaped(value))).collect();
    if !facts.is_empty() {
        blocks.push(section(cut(&facts.join("\n"), SECTION)));
    }
    if !post.text.is_empty() {
        blocks.push(section(cut(&markdown::to_marks(&post.text, escaped), SECTION)));
    }
    let (label, address) = &post.action;
    blocks.push(json!({"type": "actions", "elements": [
        {"type": "button", "text": {"type": "plain_text", "text": cut(label, 75)}, "url": address}
    ]}));
    let manage = post.manage.iter().map(|(label, address)| format!(" · <{address}|{}>", escaped(label)));
    let foot = format!("{}{}", escaped(&post.brand), manage.collect::<String>());
    blocks.push(json!({"type": "context", "elements": [{"type": "mrkdwn", "text": cut(&foot, SECTION)}]}));
    json!({"text": cut(&escaped(&post.heading), FALLBACK), "blocks": blocks, "unfurl_links": false})
}

/// Nothing that people type calls a whole channel together.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
