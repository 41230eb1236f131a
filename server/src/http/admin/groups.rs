//! `/admin/groups`

use crate::{
    domain::{id::GroupId, invalid::Faults, person::Role},
    http::{answer, extract, fail, present::forms},
    services::{Refusal, catalogue},
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::pages::admin::{
    form::{Edit, Form, Part},
    listing::{Item, Listing, Row},
};

/// The list, with a form to add one.
pub(crate) async fn list(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    show(&app, &staff, StatusCode::OK, "", &Faults::default())
}

/// Adds one.
pub(crate) async fn add(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let name = fields.get("name").to_owned();
    let wanted = name.clone();
    match app.write(&staff.email, move |conn, act| catalogue::add_group(conn, act, &wanted)).await {
        Ok(_) => answer::go("/admin/groups"),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &name, &faults),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// The form to rename one.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    let snapshot = app.hub.load();
    let Some(group) = snapshot.state.catalogue.group(&id) else { return fail::missing(&app, extract::Reader::default()) };
    edit(&app, &staff, StatusCode::OK, &id, &group.name, &Faults::default())
}

/// Renames one.
pub(crate) async fn change(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let name = fields.get("name").to_owned();
    let (wanted, group) = (name.clone(), GroupId::from(id.as_str()));
    match app.write(&staff.email, move |conn, act| catalogue::change_group(conn, act, &group, &wanted)).await {
        Ok(()) => answer::go("/admin/groups"),
        Err(Refusal::Invalid(faults)) => edit(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &id, &name, &faults),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Moves one up or down.
pub(crate) async fn reorder(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    if let Err(refusal) = form.staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (step, id) = (super::step(&form.fields), GroupId::from(id.into_inner()));
    match app.write(form.staff.email, move |conn, act| catalogue::move_group(conn, act, &id, step)).await {
        Ok(()) => answer::go("/admin/groups"),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn form(action: String, button: &str, name: &str, faults: &Faults) -> Form {
    Form {
        heading: button.to_owned(),
        action,
        parts: vec![Part::Field(forms::field("name", "Name", "A heading over its components.", name, faults))],
        button: button.to_owned(),
        faults: forms::summary(faults),
        ..Form::default()
    }
}

fn show(app: &App, staff: &extract::Staff, status: StatusCode, name: &str, faults: &Faults) -> HttpResponse {
    let snapshot = app.hub.load();
    let catalogue = &snapshot.state.catalogue;
    let rows = catalogue.groups.iter().map(|group| {
        let members: Vec<&str> = catalogue
            .components
            .iter()
            .filter(|component| component.group.as_ref() == Some(&group.id))
            .map(|one| one.name.as_str())
            .collect();
        Row {
            cells: vec![Item::Link(group.name.clone(), format!("/admin/groups/{}", group.id)), Item::Text(members.join(", "))],
            order: Some((format!("/admin/groups/{}/move", group.id), group.name.clone())),
            ..Row::default()
        }
    });
    let page = Listing {
        frame: super::frame(app, staff, "/admin/components", "Groups"),
        tabs: super::settings_tabs("/admin/groups"),
        heads: vec!["Name", "Components", "Order"],
        rows: rows.collect(),
        empty: "No groups yet. Components can stand without one.",
        forms: vec![form("/admin/groups".to_owned(), "Add group", name, faults)],
        ..Listing::default()
    };
    answer::private(status, page.html())
}

fn edit(app: &App, staff: &extract::Staff, status: StatusCode, id: &str, name: &str, faults: &Faults) -> HttpResponse {
    let page = Edit {
        frame: super::frame(app, staff, "/admin/components", "Change group"),
        tabs: super::settings_tabs("/admin/groups"),
        form: form(format!("/admin/groups/{id}"), "Change group", name, faults),
    };
    answer::private(status, page.html())
}
