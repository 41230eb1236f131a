//! `GET /admin/deliveries` and `GET /admin/deliveries/{id}`: the ledger.

use super::now::counts_of;
use crate::{
    domain::{delivery::DeliveryState, id::NoticeId, invalid::Faults, person::Role},
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    state::App,
    store::ledger::{self, Attempt, Entry, Search},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Tone,
    pages::admin::listing::{Item, Listing, Row},
    pieces::{Choice, Field, Kind, Options, State},
};

/// Entries on one page of the ledger.
const PAGE: i64 = 100;

/// The ledger, newest first, by state, address or notice.
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let asked = |name: &str| extract::value(request.query_string(), name);
    let search = Search {
        state: asked("state").and_then(|word| word.parse().ok()),
        address: asked("address").map(|address| address.trim().to_owned()),
        notice: asked("notice").map(NoticeId::from),
        recipient: asked("recipient"),
        before: asked("before"),
    };
    let wanted = search.clone();
    let read = app.read(move |conn| Ok((ledger::entries(conn, &wanted, PAGE)?, ledger::counts(conn)?))).await;
    let (entries, counts) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let full = i64::try_from(entries.len()).is_ok_and(|count| count == PAGE);
    let older = entries.last().filter(|_| full).map(|entry| older(&search, &entry.id));
    let snapshot = app.hub.load();
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/subscribers", "Deliveries"),
        tabs: super::reader_tabs("/admin/deliveries"),
        counts: counts_of(&counts),
        search: Some(form(&search)),
        heads: vec!["Address", "What", "State", "Attempts", "Server’s reply", "Due or ended"],
        rows: entries.into_iter().map(|entry| row(&app, &snapshot.state, entry)).collect(),
        empty: "Nothing here. Every mail that is to be sent has its row in this ledger.",
        older,
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

/// Every attempt at one delivery.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = id.into_inner();
    let attempts = match app.read(move |conn| Ok(ledger::attempts_at(conn, &id)?)).await {
        Ok(attempts) => attempts,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let rows = attempts.into_iter().map(|Attempt { number, at, outcome, reply }| Row {
        cells: vec![
            Item::Text(number.to_string()),
            Item::Moment(Some(present::staff_moment(at))),
            Item::Text(outcome),
            Item::Code(reply),
        ],
        ..Row::default()
    });
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/subscribers", "One delivery"),
        tabs: super::reader_tabs("/admin/deliveries"),
        heads: vec!["Attempt", "When", "Outcome", "Server’s reply"],
        rows: rows.collect(),
        empty: "It has not been tried yet.",
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

fn row(app: &App, state: &crate::snapshot::PublicState, entry: Entry) -> Row {
    let title = entry.incident_id.as_ref().and_then(|id| state.incident(id.as_str())).map(|record| record.incident.title.clone());
    let what = title.map_or_else(|| entry.kind.label().to_owned(), |title| format!("{}: {title}", entry.kind.label()));
    let tone = match entry.state {
        DeliveryState::Queued if entry.attempts > 0 => Tone::Degraded,
        DeliveryState::Queued | DeliveryState::Held | DeliveryState::Skipped => Tone::Unknown,
        DeliveryState::Sent => Tone::Operational,
        DeliveryState::Failed => Tone::Major,
    };
    Row {
        cells: vec![
            Item::Text(entry.to().map_or_else(|| "(forgotten)".to_owned(), |address| app.signer.shown(address))),
            Item::Link(what, format!("/admin/notices/{}", entry.notice_id)),
            Item::State(State { tone, place: None, word: Some(entry.state.label().to_owned()) }),
            Item::Link(entry.attempts.to_string(), format!("/admin/deliveries/{}", entry.id)),
            Item::Code(entry.reply),
            Item::Moment(Some(present::staff_moment(entry.ended_at.unwrap_or(entry.due_at)))),
        ],
        ..Row::default()
    }
}

fn form(search: &Search) -> (Vec<Options>, Field) {
    let any = Choice::new("", "Any", search.state.is_none());
    let states = DeliveryState::ALL.iter().map(|state| Choice::new(state.as_str(), state.label(), search.state == Some(*state)));
    let none = Faults::default();
    let address = forms::field("address", "Address", "", search.address.as_deref().unwrap_or_default(), &none);
    (
        vec![forms::options("state", "State", "", std::iter::once(any).chain(states).collect(), &none)],
        Field { kind: Kind::Search, optional: true, ..address },
    )
}

/// The same search, further back.
fn older(search: &Search, last: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(state) = search.state {
        query.append_pair("state", state.as_str());
    }
    if let Some(address) = &search.address {
        query.append_pair("address", address);
    }
    if let Some(notice) = &search.notice {
        query.append_pair("notice", notice.as_str());
    }
    if let Some(recipient) = &search.recipient {
        query.append_pair("recipient", recipient);
    }
    format!("?{}", query.append_pair("before", last).finish())
}
