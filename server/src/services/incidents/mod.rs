//! The life of an incident. Each step that customers hear of writes its notice in the same transaction.

mod announce;
mod conduct;
mod due;
mod edit;
mod fold;
mod publish;
mod respond;
mod retract;
mod update;

pub(crate) use announce::{announce_review, places};
pub(crate) use conduct::response;
pub(crate) use due::fire;
pub(crate) use edit::edit;
pub(crate) use fold::{fold, split};
pub(crate) use publish::{publish, publish_part};
pub(crate) use respond::{Assessment, assess, assign, meet};
pub(crate) use retract::retract;
pub(crate) use update::{current_impacts, post_update};
