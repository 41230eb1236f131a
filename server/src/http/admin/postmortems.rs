//! `/admin/postmortems`: reviews that are due, and the editor of one.

use super::stale::{carried, unchanged};
use crate::{
    domain::{
        id::IncidentId,
        invalid::Faults,
        person::Role,
        review::{ActionInput, ReviewInput},
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    services::{Refusal, pictures, postmortems as service},
    state::App,
    store::{
        self, actions,
        postmortems::{self, Postmortem},
        review_pictures,
    },
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang, Tone,
    pages::admin::{
        form::{Form, Part},
        listing::{Item, Listing, Row},
        review::{Review, Todo},
    },
    pieces::{Choice, Fact, Field, Kind, State},
};
use chrono::{DateTime, Utc};

/// Reviews on the page.
const SHOWN: i64 = 100;

/// Those to be written, and those that were.
pub(crate) async fn list(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    let rows = match app.read(|conn| Ok(postmortems::list(conn, SHOWN)?)).await {
        Ok(rows) => rows,
        Err(refusal) => return fail::page(&app, extract::Reader::default(), &refusal),
    };
    let rows = rows.into_iter().map(|(row, title)| Row {
        cells: vec![
            Item::Link(title, format!("/admin/postmortems/{}", row.incident)),
            Item::State(stands(&row)),
            Item::Text(audience(row.is_public).to_owned()),
            Item::Moment(row.due_at.map(present::staff_moment)),
            Item::Moment(row.finished_at.map(present::staff_moment)),
        ],
        ..Row::default()
    });
    let page = Listing {
        frame: super::frame(&app, &staff, "/admin/postmortems", "Post-mortems"),
        heads: vec!["Incident", "Stands", "For", "Due", "Finished"],
        rows: rows.collect(),
        empty: "None yet. A draft is made when an incident ends, where policy asks for one.",
        ..Listing::default()
    };
    answer::private(StatusCode::OK, page.html())
}

fn stands(row: &Postmortem) -> State {
    match row.finished_at {
        Some(_) => State::said(Tone::Operational, if row.is_public { "Published" } else { "Finished" }),
        None => State::said(Tone::Degraded, "To be written"),
    }
}

fn audience(is_public: bool) -> &'static str {
    if is_public { "Everybody" } else { "Staff" }
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    body: Option<String>,
    is_public: Option<bool>,
    preview: bool,
    alt: String,
    seen: String,
    faults: Faults,
}

/// The editor of one.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    show(&app, &staff, &IncidentId::from(id.into_inner()), StatusCode::OK, Typed::default()).await
}

/// Saves, shows how it looks, or finishes.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = IncidentId::from(id.into_inner());
    let is_public = Some(fields.get("audience") == "public");
    let input = ReviewInput { body: fields.get("body").to_owned(), is_public };
    let seen = fields.get("seen").to_owned();
    let typed = Typed { body: Some(input.body.clone()), is_public, seen: seen.clone(), ..Typed::default() };
    if fields.get("act") == "picture" {
        return add_picture(&app, &staff, &id, &fields, typed).await;
    }
    if fields.get("act") == "preview" {
        return show(&app, &staff, &id, StatusCode::OK, Typed { preview: true, ..typed }).await;
    }
    let (wanted, finishes) = (id.clone(), fields.get("act") == "finish");
    // Saved first and by itself: what was typed stays when it cannot be finished yet.
    let saved = app
        .write(&staff.email, move |conn, act| {
            let before = postmortems::find(conn, &wanted)?.ok_or(Refusal::Missing("post-mortem"))?;
            unchanged("body", &seen, &before.body)?;
            service::save(conn, act, &wanted, &input)
        })
        .await;
    let wanted = id.clone();
    let done = match saved {
        Ok(()) if finishes => app.write(&staff.email, move |conn, act| service::finish(conn, act, &wanted)).await,
        other => other,
    };
    match done {
        Ok(()) => answer::go(&format!("/admin/postmortems/{id}")),
        Err(Refusal::Invalid(faults)) => {
            show(&app, &staff, &id, StatusCode::UNPROCESSABLE_ENTITY, Typed { faults, ..typed }).await
        }
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Keeps a picture, and shows it at the end of what was typed; the text itself is saved when staff save it.
async fn add_picture(app: &App, staff: &extract::Staff, id: &IncidentId, fields: &extract::Fields, typed: Typed) -> HttpResponse {
    let bytes = fields.file("picture").unwrap_or_default().to_vec();
    let alt = fields.get("alt").to_owned();
    let (wanted, said) = (id.clone(), alt.clone());
    let kept = app
        .write(&staff.email, move |conn, act| {
            pictures::add_to_review(conn, act, &wanted, &bytes, &said).map(|row| pictures::markdown(&row))
        })
        .await;
    match kept {
        Ok(markdown) => {
            let text = typed.body.unwrap_or_default();
            let body = Some(format!("{}\n\n{markdown}\n", text.trim_end()));
            show(app, staff, id, StatusCode::OK, Typed { body, preview: true, ..typed }).await
        }
        Err(Refusal::Invalid(faults)) => {
            show(app, staff, id, StatusCode::UNPROCESSABLE_ENTITY, Typed { alt, faults, ..typed }).await
        }
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

/// Adds something to be done, or notes that it is.
pub(crate) async fn act(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = IncidentId::from(id.into_inner());
    let (wanted, sent) = (id.clone(), fields.clone());
    let done = app
        .write(&staff.email, move |conn, act| {
            if !sent.get("action").is_empty() {
                return service::set_done(conn, act, &wanted, sent.get("action"), sent.get("done") == "yes");
            }
            let text = |name: &str| sent.get(name).to_owned();
            let input = ActionInput { title: text("title"), owner: text("owner"), due_on: text("due_on") };
            service::add_action(conn, act, &wanted, &input).map(|_| ())
        })
        .await;
    match done {
        Ok(()) => answer::go(&format!("/admin/postmortems/{id}#todo")),
        Err(Refusal::Invalid(faults)) => match page(&app, &staff, &id, Typed::default()).await {
            Ok(mut page) => {
                page.add.faults = forms::summary(&faults);
                forms::refill(&mut page.add.parts, &fields, &faults);
                answer::private(StatusCode::UNPROCESSABLE_ENTITY, page.html())
            }
            Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
        },
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn show(app: &App, staff: &extract::Staff, id: &IncidentId, status: StatusCode, typed: Typed) -> HttpResponse {
    match page(app, staff, id, typed).await {
        Ok(page) => answer::private(status, page.html()),
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

async fn page(app: &App, staff: &extract::Staff, id: &IncidentId, typed: Typed) -> Result<Review, Refusal> {
    let wanted = id.clone();
    let (row, incident, todo, shots) = app
        .read(move |conn| {
            let row = postmortems::find(conn, &wanted)?.ok_or(Refusal::Missing("post-mortem"))?;
            let incident = store::incidents::find(conn, &wanted)?.ok_or(Refusal::Missing("incident"))?;
            Ok((row, incident, actions::of(conn, &wanted)?, review_pictures::of(conn, &wanted)?))
        })
        .await?;
    let Typed { body, is_public, preview, alt, seen, faults } = typed;
    let body = body.unwrap_or_else(|| row.body.clone());
    let is_public = is_public.unwrap_or(row.is_public);
    let now = app.clock.now();
    let today = now.date_naive().to_string();
    let choices = [(true, "public"), (false, "internal")];
    let choices = choices.map(|(value, word)| Choice::new(word, audience(value), is_public == value));
    let advice =
        "Markdown. Words in braces are still to be written, in their place; a time in braces is shown on each reader's clock.";
    let finish = if is_public { "Publish it and tell" } else { "Finish it" };
    Ok(Review {
        frame: super::frame(app, staff, "/admin/postmortems", &format!("Post-mortem: {}", incident.title)),
        action: format!("/admin/postmortems/{id}"),
        facts: facts(&row, &incident, now),
        audience: forms::options("audience", "For", "Staff alone, or the page, feeds and mail.", choices.to_vec(), &faults),
        preview_html: if preview { present::review(Lang::En, &body, "") } else { String::new() },
        body: Field { kind: Kind::Body, ..forms::field("body", "Text", advice, &body, &faults) },
        seen: carried(&seen, &faults, &row.body),
        picture: picture(&alt, &faults),
        pictures: shots
            .iter()
            .map(|shot| (format!("/files/{}", shot.file), shot.alt.clone(), pictures::markdown(shot)))
            .collect(),
        faults: forms::summary(&faults),
        finish: (row.finished_at.is_none() || row.published_at.is_none() && is_public).then(|| finish.to_owned()),
        actions: todo
            .into_iter()
            .map(|one| Todo {
                late: one.due_on < today,
                id: one.id,
                title: one.title,
                owner: one.owner,
                due: one.due_on,
                done: one.done_at.is_some(),
            })
            .collect(),
        add: add_form(id),
        may_write: staff.must_be(Role::Responder).is_ok(),
        title: incident.title,
    })
}

/// A picture to add, and what it shows.
fn picture(alt: &str, faults: &Faults) -> Vec<Field> {
    let advice = "PNG, JPEG or WebP, at most 2 MB. Only staff see it before the post-mortem is public.";
    let file = forms::field("picture", "Picture", advice, "", faults);
    let alt = forms::field("alt", "What it shows", "Read aloud to who cannot see it, and shown in mails.", alt, faults);
    vec![Field { kind: Kind::Shot, optional: true, ..file }, Field { optional: true, ..alt }]
}

fn facts(row: &Postmortem, incident: &store::incidents::Incident, now: DateTime<Utc>) -> Vec<Fact> {
    let mut facts = vec![Fact::Link("Incident".to_owned(), incident.title.clone(), format!("/admin/incidents/{}", incident.id))];
    match (row.finished_at, row.due_at) {
        (Some(time), _) => facts.push(Fact::Moment("Finished".to_owned(), present::staff_moment(time))),
        (None, Some(due)) => facts.push(Fact::Moment("Due".to_owned(), present::countdown(due, now))),
        (None, None) => {}
    }
    if row.published_at.is_some() {
        let path = format!("/incidents/{}/postmortem", incident.id);
        facts.push(Fact::Link("Public".to_owned(), "See it on the page".to_owned(), path));
    }
    facts
}

fn add_form(id: &IncidentId) -> Form {
    let field =
        |name: &'static str, label: &str, hint: &str| Part::Field(forms::field(name, label, hint, "", &Faults::default()));
    Form {
        heading: "Something more".to_owned(),
        action: format!("/admin/postmortems/{id}/actions"),
        parts: vec![
            field("title", "What is to be done", ""),
            field("owner", "Who does it", "A name or an address."),
            field("due_on", "By which day", "Such as 2026-03-31."),
        ],
        button: "Add".to_owned(),
        ..Form::default()
    }
}
