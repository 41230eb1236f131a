//! A post for Discord: one embed (discord.com/developers, webhooks and embed limits).

use super::post::{Post, cut};
use allclear_app::Tone;
use serde_json::{Value, json};

/// Characters of the parts, which together stay below the 6,000 of an embed.
const TITLE: usize = 256;
const TEXT: usize = 2_500;
const LABEL: usize = 100;
const VALUE: usize = 350;
const FACTS: usize = 7;
const FOOT: usize = 60;

/// The body of the request. Nobody is called by it, whatever is written.
pub(super) fn compose(post: &Post) -> Value {
    let facts = post.facts.iter().take(FACTS);
    let mut fields: Vec<Value> =
        facts.map(|(label, value)| json!({"name": cut(label, LABEL), "value": cut(value, VALUE), "inline": false})).collect();
    // In a field of its own: an open fence in the text would swallow it.
    let manage = post
        .manage
        .as_ref()
        .map(|(label, address)| json!({"name": "\u{200b}", "value": format!("[{label}]({address})"), "inline": false}));
    fields.extend(manage);
    json!({
        "allowed_mentions": {"parse": []},
        "embeds": [{
            "title": cut(&post.heading, TITLE),
            "url": post.action.1,
            "description": cut(&post.text, TEXT),
            "color": colour(post.tone),
            "fields": fields,
            "footer": {"text": cut(&post.brand, FOOT)},
        }],
    })
}

/// The colours of the page, as numbers.
fn colour(tone: Tone) -> u32 {
    match tone {
        Tone::Unknown => 0x6b_7280,
        Tone::Operational => 0x1f_7a4d,
        Tone::Maintenance => 0x2b_5fb4,
        Tone::Degraded => 0xb7_7900,
        Tone::Partial => 0xc2_5a10,
        Tone::Major => 0xb4_2318,
    }
}
