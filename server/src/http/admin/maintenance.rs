//! `GET /admin/maintenance` and `/admin/maintenance/{id}`: what is planned, and what may be done with it.

use super::{maintenance_deeds, subscriber_groups};
use crate::{
    domain::{
        id::MaintenanceId,
        invalid::{Faults, Invalid},
        link,
        maintenance::{MaintenancePhase, MoveInput, OverrunInput},
        person::Role,
        region,
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    services::{
        Act, Refusal,
        maintenances::{self as service, Said},
        once::{self, Key},
        traffic,
    },
    state::App,
    store::{self, Conn, impacts, maintenances::Maintenance},
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang, Tone,
    pages::admin::{
        incident::Incident,
        listing::{Item, Listing, Row},
    },
    pieces::{Fact, State},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Maintenances on the page.
const SHOWN: i64 = 100;

/// What is planned and what was.
pub(crate) async fn list(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    show(&app, &staff, StatusCode::OK, &Faults::default()).await
}

/// Takes a file of how much is going on when, for quiet hours.
pub(crate) async fn import(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let text = fields.file("traffic").map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    match app.write(&staff.email, move |conn, act| traffic::import(conn, act, &text)).await {
        Ok(_) => answer::go("/admin/maintenance/new"),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &faults).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn show(app: &App, staff: &extract::Staff, status: StatusCode, faults: &Faults) -> HttpResponse {
    let rows = match app.read(|conn| Ok(store::maintenances::page(conn, None, SHOWN)?)).await {
        Ok(rows) => rows,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let rows = rows.into_iter().map(|row| Row {
        cells: vec![
            Item::Link(row.title, format!("/admin/maintenance/{}", row.id)),
            Item::State(State::said(tone(row.phase), row.phase.label())),
            Item::Moment(Some(present::staff_moment(row.starts_at))),
            Item::Moment(Some(present::staff_moment(row.ends_at))),
        ],
        ..Row::default()
    });
    let page = Listing {
        frame: super::frame(app, staff, "/admin/maintenance", "Maintenance"),
        button: staff
            .must_be(Role::Responder)
            .is_ok()
            .then(|| ("Plan a maintenance".to_owned(), "/admin/maintenance/new".to_owned())),
        heads: vec!["Maintenance", "Phase", "Begins", "Ends"],
        rows: rows.collect(),
        empty: "Nothing is planned.",
        forms: if staff.must_be(Role::Manager).is_ok() { vec![maintenance_deeds::traffic(faults)] } else { Vec::new() },
        ..Listing::default()
    };
    answer::private(status, page.html())
}

fn tone(phase: MaintenancePhase) -> Tone {
    match phase {
        MaintenancePhase::Completed => Tone::Operational,
        MaintenancePhase::Cancelled => Tone::Unknown,
        _ => Tone::Maintenance,
    }
}

/// One maintenance.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    match page(&app, &staff, &MaintenanceId::from(id.into_inner())).await {
        Ok(page) => answer::private(StatusCode::OK, page.html()),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn page(app: &App, staff: &extract::Staff, id: &MaintenanceId) -> Result<Incident, Refusal> {
    let wanted = id.clone();
    let (row, said, hit, series, told_to) = app
        .read(move |conn| {
            let row = store::maintenances::find(conn, &wanted)?.ok_or(Refusal::Missing("maintenance"))?;
            let (said, hit) = (store::updates::of_maintenance(conn, &wanted)?, impacts::of_maintenance(conn, &wanted)?);
            let told_to = store::subscriber_groups::told(conn, wanted.as_str())?;
            let told_to = subscriber_groups::fact(&store::subscriber_groups::list(conn)?, &told_to);
            Ok((row, said, hit, store::series::of(conn, &wanted)?, told_to))
        })
        .await?;
    let snapshot = app.hub.load();
    let places =
        hit.iter().map(|one| State::at(Tone::Maintenance, present::named(&snapshot.state.catalogue, &one.impact().pair)));
    let now = app.clock.now();
    let mut facts = facts(&row, now);
    facts.extend(series.as_ref().map(|series| Fact::Text("Comes again".to_owned(), series.rule.clone())));
    facts.extend(told_to);
    facts.push(Fact::States("Worked on".to_owned(), places.collect()));
    let may_write = row.phase.is_open() && staff.must_be(Role::Responder).is_ok();
    let over = row.phase.is_running() && row.ends_at <= now;
    Ok(Incident {
        frame: super::frame(app, staff, "/admin/maintenance", &row.title),
        state: State::said(tone(row.phase), row.phase.label()),
        severity: String::new(),
        phase: if over { "Running over".to_owned() } else { String::new() },
        public: format!("/maintenance/{id}"),
        facts,
        posts: present::posts(Lang::En, &said, Tone::Maintenance, present::Promise::Past),
        deeds: if may_write {
            let key = link::secret(&mut app.act(&staff.email).rng);
            maintenance_deeds::all(&row, &key, series.is_some(), now)
        } else {
            Vec::new()
        },
        title: row.title,
        ..Incident::default()
    })
}

fn facts(row: &Maintenance, now: DateTime<Utc>) -> Vec<Fact> {
    let zone = zone(row);
    let local = |time: DateTime<Utc>| time.with_timezone(&zone).format("%a %-d %b %Y, %H:%M %Z").to_string();
    let text = |label: &str, text: String| Fact::Text(label.to_owned(), text);
    let moment = |label: &str, time| Fact::Moment(label.to_owned(), present::staff_moment(time));
    let mut facts = vec![text("Begins", local(row.starts_at)), text("Ends", local(row.ends_at))];
    match row.phase {
        MaintenancePhase::Scheduled => facts.push(Fact::Moment("Begins".to_owned(), present::countdown(row.starts_at, now))),
        phase if phase.is_running() => facts.push(Fact::Moment("Ends".to_owned(), present::countdown(row.ends_at, now))),
        _ => {}
    }
    facts.extend(row.planned_end_at.map(|end| text("Planned end", local(end))));
    facts.extend(row.started_at.map(|time| moment("Began", time)));
    facts.extend(row.finished_at.map(|time| moment("Was over", time)));
    facts.push(text("Customers notice", row.effect.label().to_owned()));
    facts.extend(row.contact_by.map(|time| text("To speak up until", local(time))));
    let end = if row.ends_itself { "By itself" } else { "When somebody says so" };
    facts.push(text("It ends", end.to_owned()));
    facts
}

pub(super) fn zone(row: &Maintenance) -> Tz {
    region::zone("zone", &row.zone).unwrap_or(Tz::UTC)
}

/// Does something with a maintenance; what is wrong comes back in its form, unfolded and filled in.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm, path: web::Path<(String, String)>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (id, deed) = path.into_inner();
    let id = MaintenanceId::from(id);
    let (wanted, sent, what) = (id.clone(), fields.clone(), deed.clone());
    // A form of ours has a key; a double click does nothing twice.
    let key = Key::new(&staff.email, &format!("{id} {deed} {}", fields.get("key")), "");
    let mut act = app.act(&staff.email);
    let work = move |conn: &mut Conn, act: &mut Act| {
        unchanged(conn, &wanted, sent.get("seen"))?;
        done(conn, act, &wanted, &what, &sent).map(|()| wanted.to_string())
    };
    match app.change(move |database| once::once(database, &mut act, Some(&key), work)).await {
        Ok(_) => answer::go(&format!("/admin/maintenance/{id}")),
        Err(Refusal::Invalid(faults)) => again(&app, &staff, &id, &deed, &fields, &faults).await,
        Err(Refusal::Changed) => {
            let faults = Faults::from(Invalid::new("", Refusal::Changed.to_string()));
            again(&app, &staff, &id, &deed, &fields, &faults).await
        }
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// The page with one of its forms unfolded, filled in as it was sent, and what is wrong with it.
async fn again(
    app: &App,
    staff: &extract::Staff,
    id: &MaintenanceId,
    deed: &str,
    fields: &extract::Fields,
    faults: &Faults,
) -> HttpResponse {
    match page(app, staff, id).await {
        Ok(mut page) => {
            forms::unfold(&mut page.deeds, deed, fields, faults);
            answer::private(StatusCode::UNPROCESSABLE_ENTITY, page.html())
        }
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

/// Refuses a form that shows what is no longer so.
fn unchanged(conn: &mut Conn, id: &MaintenanceId, seen: &str) -> Result<(), Refusal> {
    store::revision::lock(conn)?;
    let row = store::maintenances::find(conn, id)?.ok_or(Refusal::Missing("maintenance"))?;
    if seen == row.revision.to_string() { Ok(()) } else { Err(Refusal::Changed) }
}

fn done(conn: &mut Conn, act: &mut Act, id: &MaintenanceId, deed: &str, sent: &extract::Fields) -> Result<(), Refusal> {
    let text = |name: &str| sent.get(name).to_owned();
    let renamed = |result: Result<(), Refusal>, names: &[(&str, &str)]| match result {
        Err(Refusal::Invalid(mut faults)) => {
            for fault in &mut faults.0 {
                if let Some((_, form)) = names.iter().find(|(service, _)| *service == fault.field) {
                    (*form).clone_into(&mut fault.field);
                }
            }
            Err(Refusal::Invalid(faults))
        }
        other => other,
    };
    match deed {
        "start" => service::start(conn, act, id),
        "in-time" => service::answer(conn, act, id),
        "finish" => renamed(service::finish(conn, act, id, sent.get("done")), &[("body", "done")]),
        "end-series" => renamed(service::end_series(conn, act, id, sent.get("all")), &[("body", "all")]),
        "cancel" => renamed(service::cancel(conn, act, id, sent.get("off")), &[("body", "off")]),
        "move" => {
            let input = MoveInput { starts_at: text("starts_at"), ends_at: text("ends_at"), body: text("why") };
            renamed(service::reschedule(conn, act, id, &input), &[("body", "why")])
        }
        "overrun" => {
            let input = OverrunInput { ends_at: text("later"), body: text("reason") };
            renamed(service::overrun(conn, act, id, &input), &[("ends_at", "later"), ("body", "reason")])
        }
        "updates" => {
            let input = Said { phase: text("phase"), body: text("more"), notify: sent.get("notify") == "yes" };
            renamed(service::say(conn, act, id, &input), &[("body", "more")])
        }
        _ => Err(Refusal::Missing("deed")),
    }
}
