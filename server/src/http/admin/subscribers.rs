//! `GET /admin/subscribers`

use crate::{
    domain::{
        id::SubscriberGroupId, invalid::Faults, person::Role, subscriber::SubscriberState, subscriber_group::SubscriberGroup,
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    services::roll,
    state::App,
    store::{
        subscriber_groups,
        subscribers::{self, Search, Subscriber},
    },
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Tone,
    pages::admin::listing::{Item, Listing, Row},
    pieces::{Choice, Field, Kind, Options, State},
};

/// Subscribers on one page of the list.
const PAGE: i64 = 100;

fn asked(request: &HttpRequest) -> Search {
    let asked = |name: &str| extract::value(request.query_string(), name).filter(|text| !text.trim().is_empty());
    Search {
        address: asked("address").map(|address| address.trim().to_owned()),
        state: asked("state").and_then(|word| word.parse().ok()),
        channel: asked("channel").and_then(|word| word.parse().ok()),
        group: asked("group").map(SubscriberGroupId::from),
        after: asked("after").unwrap_or_default(),
    }
}

/// The same search, behind a subscriber.
fn query(search: &Search, after: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let state = search.state.map(|state| ("state", state.to_string()));
    let channel = search.channel.map(|channel| ("channel", channel.to_string()));
    let address = search.address.clone().map(|address| ("address", address));
    let group = search.group.as_ref().map(|group| ("group", group.to_string()));
    let after = (!after.is_empty()).then(|| ("after", after.to_owned()));
    query.extend_pairs(state.into_iter().chain(channel).chain(address).chain(group).chain(after));
    let query = query.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

fn form(search: &Search, groups: &[SubscriberGroup]) -> (Vec<Options>, Field) {
    let none = Faults::default();
    let any = Choice::new("", "Any", search.state.is_none());
    let states = SubscriberState::ALL.iter().map(|one| Choice::new(one.as_str(), one.label(), search.state == Some(*one)));
    let address =
        forms::field("address", "Address", "A part of it is enough.", search.address.as_deref().unwrap_or_default(), &none);
    let states = forms::options("state", "State", "", std::iter::once(any).chain(states).collect(), &none);
    let any = Choice::new("", "Any", search.group.is_none());
    let named =
        |group: &SubscriberGroup| Choice::new(group.id.to_string(), group.name.clone(), search.group.as_ref() == Some(&group.id));
    let named = std::iter::once(any).chain(groups.iter().map(named)).collect();
    let groups = (!groups.is_empty()).then(|| forms::options("group", "Group", "", named, &none));
    (std::iter::once(states).chain(groups).collect(), Field { kind: Kind::Search, optional: true, ..address })
}

/// The list, with numbers by state.
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let search = asked(&request);
    let wanted = search.clone();
    let read = app
        .read(move |conn| {
            let rows = subscribers::found(conn, &wanted, PAGE)?;
            Ok((rows, subscribers::count_by_state(conn)?, subscriber_groups::list(conn)?))
        })
        .await;
    let (rows, counts, groups) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
    let older = rows.last().filter(|_| full).map(|row| query(&search, row.id.as_str()));
    let count = |state: &SubscriberState| counts.iter().find(|(other, _)| other == state).map_or(0, |(_, count)| *count);
    let rows = rows.into_iter().map(|row| shown(&app, row));
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/subscribers", "Subscribers"),
        tabs: super::reader_tabs("/admin/subscribers"),
        counts: SubscriberState::ALL.iter().map(|state| (state.label(), count(state), false)).collect(),
        button: Some(("Save as CSV".to_owned(), format!("/admin/subscribers.csv{}", query(&search, "")))),
        search: Some(form(&search, &groups)),
        heads: vec!["Address", "By", "State", "Zone", "Came by", "Since"],
        rows: rows.collect(),
        empty: "Nobody here. People subscribe on the page; programs add confirmed ones through the API.",
        older,
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

fn shown(app: &App, row: Subscriber) -> Row {
    let tone = match row.state {
        SubscriberState::Active => Tone::Operational,
        SubscriberState::Pending | SubscriberState::Stopped => Tone::Unknown,
        SubscriberState::Bounced => Tone::Major,
    };
    Row {
        cells: vec![
            Item::Link(app.signer.shown(&row.address), format!("/admin/subscribers/{}", row.id)),
            Item::Text(row.channel.label().to_owned()),
            Item::State(State { tone, place: None, word: Some(row.state.label().to_owned()) }),
            Item::Text(row.zone),
            Item::Text(row.source),
            Item::Moment(Some(present::staff_moment(row.created_at))),
        ],
        ..Row::default()
    }
}

/// `GET /admin/subscribers.csv`: those who are looked for, as a file.
pub(crate) async fn csv(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (search, signer) = (asked(&request), app.signer.clone());
    let written = app.read(move |conn| roll::csv(conn, &signer, search)).await;
    match written {
        Ok(bytes) => answer::file("text/csv; charset=utf-8", "subscribers.csv", bytes),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}
