//! `/admin/subscribers/groups`: subscribers put together, so that something can be told to them alone.

use crate::{
    domain::{id::SubscriberGroupId, invalid::Faults, person::Role, subscriber_group::SubscriberGroup},
    http::{answer, extract, fail, present::forms},
    services::{
        Refusal,
        subscriber_groups::{self as service, Deed},
    },
    state::App,
    store::subscriber_groups,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::{
        form::{Form, Part},
        listing::{Item, Listing, Row},
    },
    pieces::{Choice, Fact, Field, Kind, Options},
};
use std::collections::BTreeSet;

/// Where the groups are.
const HOME: &str = "/admin/subscribers/groups";

/// The boxes of the groups that something can be told to alone; none while there are no groups.
pub(super) fn choice(groups: &[SubscriberGroup], ticked: &[String], faults: &Faults) -> Option<Options> {
    let choices = groups.iter().map(|group| {
        let is_ticked = ticked.iter().any(|word| *word == group.name || *word == group.id.as_str());
        Choice::new(group.id.to_string(), group.name.clone(), is_ticked)
    });
    let hint = "None ticked: everyone who matches. The page shows it to everybody in any case.";
    let choices: Vec<Choice> = choices.collect();
    (!choices.is_empty())
        .then(|| forms::options("subscriber_groups", "Send only to these groups of subscribers", hint, choices, faults))
}

/// What staff read of the groups that something is told to alone; nothing when it is told to everyone.
pub(super) fn fact(groups: &[SubscriberGroup], told: &BTreeSet<SubscriberGroupId>) -> Option<Fact> {
    let names: Vec<&str> = groups.iter().filter(|group| told.contains(&group.id)).map(|group| group.name.as_str()).collect();
    (!names.is_empty()).then(|| Fact::Text("Sent only to".to_owned(), names.join(", ")))
}

/// The list, with a form to add one.
pub(crate) async fn list(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    show(&app, &staff, StatusCode::OK, "", &Faults::default()).await
}

/// Adds one.
pub(crate) async fn add(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let name = fields.get("name").to_owned();
    match app.write(&staff.email, move |conn, act| service::add(conn, act, &name)).await {
        Ok(id) => answer::go(&format!("{HOME}/{id}")),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, fields.get("name"), &faults).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn show(app: &App, staff: &extract::Staff, status: StatusCode, name: &str, faults: &Faults) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(app, extract::Reader::default(), &refusal);
    }
    let read = app.read(|conn| Ok((subscriber_groups::list(conn)?, subscriber_groups::sizes(conn)?))).await;
    let (groups, sizes) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let rows = groups.into_iter().map(|group| Row {
        cells: vec![
            Item::Link(group.name, format!("{HOME}/{}", group.id)),
            Item::Text(sizes.get(&group.id).copied().unwrap_or_default().to_string()),
        ],
        ..Row::default()
    });
    let hint = "What staff call it, such as Enterprise EU. Who asks for what is kept of them reads it, too.";
    let add = Form {
        heading: "Add a group".to_owned(),
        action: HOME.to_owned(),
        parts: vec![Part::Field(forms::field("name", "Name", hint, name, faults))],
        button: "Add group".to_owned(),
        faults: forms::summary(faults),
        ..Form::default()
    };
    let page = Listing {
        frame: super::frame(app, staff, "/admin/subscribers", "Groups of subscribers"),
        tabs: super::reader_tabs(HOME),
        heads: vec!["Name", "Subscribers"],
        rows: rows.collect(),
        empty: "No groups yet. An incident or a maintenance can be sent to some groups alone.",
        forms: vec![add],
        ..Listing::default()
    };
    answer::private(status, page.html())
}

/// One group: its name, who is in it, and how to change both.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    one(&app, &staff, StatusCode::OK, &SubscriberGroupId::from(id.into_inner()), None).await
}

/// Renames it, puts subscribers in, takes them out, or removes it.
pub(crate) async fn change(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = SubscriberGroupId::from(id.into_inner());
    let (sent, group) = (fields.clone(), id.clone());
    let done = app
        .write(&staff.email, move |conn, act| {
            let lines = |field: &'static str| sent.get(field).lines().map(str::to_owned).collect::<Vec<_>>();
            let here = format!("{HOME}/{group}");
            match sent.get("act") {
                "add" => service::gather(conn, act, &group, (Deed::Add, "joining", &lines("joining"))).map(|_| here),
                "take-out" => service::gather(conn, act, &group, (Deed::TakeOut, "leaving", &lines("leaving"))).map(|_| here),
                "remove" => service::remove(conn, act, &group).map(|()| HOME.to_owned()),
                _ => service::rename(conn, act, &group, sent.get("name")).map(|()| HOME.to_owned()),
            }
        })
        .await;
    match done {
        Ok(next) => answer::go(&next),
        Err(Refusal::Invalid(faults)) => one(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &id, Some((&fields, &faults))).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// What was sent, and what is wrong with it.
type Wrong<'a> = Option<(&'a extract::Fields, &'a Faults)>;

async fn one(app: &App, staff: &extract::Staff, status: StatusCode, id: &SubscriberGroupId, wrong: Wrong<'_>) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(app, extract::Reader::default(), &refusal);
    }
    let wanted = id.clone();
    let read = app
        .read(move |conn| {
            let groups = subscriber_groups::list(conn)?;
            let group = groups.into_iter().find(|group| group.id == wanted).ok_or(Refusal::Missing("group of subscribers"))?;
            let size = subscriber_groups::sizes(conn)?.get(&group.id).copied().unwrap_or_default();
            Ok((group, size))
        })
        .await;
    let (group, size) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let members = if size == 1 { "1 subscriber".to_owned() } else { format!("{size} subscribers") };
    let page = Listing {
        frame: super::frame(app, staff, "/admin/subscribers", &group.name),
        tabs: super::reader_tabs(HOME),
        facts: vec![Fact::Link("Members".to_owned(), members, format!("/admin/subscribers?group={id}"))],
        empty: "",
        forms: deeds(&group, wrong),
        ..Listing::default()
    };
    answer::private(status, page.html())
}

fn deeds(group: &SubscriberGroup, wrong: Wrong<'_>) -> Vec<Form> {
    let none = Faults::default();
    let deed = |act: &'static str, heading: &str, button: &str, parts: &dyn Fn(&str, &Faults) -> Vec<Part>| {
        let mine = wrong.filter(|(fields, _)| fields.get("act") == act);
        let faults = mine.map_or(&none, |(_, faults)| faults);
        let typed = |name: &str| mine.map(|(fields, _)| fields.get(name).to_owned());
        let name = match act {
            "add" => "joining",
            "take-out" => "leaving",
            _ => "name",
        };
        Form {
            heading: heading.to_owned(),
            action: format!("{HOME}/{}", group.id),
            hidden: vec![("act", act.to_owned())],
            parts: parts(&typed(name).unwrap_or_default(), faults),
            button: button.to_owned(),
            faults: forms::summary(faults),
            ..Form::default()
        }
    };
    let lines = |name: &'static str, label: &'static str, hint: &'static str| {
        move |typed: &str, faults: &Faults| {
            vec![Part::Field(Field { kind: Kind::Body, ..forms::field(name, label, hint, typed, faults) })]
        }
    };
    let joining = "One mail address or telephone number a line, of people who have subscribed. Files name groups, too.";
    vec![
        deed("add", "Put subscribers in", "Put them in", &lines("joining", "Who joins", joining)),
        deed("take-out", "Take subscribers out", "Take them out", &lines("leaving", "Who leaves", "They stay subscribed.")),
        deed("rename", "Call it something else", "Rename it", &|typed, faults| {
            let name = if typed.is_empty() && faults.0.is_empty() { &group.name } else { typed };
            vec![Part::Field(forms::field("name", "Name", "", name, faults))]
        }),
        deed("remove", "It is of no use any more", "Remove the group", &|_, _| Vec::new()),
    ]
}
