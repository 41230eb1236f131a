//! The pages of staff.

pub(super) mod appearance;
mod audience;
pub(super) mod components;
pub(super) mod customers;
mod deeds;
pub(super) mod deliveries;
pub(super) mod edit;
pub(super) mod enrolments;
mod entry;
pub(super) mod groups;
mod health_grid;
pub(super) mod incident;
pub(super) mod incidents;
pub(super) mod languages;
pub(super) mod maintenance;
mod maintenance_deeds;
pub(super) mod notices;
pub(super) mod now;
pub(super) mod plan;
pub(super) mod policy;
pub(super) mod postmortems;
pub(super) mod publish;
pub(super) mod regions;
pub(super) mod releases;
pub(super) mod reports;
pub(super) mod respond;
mod sayings;
pub(super) mod session;
pub(super) mod setup;
pub(super) mod sla;
mod stale;
pub(super) mod subscriber;
pub(super) mod subscriber_groups;
pub(super) mod subscribers;
pub(super) mod suppressions;
pub(super) mod suspicions;
pub(super) mod templates;
pub(super) mod terms;
pub(super) mod updates;

use super::{assets, extract};
use crate::{services::catalogue::Step, state::App};
use allclear_app::pages::admin::{Frame, Tabs};

/// Head and navigation of a page of staff.
fn frame(app: &App, staff: &extract::Staff, section: &'static str, title: &str) -> Frame {
    Frame {
        title: title.to_owned(),
        brand: app.hub.load().state.title.clone(),
        style: assets::ADMIN_STYLE.path.clone(),
        script: assets::SCRIPT.path.clone(),
        icon: assets::icon(allclear_app::Tone::Operational),
        section,
        who: staff.email.clone(),
        token: extract::form_token(app, &staff.session),
        refresh: None,
    }
}

/// The pages of settings.
fn settings_tabs(present: &'static str) -> Tabs {
    Tabs {
        pages: vec![
            ("Components", "/admin/components"),
            ("Groups", "/admin/groups"),
            ("Regions", "/admin/regions"),
            ("Languages", "/admin/languages"),
            ("Appearance", "/admin/appearance"),
            ("Policy", "/admin/policy"),
            ("Credits", "/admin/terms"),
            ("Templates", "/admin/templates"),
        ],
        present,
    }
}

/// The pages about those who hear.
fn reader_tabs(present: &'static str) -> Tabs {
    let pages = vec![
        ("Subscribers", "/admin/subscribers"),
        ("Groups", "/admin/subscribers/groups"),
        ("Import", "/admin/subscribers/import"),
        ("Never written to", "/admin/suppressions"),
        ("Customers", "/admin/customers"),
        ("Deliveries", "/admin/deliveries"),
    ];
    Tabs { pages, present }
}

/// The pages of numbers.
fn report_tabs(present: &'static str) -> Tabs {
    Tabs { pages: vec![("Incidents", "/admin/reports"), ("Promises and credits", "/admin/sla")], present }
}

/// Which button of an order form was pressed.
fn step(fields: &extract::Fields) -> Step {
    if fields.get("step") == "up" { Step::Up } else { Step::Down }
}
