//! `GET /admin`

use crate::{
    domain::{delivery::DeliveryState, person::Role},
    http::{answer, extract, fail, health, present},
    state::App,
    store::{self, ledger},
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::now::{Now, OpenNow},
    pieces::State,
};

/// What is open, what is due, what does not get delivered.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let now = app.clock.now();
    let read =
        app.read(move |conn| Ok((store::incidents::open(conn)?, ledger::counts(conn)?, health::waiting(conn, now)?))).await;
    let (open, counts, waits) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let snapshot = app.hub.load();
    let open = open.into_iter().map(|incident| {
        let affected = snapshot.state.incident(incident.id.as_str()).map(|record| record.affected()).unwrap_or_default();
        let worst = affected.iter().map(|(_, health)| *health).max();
        let state =
            worst.map_or(State::said(allclear_app::Tone::default(), "No place named"), |health| State::of(present::tone(health)));
        OpenNow {
            title: incident.title,
            href: format!("/admin/incidents/{}", incident.id),
            severity: incident.severity.label().to_owned(),
            state,
            phase: incident.phase.label().to_owned(),
            since: present::staff_moment(incident.started_at),
            due: incident.next_update_at.map(|due| (present::countdown(due), due < now)),
        }
    });
    let page = Now {
        frame: super::frame(&app, &staff, "/admin", "Now"),
        open: open.collect(),
        counts: counts_of(&counts),
        alarm: alarm(&app, waits),
        may_publish: staff.must_be(Role::Responder).is_ok(),
    };
    answer::private(StatusCode::OK, page.html())
}

/// Numbers of the ledger with the words of its states.
pub(super) fn counts_of(counts: &[(DeliveryState, i64)]) -> Vec<(&'static str, i64, bool)> {
    let count = |state: &DeliveryState| counts.iter().find(|(other, _)| other == state).map_or(0, |(_, count)| *count);
    DeliveryState::ALL.iter().map(|state| (state.label(), count(state), *state == DeliveryState::Failed)).collect()
}

fn alarm(app: &App, waits: Option<chrono::TimeDelta>) -> Option<String> {
    if app.settings.smtp.is_none() {
        return Some("No mail server is set up, so nobody is told by mail. Set ALLCLEAR_SMTP_URL and start again.".to_owned());
    }
    let waits = waits.filter(|_| health::stands_still(app, waits))?;
    Some(format!("Mail has been waiting for {} minutes. The ledger says why.", waits.num_minutes().max(1)))
}
