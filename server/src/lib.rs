//! Allclear: a self-hosted public status page.
//!
//! ARCHITECTURE.md says how the parts hang together. Everything is private to the crate but [`run`].

mod domain;
mod store;

/// x
pub fn run() {}
