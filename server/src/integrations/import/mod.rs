//! Reading the history of other status pages.
//!
//! To add one: a file that turns its documents into a [`crate::domain::history::History`], and a subcommand.

pub(crate) mod fetch;
pub(crate) mod statuspage;
