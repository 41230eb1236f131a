//! `GET` and `POST /admin/updates/{id}`: mending a text that was published.

use super::stale::{carried, unchanged};
use crate::{
    domain::{id::UpdateId, invalid::Faults, person::Role},
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    services::{Refusal, incidents},
    state::App,
    store::{edits, updates},
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::{
        form::{Form, Part},
        listing::{Item, Listing, Row},
    },
    pieces::Choice,
};

/// The text, and what it said before.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    show(&app, &staff, &UpdateId::from(id.into_inner()), None).await
}

/// Changes the text; tells everybody again only when that is ticked.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = UpdateId::from(id.into_inner());
    let (wanted, body, notify) = (id.clone(), fields.get("body").to_owned(), fields.get("notify") == "yes");
    let text = body.clone();
    let seen = fields.get("seen").to_owned();
    let done = app
        .write(&staff.email, move |conn, act| {
            let before = updates::find(conn, &wanted)?.ok_or(Refusal::Missing("update"))?;
            unchanged("body", &seen, &before.body)?;
            incidents::edit(conn, act, &wanted, &text, notify)
        })
        .await;
    match done {
        Ok(()) => back(&app, &id).await,
        Err(Refusal::Invalid(faults)) => show(&app, &staff, &id, Some((body, faults, fields.get("seen").to_owned()))).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn back(app: &App, id: &UpdateId) -> HttpResponse {
    let wanted = id.clone();
    match app.read(move |conn| Ok(updates::find(conn, &wanted)?)).await {
        Ok(found) => {
            let incident = found.and_then(|update| update.incident_id).map(|incident| format!("/{incident}#update-{id}"));
            answer::go(&format!("/admin/incidents{}", incident.unwrap_or_default()))
        }
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

async fn show(app: &App, staff: &extract::Staff, id: &UpdateId, typed: Option<(String, Faults, String)>) -> HttpResponse {
    let wanted = id.clone();
    let read = app
        .read(move |conn| {
            let update = updates::find(conn, &wanted)?.ok_or(Refusal::Missing("update"))?;
            Ok((update, edits::of(conn, &wanted)?))
        })
        .await;
    let (update, before) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (body, faults, seen) = typed.unwrap_or((update.body.clone(), Faults::default(), String::new()));
    let advice = "Markdown. The page says that it was edited, and when.";
    let text = forms::words("body", "Text", advice, &body, &faults);
    let hint = "A mail with this text, to everybody who would hear of a new update.".to_owned();
    let notify = Choice { hint, ..Choice::new("yes", "Notify again", false) };
    let rows = before.into_iter().map(|edit| Row {
        cells: vec![Item::Text(edit.body), Item::Moment(Some(present::staff_moment(edit.at))), Item::Text(edit.author)],
        ..Row::default()
    });
    let page = Listing {
        frame: super::frame(app, staff, "/admin/incidents", "Edit an update"),
        heads: vec!["It said until then", "Changed", "By"],
        rows: rows.collect(),
        empty: "The text is as it was said first.",
        forms: vec![Form {
            heading: "Text".to_owned(),
            action: format!("/admin/updates/{id}"),
            hidden: vec![("seen", carried(&seen, &faults, &update.body))],
            parts: vec![Part::Field(text), Part::Checks(forms::options("notify", "Tell again", "", vec![notify], &faults))],
            button: "Save the text".to_owned(),
            faults: forms::summary(&faults),
            ..Form::default()
        }],
        ..Listing::default()
    };
    answer::private(status, page.html())
}
