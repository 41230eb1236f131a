//! `GET` and `POST /admin/maintenance/new`: nothing is published before its audience was seen.

use super::{audience, health_grid, sayings};
use crate::{
    channels::email,
    domain::{
        catalogue::Catalogue,
        health::Health,
        invalid::Faults,
        language::Language,
        link::{self, fingerprint},
        maintenance::{Effect, MaintenanceDraft, MaintenanceInput, Quiet},
        notice::{AffectedName, MaintenanceNews, NoticeKind},
        person::Role,
        region,
        template::{TemplateKind, Texts},
    },
    http::{answer, extract, fail, filling, present::forms},
    services::{
        Refusal, maintenances as service,
        once::{self, Key},
        preview, templates, traffic,
    },
    state::App,
    store,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang,
    pages::admin::{audience::Audience, plan::Plan},
    pieces::{Choice, Field, Kind, Options},
};
use chrono::TimeDelta;
use chrono_tz::Tz;

/// An empty form.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let key = link::secret(&mut app.act(&staff.email).rng);
    let first = app.hub.load().state.catalogue.regions.first().map(|region| region.zone.clone());
    let input = MaintenanceInput { zone: first.unwrap_or_default(), ..MaintenanceInput::default() };
    show(&app, &staff, StatusCode::OK, &input, (key, Faults::default(), None)).await
}

/// Shows the window and who will hear of it, or publishes.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let mut input = read(&fields);
    let key = fields.get("key").to_owned();
    let is_fill = fields.get("act") == "fill";
    if is_fill {
        input.body.clear();
        input.translations.clear();
    }
    let gaps = match filling::maintenance(&app, &mut input).await {
        Ok(gaps) => gaps,
        Err(Refusal::Invalid(faults)) => faults,
        Err(other) => return fail::page(&app, extract::Reader::default(), &other),
    };
    if !fields.get("quiet").is_empty() {
        fields.get("quiet").clone_into(&mut input.starts_at);
        return show(&app, &staff, StatusCode::OK, &input, (key, Faults::default(), None)).await;
    }
    if is_fill {
        return show(&app, &staff, StatusCode::OK, &input, (key, Faults::default(), None)).await;
    }
    if !gaps.0.is_empty() {
        return show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &input, (key, gaps, None)).await;
    }
    let (draft, catalogue) = match check(&app, &input).await {
        Ok(checked) => checked,
        Err(Refusal::Invalid(faults)) => {
            return show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &input, (key, faults, None)).await;
        }
        Err(other) => return fail::page(&app, extract::Reader::default(), &other),
    };
    let mark = fingerprint(format!("{:?} {:?}", draft.window, draft.pairs));
    if fields.get("act") == "publish" && fields.get("mark") == mark && !key.is_empty() {
        return publish(&app, &staff, input, &key).await;
    }
    match count(&app, draft, catalogue, mark).await {
        Ok(audience) => show(&app, &staff, StatusCode::OK, &input, (key, Faults::default(), Some(audience))).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn publish(app: &App, staff: &extract::Staff, input: MaintenanceInput, key: &str) -> HttpResponse {
    let request = serde_json::to_string(&input).unwrap_or_default();
    let key = Key::new(&staff.email, key, &request);
    let mut act = app.act(&staff.email);
    let made = app
        .change(move |database| {
            once::once(database, &mut act, Some(&key), |conn, act| Ok(service::plan(conn, act, &input)?.to_string()))
        })
        .await;
    match made {
        Ok(made) => answer::go(&format!("/admin/maintenance/{}", made.id)),
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

async fn check(app: &App, input: &MaintenanceInput) -> Result<(MaintenanceDraft, Catalogue), Refusal> {
    let now = app.clock.now();
    let catalogue = app.read(|conn| Ok(store::catalogue::load(conn)?)).await?;
    Ok((MaintenanceDraft::parse(input, &catalogue, now)?, catalogue))
}

async fn count(app: &App, draft: MaintenanceDraft, catalogue: Catalogue, mark: String) -> Result<Audience, Refusal> {
    let pairs = draft.pairs.iter().cloned().collect();
    let template = draft.template.clone();
    let (reach, catalogue, layout) = app
        .read(move |conn| {
            let reach = preview::of_maintenance(conn, &catalogue, &pairs)?;
            Ok((reach, catalogue, templates::layout(conn, &template, TemplateKind::Maintenance)?))
        })
        .await?;
    let (utc, there) = (words(&draft, Tz::UTC), words(&draft, draft.zone));
    let length = (draft.window.ends_at - draft.window.starts_at).num_minutes();
    Ok(Audience {
        mark,
        notes: [format!("{there}."), format!("{utc}."), format!("{length} minutes, the buffer included.")]
            .into_iter()
            .chain(audience::posted(&reach))
            .collect(),
        mails: mails(app, &draft, &catalogue, &layout),
        ..audience::of(reach)
    })
}

/// The window on the clocks of a zone.
fn words(draft: &MaintenanceDraft, zone: Tz) -> String {
    let local = |time: chrono::DateTime<chrono::Utc>| time.with_timezone(&zone).format("%a %-d %b, %H:%M %Z").to_string();
    format!("{} – {}", local(draft.window.starts_at), local(draft.window.ends_at))
}

/// The mail as two readers will see it.
fn mails(app: &App, draft: &MaintenanceDraft, catalogue: &Catalogue, layout: &Texts) -> Vec<(String, String, String)> {
    let snapshot = app.hub.load();
    let url = app.settings.url("");
    let site = email::Site { title: &snapshot.state.title, url: &url, host: app.settings.host() };
    let affected = draft.pairs.iter().filter_map(|pair| {
        let component = catalogue.component(pair.component.as_str())?.name.clone();
        let region = catalogue.region(pair.region.as_str())?.name.clone();
        Some(AffectedName { component, region, health: Health::UnderMaintenance })
    });
    let news = MaintenanceNews {
        title: draft.title.clone(),
        body: draft.body.clone(),
        affected: affected.collect(),
        effect: draft.effect,
        starts_at: draft.window.starts_at,
        ends_at: draft.window.ends_at,
        before: None,
        advice: draft.advice.clone(),
        contact_by: draft.contact_by,
        said_at: app.clock.now(),
        sequence: 0,
        path: "/maintenance/…".to_owned(),
        earlier: Vec::new(),
        translations: draft.translations.clone(),
        layout: layout.clone(),
        further: draft.further(app.clock.now()),
    };
    let other = if draft.zone == Tz::America__New_York { Tz::Asia__Tokyo } else { Tz::America__New_York };
    let mails = [draft.zone, other].into_iter().map(|zone| {
        let reader = email::Reader { language: Language::En, zone, who: email::Who::Subscriber };
        let mail = email::maintenance(&news, NoticeKind::Planned, site, reader).for_reader("(link)", "(link)");
        (zone.name().to_owned(), mail.subject, mail.text)
    });
    mails.collect()
}

fn read(fields: &extract::Fields) -> MaintenanceInput {
    let filled = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    MaintenanceInput {
        title: fields.get("title").to_owned(),
        body: fields.get("body").to_owned(),
        zone: fields.get("zone").to_owned(),
        starts_at: fields.get("starts_at").to_owned(),
        estimate: filled("estimate"),
        ends_at: filled("ends_at"),
        affected: health_grid::read(fields, false),
        effect: fields.get("effect").to_owned(),
        advice: fields.get("advice").to_owned(),
        contact_by: filled("contact_by"),
        ends_itself: fields.get("ends_itself") == "yes",
        repeat: filled("rule").or_else(|| filled("repeat")),
        template: fields.get("template").to_owned(),
        translations: sayings::read(fields),
    }
}

/// Rules to choose from, with what they say.
const RULES: [(&str, &str); 6] = [
    ("", "Once"),
    ("FREQ=DAILY", "Every day"),
    ("FREQ=WEEKLY", "Every week"),
    ("FREQ=WEEKLY;INTERVAL=2", "Every two weeks"),
    ("FREQ=WEEKLY;INTERVAL=4", "Every four weeks"),
    ("FREQ=MONTHLY", "Every month on that day"),
];

fn repeat(input: &MaintenanceInput, faults: &Faults) -> (Options, Field) {
    let rule = input.repeat.clone().unwrap_or_default();
    let choices = RULES.iter().map(|(word, label)| Choice::new(*word, *label, *word == rule));
    let hint = "RFC 5545, such as FREQ=MONTHLY;BYDAY=2SU;COUNT=6.";
    let own = if RULES.iter().any(|(word, _)| *word == rule) { "" } else { &rule };
    let own = Field { optional: true, ..forms::field("rule", "Or by a rule", hint, own, &Faults::default()) };
    (forms::options("repeat", "It comes", "", choices.collect(), faults), own)
}

fn zone_of(input: &MaintenanceInput) -> Tz {
    region::zone("zone", &input.zone).unwrap_or(Tz::UTC)
}

/// The length that was asked for, buffer included; an hour and a half while nothing was said.
fn length_of(input: &MaintenanceInput) -> TimeDelta {
    let estimate = input.estimate.as_deref().and_then(|text| text.trim().parse::<i64>().ok());
    let minutes = estimate.filter(|minutes| (1..=10_000).contains(minutes)).unwrap_or(60);
    TimeDelta::minutes(minutes + (minutes + 1) / 2)
}

/// A quiet window: the start as the form takes it, and in words.
fn proposal(quiet: &Quiet, zone: Tz) -> (String, String) {
    let start = quiet.window.starts_at.with_timezone(&zone);
    let words = format!("{}, {} % of the usual traffic", start.format("%a %-d %b, %H:%M %Z"), quiet.percent);
    (start.format("%Y-%m-%dT%H:%M").to_string(), words)
}

async fn show(
    app: &App,
    staff: &extract::Staff,
    status: StatusCode,
    input: &MaintenanceInput,
    (key, faults, audience): (String, Faults, Option<Audience>),
) -> HttpResponse {
    let (zone, length, now) = (zone_of(input), length_of(input), app.clock.now());
    let read = app.read(move |conn| Ok((templates::list(conn)?, traffic::quiet_hours(conn, length, zone, now)?))).await;
    let (named, quiet) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let snapshot = app.hub.load();
    let faults = &faults;
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let moment = |name: &'static str, label: &str, hint: &str, value: &str| Field {
        kind: Kind::Moment,
        ..forms::field(name, label, hint, value, faults)
    };
    let optional = |field: Field| Field { optional: true, ..field };
    let chosen = if input.effect.is_empty() { Effect::Unavailable.as_str() } else { &input.effect };
    let effects = Effect::ALL.iter().map(|one| Choice::new(one.as_str(), one.label(), one.as_str() == chosen));
    let hint = "Else staff are asked half an hour before, and customers hear when it takes longer.".to_owned();
    let itself = Choice { hint, ..Choice::new("yes", "It ends at its end without anybody", input.ends_itself) };
    let estimate = "Minutes the work takes. Half of it is added as a buffer.";
    let advice = "Markdown. What is done, why, what changes for customers.";
    let page = Plan {
        frame: super::frame(app, staff, "/admin/maintenance", "Plan a maintenance"),
        title: forms::field("title", "Title", "What is done. It is the subject of the mail.", &input.title, faults),
        zone: forms::zones(Lang::En, &input.zone, faults),
        times: vec![
            moment("starts_at", "Begins", "On the clocks of the zone.", &input.starts_at),
            optional(forms::field("estimate", "The work takes", estimate, &text(&input.estimate), faults)),
            optional(moment("ends_at", "Or: ends", "Named by you, buffer included.", &text(&input.ends_at))),
        ],
        repeat: repeat(input, faults),
        quiet: quiet.iter().map(|one| proposal(one, zone)).collect(),
        ends_itself: forms::options("ends_itself", "The end", "", vec![itself], faults),
        grid: health_grid::of(
            &snapshot.state.catalogue,
            &input.affected,
            |_| true,
            &[Health::Operational, Health::UnderMaintenance],
        ),
        effect: forms::options("effect", "What customers notice", "", effects.collect(), faults),
        body: forms::words("body", "Text", advice, &input.body, faults),
        sayings: sayings::fields(&input.translations, faults, true),
        more: vec![
            optional(forms::field("advice", "What customers should do", "One line.", &input.advice, faults)),
            optional(moment("contact_by", "To speak up until", "For customers whom it does not suit.", &text(&input.contact_by))),
        ],
        template: super::templates::choice(&named, &[TemplateKind::Maintenance], &input.template, faults),
        faults: forms::summary(faults),
        key,
        audience,
    };
    answer::private(status, page.html())
}
