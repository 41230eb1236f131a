//! `GET` and `POST /admin/customers`

use crate::{
    domain::{catalogue::Catalogue, customer::COLUMNS, invalid::Faults, person::Role},
    http::{answer, extract, fail, present::forms},
    services::{Refusal, customers as service},
    state::App,
    store::customers::{self, Customer, Known},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::{
        form::{Form, Part},
        listing::{Item, Listing, Row},
    },
    pieces::{Fact, Field, Kind},
};

/// Customers on one page.
const PAGE: i64 = 100;

/// The customers by name, with a form to import more.
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let after = extract::value(request.query_string(), "after").unwrap_or_default();
    show(&app, &staff, StatusCode::OK, after, &Faults::default(), Vec::new()).await
}

/// Imports a file: all of it or nothing.
pub(crate) async fn import(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let done = match fields.csv("file") {
        Ok(text) => app.write(&staff.email, move |conn, act| service::import(conn, act, &text)).await,
        Err(fault) => Err(fault.into()),
    };
    match done {
        Ok(written) => {
            let told = format!("{} new, {} brought up to date, {} contacts", written.added, written.updated, written.contacts);
            let facts = vec![Fact::Text("Imported".to_owned(), told)];
            show(&app, &staff, StatusCode::OK, String::new(), &Faults::default(), facts).await
        }
        Err(Refusal::Invalid(faults)) => {
            show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, String::new(), &faults, Vec::new()).await
        }
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn show(
    app: &App,
    staff: &extract::Staff,
    status: StatusCode,
    after: String,
    faults: &Faults,
    facts: Vec<Fact>,
) -> HttpResponse {
    let read = app
        .read(move |conn| {
            let rows = customers::page(conn, &after, PAGE)?;
            let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
            Ok((customers::contacts_of(conn, &ids)?, rows))
        })
        .await;
    let (contacts, rows) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
    let query = |last: &Customer| url::form_urlencoded::Serializer::new(String::new()).append_pair("after", &last.name).finish();
    let snapshot = app.hub.load();
    let page = Listing {
        frame: super::frame(app, staff, "/admin/subscribers", "Customers"),
        tabs: super::reader_tabs("/admin/customers"),
        facts,
        heads: vec!["Customer", "Segment", "Regions", "Fee a month", "Contacts"],
        rows: rows.iter().map(|row| line(row, &contacts, &snapshot.state.catalogue)).collect(),
        empty: "None yet. Import them from a CSV file.",
        older: rows.last().filter(|_| full).map(|last| format!("?{}", query(last))),
        forms: vec![form(faults)],
        ..Listing::default()
    };
    answer::private(status, page.html())
}

fn line(row: &Customer, contacts: &[Known], catalogue: &Catalogue) -> Row {
    let uses = row.regions().unwrap_or_default();
    let regions = catalogue.regions.iter().filter(|region| uses.contains(&region.id)).map(|region| region.name.as_str());
    let regions = regions.collect::<Vec<_>>().join(", ");
    let contacts = contacts.iter().filter(|contact| contact.customer == row.id).map(named);
    Row {
        cells: vec![
            Item::Text(row.name.clone()),
            Item::Text(row.segment.clone()),
            Item::Text(if regions.is_empty() { "All".to_owned() } else { regions }),
            Item::Text(format!("{}.{:02} {}", row.fee / 100, row.fee % 100, row.currency)),
            Item::Text(contacts.collect::<Vec<_>>().join(", ")),
        ],
        ..Row::default()
    }
}

fn form(faults: &Faults) -> Form {
    let hint = format!(
        "CSV, UTF-8; the first line names the columns: {}. Nothing is written while anything is wrong.",
        COLUMNS.join(", ")
    );
    Form {
        heading: "Import customers".to_owned(),
        action: "/admin/customers".to_owned(),
        parts: vec![Part::Field(Field { kind: Kind::Csv, ..forms::field("file", "File", &hint, "", faults) })],
        button: "Import".to_owned(),
        faults: forms::summary(faults),
        files: true,
        ..Form::default()
    }
}

fn named(contact: &Known) -> String {
    let phone = if contact.phone.is_empty() { String::new() } else { format!(", {}", contact.phone) };
    if contact.name.is_empty() {
        format!("{}{phone}", contact.email)
    } else {
        format!("{} <{}>{phone}", contact.name, contact.email)
    }
}
