//! `GET /admin/subscribers`

use crate::{
    domain::{
        id::{SubscriberGroupId, SubscriberId},
        invalid::Faults,
        person::Role,
        subscriber::SubscriberState,
        subscriber_group::SubscriberGroup,
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
        spreadsheet::harmless,
    },
    services::Refusal,
    state::App,
    store::{
        StoreError, subscriber_groups,
        subscribers::{self, Search, Subscriber},
    },
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Tone,
    pages::admin::listing::{Item, Listing, Row},
    pieces::{Choice, Field, Kind, Options, State},
};
use std::collections::BTreeSet;

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
            Item::Link(app.shown(&row.address), format!("/admin/subscribers/{}", row.id)),
            Item::Text(row.channel.label().to_owned()),
            Item::State(State { tone, place: None, word: Some(row.state.label().to_owned()) }),
            Item::Text(row.zone),
            Item::Text(row.source),
            Item::Moment(Some(present::staff_moment(row.created_at))),
        ],
        ..Row::default()
    }
}

/// The names of somebody's groups as files take them in.
fn names(groups: &[SubscriberGroup], inside: &BTreeSet<(SubscriberId, SubscriberGroupId)>, id: &SubscriberId) -> String {
    let is_inside = |group: &&SubscriberGroup| inside.contains(&(id.clone(), group.id.clone()));
    groups.iter().filter(is_inside).map(|group| group.name.as_str()).collect::<Vec<_>>().join(";")
}

/// The columns of the file.
const HEADS: [&str; 11] = [
    "address",
    "channel",
    "state",
    "filter",
    "zone",
    "language",
    "source",
    "created_at",
    "confirmed_at",
    "consent",
    "subscriber_groups",
];

fn line(app: &App, row: &Subscriber, names: &str) -> [String; HEADS.len()] {
    [
        harmless(&app.shown(&row.address)),
        row.channel.to_string(),
        row.state.to_string(),
        row.filter.clone(),
        row.zone.clone(),
        row.language.to_string(),
        row.source.clone(),
        row.created_at.to_rfc3339(),
        row.confirmed_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
        harmless(&row.consent),
        harmless(names),
    ]
}

/// Lines of the file that are read at once.
const LINES: i64 = 1_000;

/// `GET /admin/subscribers.csv`: those who are looked for, as a file.
pub(crate) async fn csv(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (mut search, of) = (asked(&request), app.clone());
    let written = app
        .read(move |conn| {
            let told = |error: csv::Error| Refusal::from(StoreError::Damaged(error.to_string()));
            let mut file = csv::Writer::from_writer(Vec::new());
            file.write_record(HEADS).map_err(told)?;
            let groups = subscriber_groups::list(conn)?;
            loop {
                let rows = subscribers::found(conn, &search, LINES)?;
                let Some(last) = rows.last() else { break };
                search.after = last.id.to_string();
                let ids: Vec<SubscriberId> = rows.iter().map(|row| row.id.clone()).collect();
                let inside = subscriber_groups::of_subscribers(conn, &ids)?.into_iter().collect();
                for row in rows {
                    let names = names(&groups, &inside, &row.id);
                    file.write_record(line(&of, &row, &names)).map_err(told)?;
                }
            }
            file.into_inner().map_err(|error| Refusal::from(StoreError::Damaged(error.to_string())))
        })
        .await;
    match written {
        Ok(bytes) => answer::file("text/csv; charset=utf-8", "subscribers.csv", bytes),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}
