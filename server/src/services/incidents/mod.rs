//! The life of an incident. Each step that customers hear of writes its notice in the same transaction.

mod adopt;
mod announce;
mod audience;
mod call;
mod conduct;
mod due;
mod edit;
mod fold;
mod publish;
mod respond;
mod retract;
mod update;

pub(crate) use adopt::adopt;
pub(crate) use announce::announce_review;
pub(crate) use audience::places;
pub(crate) use conduct::response;
pub(crate) use due::fire;
pub(crate) use edit::edit;
pub(crate) use fold::{fold, split};
pub(crate) use publish::{publish, publish_part};
pub(crate) use respond::{Assessment, assess, assign, meet};
pub(crate) use retract::{restore, retract};
pub(crate) use update::{current_impacts, post_update};
