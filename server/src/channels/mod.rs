//! The ways to reach people, one file each: a pure `compose` from a notice and a recipient to something to send.
//!
//! To add one: a value in [`crate::domain::channel::Channel`], a file here with its `compose`, and its arm in
//! [`post::Post::body`] (or, for another form than a post, in `workers/post/compose`).

mod discord;
pub(crate) mod email;
mod google_chat;
pub(crate) mod post;
mod slack;
pub(crate) mod sms;
mod teams;
pub(crate) mod webhook;
