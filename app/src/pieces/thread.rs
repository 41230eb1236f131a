//! The updates of an incident, newest first, on a line with the shapes as beads.

use super::{At, at, icon};
use crate::{Tone, render::t};
use leptos::prelude::*;

/// One update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Post {
    /// Its id, for links to it.
    pub id: String,
    /// The look of the state it told of.
    pub tone: Tone,
    /// The phase it set.
    pub phase: String,
    /// When it was said.
    pub said_at: At,
    /// The text as safe HTML.
    pub body_html: String,
    /// When its text was changed afterwards.
    pub edited: Option<At>,
    /// Where staff change it.
    pub edit: Option<String>,
}

impl Post {
    /// A believable update.
    pub fn sample() -> Self {
        Self {
            id: "u1".to_owned(),
            tone: Tone::Major,
            phase: "Investigating".to_owned(),
            said_at: At::sample(),
            body_html: "<p>Card payments in Europe fail. We are finding out why.</p>".to_owned(),
            edited: Some(At::sample()),
            edit: None,
        }
    }
}

pub(crate) fn thread(posts: Vec<Post>) -> impl IntoView + use<> {
    let rows = posts.into_iter().map(|post| {
        let edited = post.edited.map(|moment| view! { " "<span class="muted">{t("edited")}" "{at(moment)}</span> });
        let edit = post.edit.map(|href| view! { " "<a href=href>"Edit"</a> });
        view! {
            <li class=format!("update {}", post.tone.class()) id=format!("update-{}", post.id)>
                {icon(post.tone)}
                <p class="update-line"><strong>{post.phase}</strong>" "{at(post.said_at)}{edited}{edit}</p>
                <div class="prose" dir="auto" inner_html=post.body_html></div>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <ol class="thread" reversed=true>{rows}</ol> }
}
