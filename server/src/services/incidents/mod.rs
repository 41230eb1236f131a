//! The life of an incident: published, updated, resolved. Each step writes its notice in the same transaction.

mod announce;
mod publish;
mod update;

pub(crate) use announce::audience_places;
pub(crate) use publish::publish;
pub(crate) use update::{current_impacts, post_update};
