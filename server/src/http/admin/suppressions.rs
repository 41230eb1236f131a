//! `GET` and `POST /admin/suppressions`: the addresses that nothing is sent to.

use crate::{
    domain::{invalid::Faults, person::Role},
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    services::{Refusal, suppressions as service},
    state::App,
    store::suppressions::{self, Barred},
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::{
        form::{Form, Part},
        listing::{Item, Listing, Row},
    },
    pieces::{Choice, Fact, Field, Kind},
};

/// The list.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    show(&app, &staff, StatusCode::OK, "", &Faults::default()).await
}

/// Puts an address on it, or takes one off.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (sent, signer) = (fields.clone(), app.signer.clone());
    let done = app
        .write(&staff.email, move |conn, act| match sent.get("act") {
            "lift" => service::lift(conn, act, sent.get("mark")),
            _ => service::add(conn, act, &signer, sent.get("email")),
        })
        .await;
    match done {
        Ok(()) => answer::go("/admin/suppressions"),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, fields.get("email"), &faults).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn show(app: &App, staff: &extract::Staff, status: StatusCode, typed: &str, faults: &Faults) -> HttpResponse {
    let read = app.read(|conn| Ok((suppressions::barred(conn)?, suppressions::count_erased(conn)?))).await;
    let (barred, erased) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let row = |one: &Barred| Row {
        cells: vec![Item::Text(one.address.clone()), Item::Moment(Some(present::staff_moment(one.since)))],
        ..Row::default()
    };
    let link = |label: &str, word: &str, query: &str| {
        Fact::Link(label.to_owned(), word.to_owned(), format!("/admin/subscribers?state={query}"))
    };
    let page = Listing {
        frame: super::frame(app, staff, "/admin/subscribers", "Never written to"),
        tabs: super::reader_tabs("/admin/suppressions"),
        facts: vec![
            Fact::Text(
                "Erased at their wish".to_owned(),
                format!("{erased}; only a mark is kept, so that no file brings them back"),
            ),
            link("Cannot be reached", "Subscribers whose address bounced", "bounced"),
            link("Want no more", "Subscribers who stopped or called it spam", "stopped"),
        ],
        heads: vec!["Address", "Since"],
        rows: barred.iter().map(row).collect(),
        empty: "Nobody is on the list of staff.",
        forms: std::iter::once(add(typed, faults)).chain((!barred.is_empty()).then(|| lift(&barred))).collect(),
        ..Listing::default()
    };
    answer::private(status, page.html())
}

fn add(typed: &str, faults: &Faults) -> Form {
    let hint = "Whoever types it gets no letter, no file brings it in, and who subscribed with it is stopped.";
    Form {
        heading: "Never write to".to_owned(),
        action: "/admin/suppressions".to_owned(),
        parts: vec![Part::Field(Field { kind: Kind::Email, ..forms::field("email", "Email address", hint, typed, faults) })],
        button: "Put it on the list".to_owned(),
        faults: forms::summary(faults),
        ..Form::default()
    }
}

fn lift(barred: &[Barred]) -> Form {
    let choices = barred.iter().map(|one| Choice::new(&one.mark, &one.address, false)).collect();
    Form {
        heading: "Take one off".to_owned(),
        action: "/admin/suppressions".to_owned(),
        hidden: vec![("act", "lift".to_owned())],
        parts: vec![Part::Select(forms::options(
            "mark",
            "Address",
            "Its holder may subscribe again.",
            choices,
            &Faults::default(),
        ))],
        button: "Take it off".to_owned(),
        ..Form::default()
    }
}
