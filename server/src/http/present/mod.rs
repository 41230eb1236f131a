//! From what we know to what people see: public state and rows into the inputs of pages.

mod entries;
pub(super) mod forms;
mod history;
mod home;
mod overall;
mod subscribe;
mod thread;
mod time;
mod tone;
mod uptime;

pub(super) use history::{Month, first_month, history};
pub(super) use home::home;
pub(super) use subscribe::{preferences, subscribe};
pub(super) use thread::{incident, maintenance, posts};
pub(super) use time::{countdown, moment};
pub(super) use tone::{named, tone};

use super::assets;
use crate::{domain::catalogue::Region, snapshot::PublicState};
use allclear_app::pages::Frame;

/// Head and foot of a public page.
pub(super) fn frame(state: &PublicState, title: &str, region: Option<&Region>) -> Frame {
    let query = region.map(|region| format!("?region={}", region.code)).unwrap_or_default();
    let newest = state.incidents.iter().filter_map(|record| record.updates.first()).map(|update| update.said_at).max();
    Frame {
        title: format!("{title} - {} status", state.title),
        brand: state.title.clone(),
        style: assets::PAGE_STYLE.path.clone(),
        script: assets::SCRIPT.path.clone(),
        icon: assets::ICON.path.clone(),
        feed: format!("/feed.rss{query}"),
        changed: newest.map(moment),
        region: query,
    }
}
