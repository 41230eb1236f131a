//! Public news for programs, one format a file: pure, from what is told to its text.

pub(crate) mod atom;
pub(crate) mod badge;
pub(crate) mod card;
mod feed;
pub(crate) mod ical;
pub(crate) mod json;
pub(crate) mod rss;

pub(crate) use feed::{Feed, Item};
