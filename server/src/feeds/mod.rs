//! Feeds, one format a file.

pub(crate) mod rss;
