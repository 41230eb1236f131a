//! A post for Microsoft Teams: an adaptive card for a workflow (adaptivecards.io, version 1.4).

use super::post::{Post, cut};
use allclear_app::Tone;
use serde_json::{Value, json};

/// Characters of the parts, so that a card stays below the 28 KB that a workflow takes, whatever the script.
const HEADING: usize = 300;
const TEXT: usize = 2_500;
const LABEL: usize = 80;
const VALUE: usize = 300;
const FACTS: usize = 10;

/// The body of the request.
pub(super) fn compose(post: &Post) -> Value {
    let block = |text: String| json!({"type": "TextBlock", "text": text, "wrap": true});
    let facts = post.facts.iter().take(FACTS);
    let facts: Vec<Value> =
        facts.map(|(label, value)| json!({"title": plain(&cut(label, LABEL)), "value": plain(&cut(value, VALUE))})).collect();
    let mut body = vec![json!({
        "type": "TextBlock", "text": plain(&cut(&post.heading, HEADING)), "wrap": true,
        "size": "Large", "weight": "Bolder", "color": colour(post.tone),
    })];
    body.extend((!facts.is_empty()).then(|| json!({"type": "FactSet", "facts": facts})));
    body.extend((!post.text.is_empty()).then(|| block(cut(&post.text, TEXT))));
    body.push(json!({"type": "TextBlock", "text": plain(&cut(&post.brand, LABEL)), "isSubtle": true, "size": "Small"}));
    let action = |(label, address): &(String, String)| json!({"type": "Action.OpenUrl", "title": label, "url": address});
    let actions: Vec<Value> = std::iter::once(&post.action).chain(&post.manage).map(action).collect();
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "msteams": {"width": "Full"},
                "body": body,
                "actions": actions,
            },
        }],
    })
}

fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Unknown => "Default",
        Tone::Operational => "Good",
        Tone::Maintenance => "Accent",
        Tone::Degraded | Tone::Partial => "Warning",
        Tone::Major => "Attention",
    }
}

/// Letters that would be marks stay letters.
fn plain(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut plain, letter| {
        if matches!(letter, '*' | '_' | '[' | ']' | '\\' | '`') {
            plain.push('\\');
        }
        plain.push(letter);
        plain
    })
}
