//! A post for Google Chat: its own marks in plain text (developers.google.com/chat, format messages).

use super::post::{Post, cut};
use crate::markdown;
use serde_json::{Value, json};

/// Characters of a text.
const LIMIT: usize = 4_000;

/// The body of the request.
pub(super) fn compose(post: &Post) -> Value {
    let facts = post.facts.iter().map(|(label, value)| format!("*{}:* {}", plain(label), plain(value)));
    let (label, address) = &post.action;
    let links = std::iter::once((label, address)).chain(post.manage.iter().map(|(label, address)| (label, address)));
    let links = links.map(|(label, address)| format!("<{address}|{}>", plain(label))).collect::<Vec<_>>().join(" · ");
    let head = std::iter::once(format!("*{}*", plain(&post.heading))).chain(facts).collect::<Vec<_>>().join("\n");
    // Where it leads to is never what is cut.
    let room = LIMIT.saturating_sub(links.chars().count() + 2);
    let said = cut(format!("{head}\n\n{}", markdown::to_marks(&post.text, plain)).trim_end(), room);
    json!({"text": format!("{said}\n\n{links}")})
}

/// What people type calls nobody and opens no link.
fn plain(text: &str) -> String {
    text.replace('<', "‹").replace('>', "›").replace('*', "∗")
}
