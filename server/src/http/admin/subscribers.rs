//! `GET /admin/subscribers`

use crate::{
    domain::{
        catalogue::Catalogue,
        filter::Filter,
        id::{ComponentId, GroupId, RegionId, SubscriberId},
        invalid::Faults,
        person::Role,
        subscriber::SubscriberState,
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
        spreadsheet::harmless,
    },
    services::{Refusal, erasure, subscriptions, suppressions},
    state::App,
    store::{
        StoreError,
        subscribers::{self, Search, Subscriber},
    },
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Tone,
    pages::admin::{
        form::{Form, Part},
        listing::{Item, Listing, Row},
    },
    pieces::{Choice, Fact, Field, Kind, Options, State},
};

/// Subscribers on one page of the list.
const PAGE: i64 = 100;

fn asked(request: &HttpRequest) -> Search {
    let asked = |name: &str| extract::value(request.query_string(), name).filter(|text| !text.trim().is_empty());
    Search {
        address: asked("address").map(|address| address.trim().to_owned()),
        state: asked("state").and_then(|word| word.parse().ok()),
        channel: asked("channel").and_then(|word| word.parse().ok()),
        after: asked("after").unwrap_or_default(),
    }
}

/// The same search, behind a subscriber.
fn query(search: &Search, after: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let state = search.state.map(|state| ("state", state.to_string()));
    let channel = search.channel.map(|channel| ("channel", channel.to_string()));
    let address = search.address.clone().map(|address| ("address", address));
    let after = (!after.is_empty()).then(|| ("after", after.to_owned()));
    query.extend_pairs(state.into_iter().chain(channel).chain(address).chain(after));
    let query = query.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

fn form(search: &Search) -> (Options, Field) {
    let none = Faults::default();
    let any = Choice::new("", "Any", search.state.is_none());
    let states = SubscriberState::ALL.iter().map(|one| Choice::new(one.as_str(), one.label(), search.state == Some(*one)));
    let address =
        forms::field("address", "Address", "A part of it is enough.", search.address.as_deref().unwrap_or_default(), &none);
    (
        forms::options("state", "State", "", std::iter::once(any).chain(states).collect(), &none),
        Field { kind: Kind::Search, optional: true, ..address },
    )
}

/// The list, with numbers by state.
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let search = asked(&request);
    let wanted = search.clone();
    let read = app.read(move |conn| Ok((subscribers::found(conn, &wanted, PAGE)?, subscribers::count_by_state(conn)?))).await;
    let (rows, counts) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
    let older = rows.last().filter(|_| full).map(|row| query(&search, row.id.as_str()));
    let count = |state: &SubscriberState| counts.iter().find(|(other, _)| other == state).map_or(0, |(_, count)| *count);
    let rows = rows.into_iter().map(|row| {
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
    });
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/subscribers", "Subscribers"),
        tabs: super::reader_tabs("/admin/subscribers"),
        counts: SubscriberState::ALL.iter().map(|state| (state.label(), count(state), false)).collect(),
        button: Some(("Save as CSV".to_owned(), format!("/admin/subscribers.csv{}", query(&search, "")))),
        search: Some(form(&search)),
        heads: vec!["Address", "By", "State", "Zone", "Came by", "Since"],
        rows: rows.collect(),
        empty: "Nobody here. People subscribe on the page; programs add confirmed ones through the API.",
        older,
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
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
            file.write_record([
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
            ])
            .map_err(told)?;
            loop {
                let rows = subscribers::found(conn, &search, LINES)?;
                let Some(last) = rows.last() else { break };
                search.after = last.id.to_string();
                for row in rows {
                    let confirmed = row.confirmed_at.map(|at| at.to_rfc3339()).unwrap_or_default();
                    let consent = harmless(&row.consent);
                    let (address, created) = (harmless(&of.shown(&row.address)), row.created_at.to_rfc3339());
                    let words =
                        [row.channel.as_str(), row.state.as_str(), &row.filter, &row.zone, row.language.as_str(), &row.source];
                    let line = std::iter::once(address.as_str()).chain(words).chain([
                        created.as_str(),
                        confirmed.as_str(),
                        consent.as_str(),
                    ]);
                    file.write_record(line).map_err(told)?;
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

/// `GET /admin/subscribers/{id}`: one of them, and what may be done.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = SubscriberId::from(id.into_inner());
    let of = app.clone();
    let read = app
        .read(move |conn| {
            let row = subscribers::find(conn, &id)?.ok_or(Refusal::Missing("subscriber"))?;
            let wants = wants(&row.wants()?, &of.hub.load().state.catalogue);
            Ok((row, wants))
        })
        .await;
    let (row, wants) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let text = |label: &str, text: &str| Fact::Text(label.to_owned(), text.to_owned());
    let moment = |label: &str, at| Fact::Moment(label.to_owned(), present::staff_moment(at));
    let mut facts = vec![
        text("By", row.channel.label()),
        text("State", row.state.label()),
        text("Zone", &row.zone),
        text("Language", row.language.label()),
        text("Came by", &row.source),
        moment("Asked", row.created_at),
    ];
    facts.extend((!row.consent.is_empty()).then(|| text("Agreed", &row.consent)));
    facts.extend(row.confirmed_at.map(|at| moment("Confirmed", at)));
    facts.extend(row.stopped_at.map(|at| moment("Stopped", at)));
    facts.extend(wants.into_iter().map(|(label, wanted)| text(label, &wanted)));
    let address = app.shown(&row.address);
    let ledger = url::form_urlencoded::Serializer::new(String::new()).append_pair("address", &row.address_key).finish();
    facts.push(Fact::Link("Ledger".to_owned(), "What was sent".to_owned(), format!("/admin/deliveries?{ledger}")));
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/subscribers", &address),
        tabs: super::reader_tabs("/admin/subscribers"),
        facts,
        empty: "",
        forms: deeds(&row),
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

/// What staff may do with a subscriber.
fn deeds(row: &Subscriber) -> Vec<Form> {
    let sure = Choice::new("yes", "Erase it for good", false);
    let sure = Part::Checks(forms::options("sure", "Are you sure?", "", vec![sure], &Faults::default()));
    let deed = |deed: &'static str, heading: &str, parts, button: &str| Form {
        heading: heading.to_owned(),
        action: format!("/admin/subscribers/{}", row.id),
        hidden: vec![("act", deed.to_owned())],
        parts,
        button: button.to_owned(),
        ..Form::default()
    };
    let stop = deed("stop", "They want no more", Vec::new(), "Stop it");
    let reinstate = deed("reinstate", "Their address works again", Vec::new(), "Write to it again");
    let erase = deed("erase", "They want to be forgotten", vec![sure], "Erase all that is known");
    let is = |state| row.state == state;
    let offered = is(SubscriberState::Bounced).then_some(reinstate);
    offered.into_iter().chain((!is(SubscriberState::Stopped)).then_some(stop)).chain([erase]).collect()
}

/// What somebody wants to hear of, by name. A limit that is not set is no fact.
fn wants(filter: &Filter, catalogue: &Catalogue) -> Vec<(&'static str, String)> {
    let region = |id: &RegionId| catalogue.region(id.as_str()).map_or_else(|| id.to_string(), |found| found.name.clone());
    let component =
        |id: &ComponentId| catalogue.component(id.as_str()).map_or_else(|| id.to_string(), |found| found.name.clone());
    let group = |id: &GroupId| {
        let found = catalogue.groups.iter().find(|group| group.id == *id);
        found.map_or_else(|| id.to_string(), |group| format!("all of {}", group.name))
    };
    let chosen = filter.components.as_ref();
    let groups = chosen.into_iter().flat_map(|chosen| &chosen.groups).map(group);
    let components = chosen.into_iter().flat_map(|chosen| &chosen.components).map(component);
    let facts = [
        ("Wants", filter.kinds.iter().map(|kind| kind.label().to_owned()).collect()),
        ("Of regions", filter.regions.iter().flatten().map(region).collect()),
        ("Of components", groups.chain(components).collect()),
        ("Of severities", filter.severities.iter().flatten().map(|severity| severity.code().to_owned()).collect()),
    ];
    facts
        .into_iter()
        .map(|(label, names): (_, Vec<String>)| (label, names.join(", ")))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// Stops one, or erases it once that is ticked.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (id, signer) = (SubscriberId::from(id.into_inner()), app.signer.clone());
    let back = format!("/admin/subscribers/{id}");
    let (deed, sure) = (fields.get("act").to_owned(), fields.get("sure") == "yes");
    let done = app
        .write(&staff.email, move |conn, act| match (deed.as_str(), sure) {
            ("reinstate", _) => suppressions::reinstate(conn, act, &id).map(|()| back),
            ("stop", _) => subscriptions::stop(conn, act, &id).map(|()| back),
            ("erase", true) => erasure::erase(conn, act, &signer, &id).map(|()| "/admin/subscribers".to_owned()),
            _ => Err(Refusal::Conflict("tick that you are sure; what is erased does not come back".to_owned())),
        })
        .await;
    match done {
        Ok(next) => answer::go(&next),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}
