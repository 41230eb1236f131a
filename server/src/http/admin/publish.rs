//! `GET` and `POST /admin/incidents/new`: nothing is published before its audience was seen.

use super::{health_grid, sayings};
use crate::{
    channels::email,
    domain::{
        catalogue::Catalogue,
        id::RegionId,
        impact::Pair,
        incident::{IncidentDraft, IncidentInput},
        invalid::{Faults, Invalid},
        language::Language,
        link::{self, fingerprint},
        notice::{AffectedName, IncidentNews, NoticeKind},
        person::Role,
        phase::Phase,
        policy,
        severity::Severity,
    },
    http::{answer, extract, fail, present::forms},
    services::{
        Refusal, incidents,
        once::{self, Key},
        preview,
    },
    state::App,
    store,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::publish::{Audience, Publish},
    pieces::{Choice, Field, Kind, Options},
};

/// An empty form.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let key = link::secret(&mut app.act(&staff.email).rng);
    show(&app, &staff, StatusCode::OK, &IncidentInput::default(), Form { key, ..Form::default() })
}

/// Shows who will hear it, or publishes.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let input = input(&fields);
    let key = fields.get("key").to_owned();
    let checked = check(&app, &input).await;
    let (draft, catalogue) = match checked {
        Ok(checked) => checked,
        Err(Refusal::Invalid(faults)) => {
            return show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &input, Form { key, faults, ..Form::default() });
        }
        Err(other) => return fail::page(&app, extract::Reader::default(), &other),
    };
    let mark = mark(&draft);
    let wants_publish = fields.get("act") == "publish";
    if wants_publish && fields.get("mark") == mark && !key.is_empty() {
        return publish(&app, &staff, input, &key).await;
    }
    match count(&app, draft, catalogue, mark).await {
        Ok(audience) => {
            let form = Form { key, audience: Some(audience), changed: wants_publish, ..Form::default() };
            show(&app, &staff, StatusCode::OK, &input, form)
        }
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn publish(app: &App, staff: &extract::Staff, input: IncidentInput, key: &str) -> HttpResponse {
    let request = serde_json::to_string(&input).unwrap_or_default();
    let key = Key::new(&staff.email, key, &request);
    let mut act = app.act(&staff.email);
    let again = input.clone();
    let made = app
        .change(move |database| {
            once::once(database, &mut act, Some(&key), |conn, act| Ok(incidents::publish(conn, act, &input)?.to_string()))
        })
        .await;
    match made {
        Ok(made) => answer::go(&format!("/admin/incidents/{}", made.id)),
        // The back button brought a form that was published already, and it says something else by now.
        Err(Refusal::Conflict(_)) => {
            let told = "this form was published already; see the list of incidents, or go on to publish another";
            let faults = Faults::from(Invalid::new("title", told));
            let key = link::secret(&mut app.act(&staff.email).rng);
            show(app, staff, StatusCode::CONFLICT, &again, Form { key, faults, ..Form::default() })
        }
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

async fn check(app: &App, input: &IncidentInput) -> Result<(IncidentDraft, Catalogue), Refusal> {
    let now = app.clock.now();
    let catalogue = app.read(|conn| Ok(store::catalogue::load(conn)?)).await?;
    Ok((IncidentDraft::parse(input, &catalogue, now)?, catalogue))
}

/// What the audience was counted for: severity and places.
fn mark(draft: &IncidentDraft) -> String {
    fingerprint(format!("{} {:?}", draft.severity, draft.affected))
}

async fn count(app: &App, draft: IncidentDraft, catalogue: Catalogue, mark: String) -> Result<Audience, Refusal> {
    let pairs: Vec<Pair> = draft.affected.iter().map(|(pair, _)| pair.clone()).collect();
    let severity = draft.severity;
    let (reach, catalogue) = app
        .read(move |conn| {
            let reach = preview::reach(conn, &catalogue, severity, &pairs)?;
            Ok((reach, catalogue))
        })
        .await?;
    let everywhere = "No place is named, so it concerns everybody.".to_owned();
    Ok(Audience {
        mark,
        by_mail: reach.hears,
        regions: if reach.regions.is_empty() { everywhere } else { reach.regions.join(", ") },
        sample: reach.sample,
        left_out: reach.left_out.iter().map(|(why, count)| (*count, why.label().to_owned())).collect(),
        mails: mails(app, &draft, &catalogue),
    })
}

/// The mail as two readers will see it: in the zone of the first affected region, and in another.
fn mails(app: &App, draft: &IncidentDraft, catalogue: &Catalogue) -> Vec<(String, String, String)> {
    let hit = |id: &RegionId| draft.affected.iter().any(|(pair, _)| pair.region == *id);
    let mut zones: Vec<chrono_tz::Tz> =
        catalogue.regions.iter().filter(|region| hit(&region.id)).filter_map(|region| region.zone.parse().ok()).collect();
    zones.extend(
        catalogue.regions.iter().filter(|region| !hit(&region.id)).filter_map(|region| region.zone.parse::<chrono_tz::Tz>().ok()),
    );
    zones.push(chrono_tz::Tz::UTC);
    zones.dedup();
    let snapshot = app.hub.load();
    let url = app.settings.url("");
    let site = email::Site { title: &snapshot.state.title, url: &url, host: app.settings.host() };
    let news = news(app, draft, catalogue);
    zones
        .into_iter()
        .take(2)
        .map(|zone| {
            let reader = email::Reader { language: Language::En, zone };
            let mail = email::news(&news, NoticeKind::Opened, site, reader).for_reader("(link)", "(link)");
            (zone.name().to_owned(), mail.subject, mail.text)
        })
        .collect()
}

fn news(app: &App, draft: &IncidentDraft, catalogue: &Catalogue) -> IncidentNews {
    let affected = draft.affected.iter().filter_map(|(pair, health)| {
        let component = catalogue.component(pair.component.as_str())?.name.clone();
        let region = catalogue.region(pair.region.as_str())?.name.clone();
        Some(AffectedName { component, region, health: *health })
    });
    IncidentNews {
        title: draft.title.clone(),
        severity: draft.severity,
        phase: draft.phase,
        body: draft.body.clone(),
        affected: affected.collect(),
        started_at: draft.started_at,
        said_at: app.clock.now(),
        next_update_at: draft.next_update_at,
        path: "/incidents/…".to_owned(),
        earlier: Vec::new(),
        translations: draft.translations.clone(),
    }
}

fn input(fields: &extract::Fields) -> IncidentInput {
    let filled = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    IncidentInput {
        title: fields.get("title").to_owned(),
        severity: fields.get("severity").to_owned(),
        phase: fields.get("phase").to_owned(),
        body: fields.get("body").to_owned(),
        affected: health_grid::read(fields, false),
        customers_affected: filled("customers_affected"),
        started_at: filled("started_at"),
        // A promise that the form made stands for the cadence of whatever severity is chosen in the end.
        next_update_at: fields.typed("next_update_at", fields.get("prefilled")),
        translations: sayings::read(fields),
    }
}

#[derive(Default)]
struct Form {
    key: String,
    faults: Faults,
    audience: Option<Audience>,
    changed: bool,
}

fn show(app: &App, staff: &extract::Staff, status: StatusCode, input: &IncidentInput, form: Form) -> HttpResponse {
    let snapshot = app.hub.load();
    let faults = &form.faults;
    let promise = next_update(app, input);
    let subject = "What customers cannot do, and where. It is the subject of the mail.";
    let advice = "Markdown. What they see, what we do, what they can do.";
    let next = forms::field("next_update_at", "Next update by, UTC", &cadence_hint(app, input), &promise, faults);
    let page = Publish {
        frame: super::frame(app, staff, "/admin/incidents", "New incident"),
        title: forms::field("title", "Title", subject, &input.title, faults),
        severity: severities(input, faults),
        extent: extent(input, faults),
        grid: health_grid::grid(&snapshot.state.catalogue, &input.affected, |_| true),
        phase: phases(input, faults),
        body: Field { kind: Kind::Body, ..forms::field("body", "First update", advice, &input.body, faults) },
        sayings: sayings::fields(&input.translations, faults, true),
        next: Field { kind: Kind::Moment, optional: true, ..next },
        prefilled: if input.next_update_at.is_some() { String::new() } else { promise },
        faults: forms::summary(faults),
        key: form.key,
        audience: form.audience,
        changed: form.changed,
    };
    answer::private(status, page.html())
}

fn severities(input: &IncidentInput, faults: &Faults) -> Options {
    let choices = Severity::ALL.iter().map(|one| Choice {
        hint: meaning(*one).to_owned(),
        ..Choice::new(one.as_str(), one.label(), one.as_str() == input.severity)
    });
    forms::options("severity", "Severity", "", choices.collect(), faults)
}

fn phases(input: &IncidentInput, faults: &Faults) -> Options {
    let chosen = if input.phase.is_empty() { Phase::Investigating.as_str() } else { &input.phase };
    let choices = Phase::ALL.iter().filter(|phase| phase.may_begin());
    let choices = choices.map(|one| Choice::new(one.as_str(), one.label(), one.as_str() == chosen));
    forms::options("phase", "Phase", "", choices.collect(), faults)
}

/// How many customers are hit, and since when.
fn extent(input: &IncidentInput, faults: &Faults) -> Vec<Field> {
    let share = text(input.customers_affected.as_ref());
    let began = text(input.started_at.as_ref());
    let share = forms::field("customers_affected", "Customers affected, %", "When known.", share, faults);
    let began = forms::field("started_at", "Began, UTC", "Now, when left empty.", began, faults);
    vec![Field { optional: true, ..share }, Field { kind: Kind::Moment, optional: true, ..began }]
}

fn text(field: Option<&String>) -> &str {
    field.map_or("", String::as_str)
}

/// The promise that was typed, or what the chosen severity asks for.
fn next_update(app: &App, input: &IncidentInput) -> String {
    if let Some(typed) = &input.next_update_at {
        return typed.clone();
    }
    let severity = input.severity.parse::<Severity>().ok();
    let due = severity.and_then(|severity| policy::next_update(severity, app.clock.now()));
    due.map(|due| due.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

fn cadence_hint(app: &App, input: &IncidentInput) -> String {
    let now = app.clock.now().format("%H:%M");
    match input.severity.parse::<Severity>().ok().map(policy::cadence) {
        Some(Some(pause)) => format!(
            "{} asks for an update every {} minutes. It is {now} UTC.",
            input.severity.to_uppercase(),
            pause.num_minutes()
        ),
        Some(None) => format!("P4 promises no time. It is {now} UTC."),
        None => format!("Left empty: in 30 minutes for P1, 60 for P2, two hours for P3. It is {now} UTC."),
    }
}

/// The meaning of a severity to staff (PRODUCT 2).
pub(super) fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::P1 => "Whole service out, data or security at risk, or over 25 % of customers.",
        Severity::P2 => "Major feature out or slow, 10 to 25 %.",
        Severity::P3 => "Minor feature, under 10 %, some impact.",
        Severity::P4 => "Cosmetic, or a work-around exists.",
    }
}
