//! From what we know to what people see: public state and rows into the inputs of pages.

mod component;
mod data;
mod entries;
pub(super) mod forms;
mod found;
mod frame;
mod history;
mod home;
mod month;
mod overall;
mod postmortem;
mod prose;
mod subscribe;
mod thread;
mod time;
mod tone;
mod uptime;
mod view;
mod year;

pub(super) use component::component;
pub(super) use found::Found;
pub(super) use frame::frame;
pub(super) use history::history;
pub(super) use home::{home, in_region};
pub(super) use month::{Month, first_month};
pub(super) use overall::overall;
pub(super) use postmortem::postmortem;
pub(super) use prose::{Promise, html, plain, review};
pub(super) use subscribe::{Way, preferences, subscribe};
pub(super) use thread::{incident, maintenance, phase_label, posts, promised};
pub(super) use time::{countdown, moment, staff_moment};
pub(super) use tone::{named, open_tone, tone};
pub(super) use view::View;
pub(super) use year::uptime;
