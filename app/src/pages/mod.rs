//! Whole pages. Each is a struct of plain inputs with `html()`.

pub mod admin;
pub mod component;
mod frame;
pub mod history;
pub mod home;
pub mod incident;
pub mod message;
pub mod postmortem;
pub mod sign_in;
pub mod subscribe;
mod subscription;
pub mod uptime;

pub use frame::{Assets, Brand, Frame, Links, Shared};

use crate::render::t;
use leptos::prelude::*;

/// The region switch: name, address, whether it is the present one. Nothing where there is only one region.
fn switch(regions: Vec<(String, String, bool)>) -> Option<impl IntoView> {
    if regions.is_empty() {
        return None;
    }
    let words = regions.into_iter().map(|(name, href, present)| {
        view! { <li><a href=href aria-current=present.then_some("page")>{name}</a></li> }
    });
    let words = words.collect_view();
    Some(view! { <nav class="regions" aria-label=t("regions")><ul>{words}</ul></nav> })
}
