//! `GET /admin/incidents` and `GET /admin/incidents/{id}`

use super::{health_grid, updates};
use crate::{
    domain::{
        catalogue::Catalogue,
        delivery::DeliveryState,
        health::Health,
        id::{IncidentId, NoticeId},
        impact::Pair,
        incident::UpdateInput,
        invalid::Faults,
        person::Role,
        phase::Phase,
    },
    http::{answer, extract, fail, present},
    services::{Refusal, incidents},
    state::App,
    store::{self, Conn, ledger, notices},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Tone,
    pages::admin::{
        incident::Incident,
        listing::{Item, Listing, Row},
    },
    pieces::{Fact, State},
};

/// Incidents on one page of the list.
const PAGE: i64 = 50;

/// The list, newest first.
pub(crate) async fn list(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let before = extract::value(request.query_string(), "before").map(IncidentId::from);
    let rows = match app.read(move |conn| Ok(store::incidents::page(conn, before.as_ref(), PAGE)?)).await {
        Ok(rows) => rows,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
    let older = rows.last().filter(|_| full).map(|row| format!("?before={}", row.id));
    let rows = rows.into_iter().map(|incident| Row {
        cells: vec![
            Item::Link(incident.title, format!("/admin/incidents/{}", incident.id)),
            Item::Severity(incident.severity.label().to_owned()),
            Item::State(State {
                tone: if incident.phase.is_open() { Tone::Degraded } else { Tone::Operational },
                place: None,
                word: Some(incident.phase.label().to_owned()),
            }),
            Item::Moment(Some(present::staff_moment(incident.started_at))),
            Item::Moment(incident.resolved_at.map(present::staff_moment)),
        ],
        ..Row::default()
    });
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/incidents", "Incidents"),
        button: staff.must_be(Role::Responder).is_ok().then(|| ("New incident".to_owned(), "/admin/incidents/new".to_owned())),
        heads: vec!["Incident", "Severity", "Phase", "Started", "Resolved"],
        rows: rows.collect(),
        empty: "No incidents yet. One that you publish, or a history that you import, is listed here.",
        older,
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

/// One incident with the form for its next update.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    match page(&app, &staff, &IncidentId::from(id.into_inner()), None).await {
        Ok(page) => answer::private(StatusCode::OK, page.html()),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// What was typed into the form for the next update, what is wrong with it, and its key.
pub(super) type Typed = (UpdateInput, Faults, String);

/// What is known of one incident.
struct Known {
    incident: store::incidents::Incident,
    said: Vec<store::updates::Update>,
    impacts: Vec<(Pair, Health)>,
    /// The newest notice, with its deliveries by state.
    told: Option<(NoticeId, Vec<(DeliveryState, i64)>)>,
}

fn known(conn: &mut Conn, id: &IncidentId) -> Result<Known, Refusal> {
    let incident = store::incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
    let newest = notices::of_incident(conn, id)?.pop();
    Ok(Known {
        incident,
        said: store::updates::of_incident(conn, id)?,
        impacts: incidents::current_impacts(conn, id)?,
        told: newest.map(|notice| ledger::counts_of(conn, &notice).map(|counts| (notice, counts))).transpose()?,
    })
}

/// The page of one incident, with what was typed if anything was.
pub(super) async fn page(app: &App, staff: &extract::Staff, id: &IncidentId, typed: Option<Typed>) -> Result<Incident, Refusal> {
    let wanted = id.clone();
    let known = app.read(move |conn| known(conn, &wanted)).await?;
    let snapshot = app.hub.load();
    let catalogue = &snapshot.state.catalogue;
    let worst = known.impacts.iter().map(|(_, health)| *health).max().map(present::tone);
    let facts = facts(catalogue, &known);
    let Known { incident, said, impacts, .. } = known;
    let may_write = incident.phase.is_open() && staff.must_be(Role::Responder).is_ok();
    let update = may_write.then(|| updates::form(app, &incident, &impacts, catalogue, typed));
    Ok(Incident {
        frame: super::frame(app, staff, "/admin/incidents", &incident.title),
        state: match (incident.phase, worst) {
            (Phase::Resolved, _) => State::said(Tone::Operational, "Over"),
            (_, Some(tone)) => State::of(tone),
            (_, None) => State::said(Tone::Unknown, "No place affected"),
        },
        title: incident.title,
        severity: incident.severity.label().to_owned(),
        phase: incident.phase.label().to_owned(),
        public: format!("/incidents/{id}"),
        facts,
        posts: present::posts(allclear_app::Lang::En, &said, worst.unwrap_or(Tone::Degraded)),
        update,
    })
}

fn facts(catalogue: &Catalogue, known: &Known) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(due) = known.incident.next_update_at.filter(|_| known.incident.phase.is_open()) {
        facts.push(Fact::Moment("Next update".to_owned(), present::countdown(due)));
    }
    facts.push(Fact::Moment("Started".to_owned(), present::staff_moment(known.incident.started_at)));
    if let Some((notice, counts)) = &known.told {
        let total: i64 = counts.iter().map(|(_, count)| count).sum();
        let sent = counts.iter().find(|(state, _)| *state == DeliveryState::Sent).map_or(0, |(_, count)| *count);
        let text = format!("{sent} of {total} mails sent");
        facts.push(Fact::Link("Last word".to_owned(), text, format!("/admin/deliveries?notice={notice}")));
    }
    let states = known.impacts.iter().map(|(pair, health)| State::at(present::tone(*health), present::named(catalogue, pair)));
    facts.push(Fact::States("Affected now".to_owned(), states.collect()));
    facts
}

/// The grid of the pairs that are affected, and of their components elsewhere.
pub(super) fn grid(catalogue: &Catalogue, input: &UpdateInput, hit: &[(Pair, Health)]) -> allclear_app::pages::admin::Grid {
    let shown = |id: &str| hit.is_empty() || hit.iter().any(|(pair, _)| pair.component.as_str() == id);
    health_grid::grid(catalogue, &input.affected, shown)
}
