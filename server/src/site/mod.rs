//! `allclear site DIR`: the whole public site as files that work from any bucket or folder.
//!
//! The program serves itself on a port of its own and walks through every page as a reader would, so that the copy is
//! the site and not a second rendering of it.

mod address;
mod rewrite;
mod walk;

pub(crate) use walk::walk;
