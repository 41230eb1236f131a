//! `GET /admin`

use crate::{
    domain::{delivery::DeliveryState, maintenance::ask_at, person::Role, policy::minutes, suspicion::SuspicionState},
    http::{answer, extract, fail, health, present},
    services::Refusal,
    state::App,
    store::{self, Conn, deliveries, ledger, maintenances, policies, postmortems, releases, suspicions},
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::now::{Now, OpenNow, Waiting},
    pieces::State,
};
use chrono::{DateTime, Utc};

/// Suspicions on the page.
const SHOWN: i64 = 20;

/// What is open, what is due, what does not get delivered.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let (now, channels) = (app.clock.now(), app.settings.channels());
    let read = app
        .read(move |conn| {
            let waiting = waiting(conn, now)?;
            let refused = deliveries::refused_to_us(conn)?;
            Ok((store::incidents::open(conn)?, waiting, ledger::counts(conn)?, (health::late(conn, &channels, now)?, refused)))
        })
        .await;
    let (open, waiting, counts, (late, refused)) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let snapshot = app.hub.load();
    let open = open.into_iter().filter(|incident| incident.parent.is_none()).map(|incident| {
        let affected = snapshot.state.incident(incident.id.as_str()).map(|record| record.affected()).unwrap_or_default();
        let worst = affected.iter().map(|(_, health)| *health).max();
        let state =
            worst.map_or(State::said(allclear_app::Tone::default(), "No place named"), |health| State::of(present::tone(health)));
        let state = if incident.drill { State::said(allclear_app::Tone::default(), "Drill") } else { state };
        OpenNow {
            title: if incident.drill { format!("Drill: {}", incident.title) } else { incident.title },
            href: format!("/admin/incidents/{}", incident.id),
            severity: incident.severity.label().to_owned(),
            state,
            phase: incident.phase.label().to_owned(),
            since: present::staff_moment(incident.started_at),
            due: incident.next_update_at.map(|due| (present::countdown(due, now), due < now)),
        }
    });
    let page = Now {
        frame: super::frame(&app, &staff, "/admin", "Now"),
        open: open.collect(),
        waiting,
        counts: counts_of(&counts),
        alarm: alarm(&app, late, refused),
        may_publish: staff.must_be(Role::Responder).is_ok(),
    };
    answer::private(StatusCode::OK, page.html())
}

/// Whether planned work ends in time, what is suspected, what waits for a second person, what is to be written.
fn waiting(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<Waiting>, Refusal> {
    let within = minutes(policies::current(conn)?.policy.assess_within);
    let suspected = suspicions::list(conn, SuspicionState::Open, SHOWN)?.into_iter().map(|one| Waiting {
        kind: "Suspected",
        title: one.title,
        href: format!("/admin/suspicions/{}", one.id),
        label: "To be assessed",
        by: present::countdown(one.detected_at + within, now),
        who: if one.acknowledged_by.is_empty() { "nobody yet".to_owned() } else { one.acknowledged_by },
    });
    let suspected: Vec<_> = suspected.collect();
    let releases = releases::waiting(conn)?.into_iter().map(|one| Waiting {
        kind: "To be released",
        title: one.title,
        href: format!("/admin/releases/{}", one.id),
        label: "One person may",
        by: present::countdown(one.alone_at, now),
        who: format!("wanted by {}", one.proposed_by),
    });
    let reviews = postmortems::unfinished(conn)?.into_iter().filter_map(|(row, title)| {
        Some(Waiting {
            kind: "Post-mortem",
            title,
            href: format!("/admin/postmortems/{}", row.incident),
            label: "Due",
            by: present::countdown(row.due_at?, now),
            who: String::new(),
        })
    });
    let ending = maintenances::running(conn)?.into_iter().filter(|one| !one.ends_itself);
    let ending = ending.filter(|one| ask_at(one.starts_at, one.ends_at) <= now).map(|one| Waiting {
        kind: "Maintenance",
        href: format!("/admin/maintenance/{}", one.id),
        label: if one.ends_at <= now { "Running over" } else { "Planned end" },
        by: present::countdown(one.ends_at, now),
        who: if one.ends_at <= now { "is it done?" } else { "will it be done in time?" }.to_owned(),
        title: one.title,
    });
    Ok(ending.chain(suspected).chain(releases).chain(reviews).collect())
}

/// Numbers of the ledger with the words of its states.
pub(super) fn counts_of(counts: &[(DeliveryState, i64)]) -> Vec<(&'static str, i64, bool)> {
    let count = |state: &DeliveryState| counts.iter().find(|(other, _)| other == state).map_or(0, |(_, count)| *count);
    DeliveryState::ALL.iter().map(|state| (state.label(), count(state), *state == DeliveryState::Failed)).collect()
}

fn alarm(app: &App, late: Option<chrono::TimeDelta>, refused: Option<(String, i64)>) -> Option<String> {
    if app.settings.mail.is_none() {
        return Some("No mail server is set up, so nobody is told by mail. Set ALLCLEAR_SMTP_URL and start again.".to_owned());
    }
    if let Some((reply, count)) = refused {
        return Some(format!("The mail server refuses what we send; {count} wait and are tried again. It says: {reply}"));
    }
    let late = late.filter(|_| health::stands_still(app, late))?;
    Some(format!("News has been waiting for {} min and nothing leaves. The ledger says why.", late.num_minutes().max(1)))
}
