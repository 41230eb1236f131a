//! `GET` and `POST /admin/subscribers/import`: subscribers from a file.

use crate::{
    domain::{enrolment::COLUMNS, invalid::Faults, person::Role},
    http::{answer, extract, fail, present::forms},
    services::{
        Refusal,
        enrolments::{self, Count, Deed},
    },
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::{
        form::{Form, Part},
        listing::Listing,
    },
    pieces::{Choice, Fact, Field, Kind},
};

/// The form.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    show(&app, &staff, StatusCode::OK, &Faults::default(), Vec::new())
}

/// Checks a file, or adds those that it names.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let deed = if fields.get("act") == "import" { Deed::Import } else { Deed::Check };
    let done = match fields.csv("file") {
        Ok(text) => enrol(&app, &staff.email, text, deed).await,
        Err(fault) => Err(fault.into()),
    };
    match done {
        Ok(count) => show(&app, &staff, StatusCode::OK, &Faults::default(), facts(&count, deed)),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &faults, Vec::new()),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Does it, or counts what would come of it. A large file takes seconds, which are its sender's own.
pub(crate) async fn enrol(app: &App, actor: &str, text: String, deed: Deed) -> Result<Count, Refusal> {
    let (mut act, of) = (app.act(actor), app.clone());
    app.change(move |database| {
        let catalogue = &of.hub.load().state.catalogue;
        enrolments::enrol(database, &mut act, &of.signer, (&text, deed), catalogue)
    })
    .await
}

fn facts(count: &Count, deed: Deed) -> Vec<Fact> {
    let (head, said) = match deed {
        Deed::Import => ("Imported", "They hear of what matches from now on."),
        Deed::Check => ("Only checked", "Nothing is written. Choose the file again to import it."),
    };
    let numbers = [
        ("New", count.fresh),
        ("Known, brought up to date", count.known),
        ("Left alone: they stopped, cannot be reached, or are never written to", count.left_alone),
        ("Lines of an address that came again further down", count.repeated),
    ];
    let numbers = numbers.into_iter().map(|(label, number)| Fact::Text(label.to_owned(), number.to_string()));
    std::iter::once(Fact::Text(head.to_owned(), said.to_owned())).chain(numbers).collect()
}

fn show(app: &App, staff: &extract::Staff, status: StatusCode, faults: &Faults, facts: Vec<Fact>) -> HttpResponse {
    let hint = format!(
        "CSV, UTF-8; the first line names the columns: {}. Values of one cell are divided by “;”. In “consent” stands where and \
         when they agreed.",
        COLUMNS.join(", ")
    );
    let acts = vec![Choice::new("check", "Only check it", true), Choice::new("import", "Import it", false)];
    let form = Form {
        heading: "Import subscribers".to_owned(),
        action: "/admin/subscribers/import".to_owned(),
        parts: vec![
            Part::Field(Field { kind: Kind::Csv, ..forms::field("file", "File", &hint, "", faults) }),
            Part::Select(forms::options("act", "What to do", "", acts, faults)),
        ],
        button: "Go".to_owned(),
        faults: forms::summary(faults),
        files: true,
        ..Form::default()
    };
    let page = Listing {
        frame: super::frame(app, staff, "/admin/subscribers", "Import"),
        tabs: super::reader_tabs("/admin/subscribers/import"),
        facts,
        empty: "",
        forms: vec![form],
        ..Listing::default()
    };
    answer::private(status, page.html())
}
