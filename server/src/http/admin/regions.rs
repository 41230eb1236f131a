//! `/admin/regions`

use crate::{
    domain::{id::RegionId, invalid::Faults, person::Role},
    http::{answer, extract, fail, present::forms},
    services::{
        Refusal,
        catalogue::{self, RegionInput},
    },
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::pages::admin::{
    form::{Edit, Form, Part},
    listing::{Item, Listing, Row},
};

/// The list, with a form to add one.
pub(crate) async fn list(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    show(&app, &staff, StatusCode::OK, &RegionInput::default(), &Faults::default())
}

/// Adds one.
pub(crate) async fn add(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let input = input(&fields);
    let wanted = input.clone();
    match app.write(&staff.email, move |conn, act| catalogue::add_region(conn, act, &wanted)).await {
        Ok(_) => answer::go("/admin/regions"),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &input, &faults),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// The form to change one.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    let snapshot = app.hub.load();
    let Some(region) = snapshot.state.catalogue.region(&id) else { return fail::missing(&app, extract::Reader::default()) };
    let input = RegionInput { code: region.code.clone(), name: region.name.clone(), zone: region.zone.clone() };
    edit(&app, &staff, StatusCode::OK, &id, &input, &Faults::default())
}

/// Changes one.
pub(crate) async fn change(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let input = input(&fields);
    let (wanted, region) = (input.clone(), RegionId::from(id.as_str()));
    match app.write(&staff.email, move |conn, act| catalogue::change_region(conn, act, &region, &wanted)).await {
        Ok(()) => answer::go("/admin/regions"),
        Err(Refusal::Invalid(faults)) => edit(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &id, &input, &faults),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Moves one up or down.
pub(crate) async fn reorder(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    if let Err(refusal) = form.staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (step, id) = (super::step(&form.fields), RegionId::from(id.into_inner()));
    match app.write(form.staff.email, move |conn, act| catalogue::move_region(conn, act, &id, step)).await {
        Ok(()) => answer::go("/admin/regions"),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn input(fields: &extract::Fields) -> RegionInput {
    let zone = Some(fields.get("zone")).filter(|zone| !zone.is_empty()).unwrap_or("UTC");
    RegionInput { code: fields.get("code").to_owned(), name: fields.get("name").to_owned(), zone: zone.to_owned() }
}

fn form(action: String, button: &str, input: &RegionInput, faults: &Faults) -> Form {
    Form {
        heading: button.to_owned(),
        action,
        parts: vec![
            Part::Field(forms::field("name", "Name", "What customers call it, such as Europe.", &input.name, faults)),
            Part::Field(forms::field("code", "Code", "A short word for addresses and feeds, such as eu.", &input.code, faults)),
            Part::Select(forms::zones(allclear_app::Lang::En, &input.zone, faults)),
        ],
        button: button.to_owned(),
        faults: forms::summary(faults),
        ..Form::default()
    }
}

fn show(app: &App, staff: &extract::Staff, status: StatusCode, input: &RegionInput, faults: &Faults) -> HttpResponse {
    let snapshot = app.hub.load();
    let catalogue = &snapshot.state.catalogue;
    let rows = catalogue.regions.iter().map(|region| {
        let count = catalogue.components.iter().filter(|component| component.runs_in(&region.id)).count();
        Row {
            cells: vec![
                Item::Link(region.name.clone(), format!("/admin/regions/{}", region.id)),
                Item::Code(region.code.clone()),
                Item::Text(region.zone.clone()),
                Item::Text(count.to_string()),
            ],
            order: Some((format!("/admin/regions/{}/move", region.id), region.name.clone())),
            ..Row::default()
        }
    });
    let page = Listing {
        frame: super::frame(app, staff, "/admin/components", "Regions"),
        tabs: super::settings_tabs("/admin/regions"),
        heads: vec!["Name", "Code", "Time zone", "Components", "Order"],
        rows: rows.collect(),
        empty: "No regions yet. Add the first one: components run in regions, and health is kept for each.",
        forms: vec![form("/admin/regions".to_owned(), "Add region", input, faults)],
        ..Listing::default()
    };
    answer::private(status, page.html())
}

fn edit(app: &App, staff: &extract::Staff, status: StatusCode, id: &str, input: &RegionInput, faults: &Faults) -> HttpResponse {
    let page = Edit {
        frame: super::frame(app, staff, "/admin/components", "Change region"),
        tabs: super::settings_tabs("/admin/regions"),
        form: form(format!("/admin/regions/{id}"), "Change region", input, faults),
    };
    answer::private(status, page.html())
}
