//! `GET /admin/subscribers`

use crate::{
    domain::{person::Role, subscriber::SubscriberState},
    http::{answer, extract, fail, present},
    state::App,
    store::subscribers,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Tone,
    pages::admin::listing::{Item, Listing, Row},
    pieces::State,
};

/// Subscribers on one page of the list.
const PAGE: i64 = 100;

/// The list, with numbers by state.
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let cursor = extract::value(request.query_string(), "after").unwrap_or_default();
    let read = app.read(move |conn| Ok((subscribers::page(conn, &cursor, PAGE)?, subscribers::count_by_state(conn)?))).await;
    let (rows, counts) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
    let older = rows.last().filter(|_| full).map(|row| format!("?after={}", row.id));
    let count = |state: &SubscriberState| counts.iter().find(|(other, _)| other == state).map_or(0, |(_, count)| *count);
    let rows = rows.into_iter().map(|row| {
        let tone = match row.state {
            SubscriberState::Active => Tone::Operational,
            SubscriberState::Pending | SubscriberState::Stopped => Tone::Unknown,
            SubscriberState::Bounced => Tone::Major,
        };
        Row {
            cells: vec![
                Item::Text(app.shown(&row.address)),
                Item::Text(row.channel.label().to_owned()),
                Item::State(State { tone, place: None, word: Some(row.state.label().to_owned()) }),
                Item::Text(row.zone),
                Item::Text(row.source),
                Item::Moment(Some(present::staff_moment(row.created_at))),
            ],
            ..Row::default()
        }
    });
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/subscribers", "Subscribers"),
        tabs: super::reader_tabs("/admin/subscribers"),
        counts: SubscriberState::ALL.iter().map(|state| (state.label(), count(state), false)).collect(),
        heads: vec!["Address", "By", "State", "Zone", "Came by", "Since"],
        rows: rows.collect(),
        empty: "Nobody yet. People subscribe on the page; programs add confirmed ones through the API.",
        older,
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}
