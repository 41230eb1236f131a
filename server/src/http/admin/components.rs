//! `/admin/components`

use crate::{
    domain::{
        catalogue::{Catalogue, Component},
        id::ComponentId,
        invalid::Faults,
        person::Role,
    },
    http::{answer, extract, fail, present::forms},
    services::{
        Refusal,
        catalogue::{self, ComponentInput},
    },
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::{
        form::{Edit, Form, Part},
        listing::{Item, Listing, Row},
    },
    pieces::{Choice, Field},
};

/// The list by group, with a form to add one.
pub(crate) async fn list(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let snapshot = app.hub.load();
    // A component usually runs everywhere, so the form begins so.
    let regions = snapshot.state.catalogue.regions.iter().map(|region| region.id.to_string()).collect();
    show(&app, &staff, StatusCode::OK, &ComponentInput { regions, ..ComponentInput::default() }, &Faults::default())
}

/// Adds one.
pub(crate) async fn add(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let input = input(&fields);
    let wanted = input.clone();
    match app.write(&staff.email, move |conn, act| catalogue::add_component(conn, act, &wanted)).await {
        Ok(_) => answer::go("/admin/components"),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &input, &faults),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// The form to change one.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    let snapshot = app.hub.load();
    let Some(component) = snapshot.state.catalogue.component(&id) else { return fail::missing(&app, extract::Reader::default()) };
    edit(&app, &staff, StatusCode::OK, &id, &stored(component), &Faults::default())
}

/// Changes one.
pub(crate) async fn change(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let input = input(&fields);
    let (wanted, component) = (input.clone(), ComponentId::from(id.as_str()));
    match app.write(&staff.email, move |conn, act| catalogue::change_component(conn, act, &component, &wanted)).await {
        Ok(()) => answer::go("/admin/components"),
        Err(Refusal::Invalid(faults)) => edit(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &id, &input, &faults),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Moves one up or down in its group.
pub(crate) async fn reorder(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    if let Err(refusal) = form.staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (step, id) = (super::step(&form.fields), ComponentId::from(id.into_inner()));
    match app.write(form.staff.email, move |conn, act| catalogue::move_component(conn, act, &id, step)).await {
        Ok(()) => answer::go("/admin/components"),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

fn input(fields: &extract::Fields) -> ComponentInput {
    ComponentInput {
        name: fields.get("name").to_owned(),
        code: fields.get("code").to_owned(),
        description: fields.get("description").to_owned(),
        group: fields.get("group").to_owned(),
        regions: fields.all("regions"),
        hide_uptime: !fields.get("hide_uptime").is_empty(),
        slo: fields.get("slo").to_owned(),
    }
}

fn stored(component: &Component) -> ComponentInput {
    ComponentInput {
        name: component.name.clone(),
        code: component.code.clone(),
        description: component.description.clone(),
        group: component.group.as_ref().map(ToString::to_string).unwrap_or_default(),
        regions: component.placements.iter().map(|(id, _)| id.to_string()).collect(),
        hide_uptime: !component.show_uptime,
        slo: component.slo.map(|slo| slo.to_string()).unwrap_or_default(),
    }
}

fn form(catalogue: &Catalogue, action: String, button: &str, input: &ComponentInput, faults: &Faults) -> Form {
    let none = Choice::new("", "No group", input.group.is_empty());
    let groups =
        catalogue.groups.iter().map(|group| Choice::new(group.id.as_str(), &group.name, input.group == group.id.as_str()));
    let regions = catalogue.regions.iter().map(|region| {
        let chosen = input.regions.iter().any(|word| word == region.id.as_str() || *word == region.code);
        Choice::new(region.id.as_str(), &region.name, chosen)
    });
    let hide = Choice::new("yes", "Hide bars and percentages of this component", input.hide_uptime);
    let optional = |field: Field| Part::Field(Field { optional: true, ..field });
    Form {
        heading: button.to_owned(),
        action,
        parts: vec![
            Part::Field(forms::field("name", "Name", "As customers know it.", &input.name, faults)),
            optional(forms::field(
                "code",
                "Code",
                "A short word for addresses and feeds; made from the name when empty.",
                &input.code,
                faults,
            )),
            optional(forms::field("description", "Description", "One sentence, or nothing.", &input.description, faults)),
            Part::Select(forms::options("group", "Group", "", std::iter::once(none).chain(groups).collect(), faults)),
            Part::Checks(forms::options(
                "regions",
                "Regions",
                "Where it runs. Health is kept for each.",
                regions.collect(),
                faults,
            )),
            optional(forms::field(
                "slo",
                "Promised availability",
                "Percent of each month in each region, such as 99.9. Empty when nothing is promised.",
                &input.slo,
                faults,
            )),
            Part::Checks(forms::options("hide_uptime", "Uptime", "", vec![hide], faults)),
        ],
        button: button.to_owned(),
        faults: forms::summary(faults),
        ..Form::default()
    }
}

fn show(app: &App, staff: &extract::Staff, status: StatusCode, input: &ComponentInput, faults: &Faults) -> HttpResponse {
    let snapshot = app.hub.load();
    let catalogue = &snapshot.state.catalogue;
    let mut rows = Vec::new();
    for group in &catalogue.groups {
        rows.push(Row { is_group: true, cells: vec![Item::Text(group.name.clone())], order: None });
        rows.extend(
            catalogue.components.iter().filter(|one| one.group.as_ref() == Some(&group.id)).map(|one| row(catalogue, one)),
        );
    }
    rows.extend(catalogue.components.iter().filter(|one| one.group.is_none()).map(|one| row(catalogue, one)));
    let page = Listing {
        frame: super::frame(app, staff, "/admin/components", "Components"),
        tabs: super::settings_tabs("/admin/components"),
        heads: vec!["Name", "Code", "Regions", "Order"],
        rows,
        empty: "No components yet. Add what your customers know by name.",
        forms: vec![form(catalogue, "/admin/components".to_owned(), "Add component", input, faults)],
        ..Listing::default()
    };
    answer::private(status, page.html())
}

fn row(catalogue: &Catalogue, component: &Component) -> Row {
    let regions: Vec<&str> =
        catalogue.regions.iter().filter(|region| component.runs_in(&region.id)).map(|region| region.name.as_str()).collect();
    Row {
        cells: vec![
            Item::Link(component.name.clone(), format!("/admin/components/{}", component.id)),
            Item::Code(component.code.clone()),
            Item::Text(regions.join(", ")),
        ],
        order: Some((format!("/admin/components/{}/move", component.id), component.name.clone())),
        ..Row::default()
    }
}

fn edit(
    app: &App,
    staff: &extract::Staff,
    status: StatusCode,
    id: &str,
    input: &ComponentInput,
    faults: &Faults,
) -> HttpResponse {
    let snapshot = app.hub.load();
    let page = Edit {
        frame: super::frame(app, staff, "/admin/components", "Change component"),
        tabs: super::settings_tabs("/admin/components"),
        form: form(&snapshot.state.catalogue, format!("/admin/components/{id}"), "Change component", input, faults),
    };
    answer::private(status, page.html())
}
