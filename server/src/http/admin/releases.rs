//! `GET` and `POST /admin/releases/{id}`: the second pair of eyes.

use super::subscriber_groups;
use crate::{
    domain::{
        catalogue::Catalogue,
        health::Health,
        incident::{AffectedInput, IncidentDraft, IncidentInput},
        language::Language,
        person::Role,
        release::{Proposed, ReleaseState},
    },
    http::{answer, extract, fail, present},
    services::{Refusal, preview, releases as service},
    state::App,
    store::{self, Conn, StoreError, policies, releases},
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang,
    pages::admin::{
        form::Form,
        listing::{Item, Listing, Row},
    },
    pieces::Fact,
};
use chrono::{DateTime, Utc};

/// What waits, with all that will be public.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    let (wanted, now) = (id.into_inner(), app.clock.now());
    let shown = match app.read(move |conn| read(conn, &wanted, now)).await {
        Ok(shown) => shown,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let snapshot = app.hub.load();
    let catalogue = &snapshot.state.catalogue;
    let row = &shown.row;
    let waits = row.state == ReleaseState::Waiting && staff.must_be(Role::Responder).is_ok();
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/incidents", &format!("Release: {}", row.title)),
        facts: facts(&shown, catalogue),
        heads: vec!["Component", "Region", "Health"],
        rows: places(&shown.input, catalogue),
        forms: if waits { forms(row) } else { Vec::new() },
        words: words(&shown.input, shown.promise),
        empty: "No place is named, so it concerns everybody.",
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

/// What is shown of a release.
struct Shown {
    row: releases::Release,
    input: IncidentInput,
    /// Who will hear it; none once it is decided.
    reach: Option<preview::Reach>,
    promise: present::Promise,
    told_to: Option<Fact>,
}

fn read(conn: &mut Conn, wanted: &str, now: DateTime<Utc>) -> Result<Shown, Refusal> {
    let row = releases::find(conn, wanted)?.ok_or(Refusal::Missing("release"))?;
    let proposed: Proposed = serde_json::from_str(&row.input).map_err(StoreError::from)?;
    let input = proposed.incident;
    let reach = if row.state == ReleaseState::Waiting { reach(conn, &input, row.proposed_at)? } else { None };
    let next = policies::current(conn)?.policy.next_update(row.severity, false, now);
    let within = input.subscriber_groups.iter().map(|id| id.as_str().into()).collect();
    let told_to = subscriber_groups::fact(&store::subscriber_groups::list(conn)?, &within);
    Ok(Shown { row, input, reach, promise: present::Promise::of(next, true, now), told_to })
}

fn facts(Shown { row, input, reach, told_to, .. }: &Shown, catalogue: &Catalogue) -> Vec<Fact> {
    let text = |label: &str, text: String| Fact::Text(label.to_owned(), text);
    let mut facts = vec![
        text("Severity", row.severity.label().to_owned()),
        text("Wanted by", row.proposed_by.clone()),
        text("Stands", row.state.label().to_owned()),
        Fact::Moment("Alone from".to_owned(), present::staff_moment(row.alone_at)),
    ];
    let more = [
        ("Customers affected, %", input.customers_affected.clone()),
        ("Began", input.started_at.clone()),
        ("Expected to end", input.eta_at.clone()),
        ("Cause", input.cause.clone()),
        ("What customers can do", input.workaround.clone()),
        ("Regions told", input.regions.as_ref().map(|regions| region_names(catalogue, regions))),
        ("Why another severity", Some(input.severity_reason.clone())),
    ];
    for (label, said) in more {
        facts.extend(said.filter(|said| !said.is_empty()).map(|said| text(label, said)));
    }
    facts.extend(told_to.clone());
    if let Some(incident) = &row.incident {
        facts.push(Fact::Link("Became".to_owned(), row.title.clone(), format!("/admin/incidents/{incident}")));
    }
    if let Some(reach) = reach {
        let parts: Vec<String> = reach.regions.iter().map(|(region, count)| format!("{region} {count}")).collect();
        let parts = if parts.is_empty() { "everybody".to_owned() } else { parts.join(", ") };
        facts.push(text("Will hear it by mail", format!("{} ({parts})", reach.hears)));
        facts.push(text("Among them", reach.sample.iter().take(3).cloned().collect::<Vec<_>>().join(" ")));
    }
    facts
}

fn places(input: &IncidentInput, catalogue: &Catalogue) -> Vec<Row> {
    let row = |one: &AffectedInput| Row {
        cells: vec![
            Item::Text(catalogue.component(&one.component).map_or_else(|| one.component.clone(), |found| found.name.clone())),
            Item::Text(region_names(catalogue, std::slice::from_ref(&one.region))),
            Item::Text(one.health.parse::<Health>().map_or_else(|_| one.health.clone(), |health| health.label().to_owned())),
        ],
        ..Row::default()
    };
    input.affected.iter().map(row).collect()
}

/// The words as their readers would have them if it were released now.
fn words(input: &IncidentInput, promise: present::Promise) -> Vec<(String, String, String)> {
    let first = ("What customers read".to_owned(), Language::En, "", input.body.as_str());
    let again = input.translations.iter().filter_map(|one| {
        let language: Language = one.language.parse().ok()?;
        Some((language.label().to_owned(), language, one.title.as_str(), one.body.as_str()))
    });
    let shown = std::iter::once(first).chain(again).map(|(label, language, title, body)| {
        let title = if title.is_empty() { String::new() } else { format!("**{title}**\n\n") };
        let html = present::html(Lang::from(language), &format!("{title}{body}"), promise);
        (label, language.as_str().to_owned(), html)
    });
    shown.collect()
}

/// Who would hear of it if it were released now; none where it cannot be any more.
fn reach(conn: &mut Conn, input: &IncidentInput, now: DateTime<Utc>) -> Result<Option<preview::Reach>, Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let policy = policies::current(conn)?.policy;
    let Ok(draft) = IncidentDraft::parse(input, &catalogue, &policy, now) else { return Ok(None) };
    Ok(Some(preview::of_draft(conn, &catalogue, &draft)?))
}

fn region_names(catalogue: &Catalogue, regions: &[String]) -> String {
    let name = |word: &String| catalogue.region(word).map_or_else(|| word.clone(), |region| region.name.clone());
    regions.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn forms(row: &releases::Release) -> Vec<Form> {
    let form = |heading: &str, act: &str, button: &str| Form {
        heading: heading.to_owned(),
        action: format!("/admin/releases/{}", row.id),
        hidden: vec![("act", act.to_owned())],
        button: button.to_owned(),
        ..Form::default()
    };
    vec![
        form("I have read it and it is right", "release", "Release: publish and send"),
        form("It should not be published", "withdraw", "Take it back"),
    ]
}

/// Releases it, or takes it back.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = id.into_inner();
    let wanted = id.clone();
    let releases_it = fields.get("act") == "release";
    let done = app
        .write(&staff.email, move |conn, act| {
            if releases_it {
                return service::release(conn, act, &wanted).map(|incident| format!("/admin/incidents/{incident}"));
            }
            service::withdraw(conn, act, &wanted).map(|()| "/admin/incidents".to_owned())
        })
        .await;
    match done {
        Ok(path) => answer::go(&path),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}
