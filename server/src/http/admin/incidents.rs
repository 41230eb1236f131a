//! `GET /admin/incidents`

use crate::{
    domain::{id::IncidentId, person::Role},
    http::{answer, extract, fail, present},
    state::App,
    store,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::{
    Tone,
    pages::admin::listing::{Item, Listing, Row},
    pieces::State,
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
            Item::Link(titled(&incident), format!("/admin/incidents/{}", incident.id)),
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

/// The title, with what makes it no incident of its own.
fn titled(incident: &store::incidents::Incident) -> String {
    match (incident.drill, &incident.parent) {
        (true, _) => format!("Drill: {}", incident.title),
        (false, Some(_)) => format!("{} (part of another)", incident.title),
        (false, None) => incident.title.clone(),
    }
}
