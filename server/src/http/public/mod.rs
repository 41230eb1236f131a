//! The public pages: what everybody sees comes from the snapshot, what one person does goes to the services.

pub(super) mod card;
pub(super) mod component;
pub(super) mod confirm;
pub(super) mod feed;
pub(super) mod files;
pub(super) mod history;
pub(super) mod home;
pub(super) mod incident;
pub(super) mod live;
pub(super) mod mute;
mod news;
pub(super) mod pieces;
pub(super) mod preferences;
pub(super) mod robots;
pub(super) mod subscribe;
pub(super) mod unsubscribe;
mod windows;
