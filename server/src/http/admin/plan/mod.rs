//! `GET` and `POST /admin/maintenance/new`: nothing is published before its audience was seen.

mod audience;
mod fields;

use super::subscriber_groups;
use crate::{
    domain::{
        catalogue::Catalogue,
        invalid::Faults,
        link,
        maintenance::{MaintenanceDraft, MaintenanceInput},
        person::Role,
        template::TemplateKind,
    },
    http::{answer, extract, fail, filling},
    services::{
        self, Refusal, maintenances as service,
        once::{self, Key},
        templates, traffic,
    },
    state::App,
    store,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::pages::admin::{audience::Audience, plan::Plan};

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
    let extract::StaffForm { staff, fields: sent } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let mut input = fields::read(&sent);
    let key = sent.get("key").to_owned();
    let is_fill = sent.get("act") == "fill";
    if is_fill {
        input.body.clear();
        input.translations.clear();
    }
    let gaps = match filling::maintenance(&app, &mut input).await {
        Ok(gaps) => gaps,
        Err(Refusal::Invalid(faults)) => faults,
        Err(other) => return fail::page(&app, extract::Reader::default(), &other),
    };
    if !sent.get("quiet").is_empty() {
        sent.get("quiet").clone_into(&mut input.starts_at);
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
    let mark = audience::mark(&draft);
    if sent.get("act") == "publish" && sent.get("mark") == mark && !key.is_empty() {
        return publish(&app, &staff, input, &key).await;
    }
    match audience::count(&app, draft, catalogue, mark).await {
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
    let groups = input.subscriber_groups.clone();
    let catalogue = app
        .read(move |conn| {
            services::subscriber_groups::named(conn, &groups)?;
            Ok(store::catalogue::load(conn)?)
        })
        .await?;
    Ok((MaintenanceDraft::parse(input, &catalogue, now)?, catalogue))
}

async fn show(
    app: &App,
    staff: &extract::Staff,
    status: StatusCode,
    input: &MaintenanceInput,
    (key, faults, audience): (String, Faults, Option<Audience>),
) -> HttpResponse {
    let (zone, length, now) = (fields::zone_of(input), fields::length_of(input), app.clock.now());
    let read = app
        .read(move |conn| {
            let quiet = traffic::quiet_hours(conn, length, zone, now)?;
            Ok((templates::list(conn)?, store::subscriber_groups::list(conn)?, quiet))
        })
        .await;
    let (named, groups, quiet) = match read {
        Ok(read) => read,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let page = Plan {
        quiet: quiet.iter().map(|one| fields::proposal(one, zone)).collect(),
        template: super::templates::choice(&named, &[TemplateKind::Maintenance], &input.template, &faults),
        groups: subscriber_groups::choice(&groups, &input.subscriber_groups, &faults),
        key,
        audience,
        ..fields::page(app, staff, input, &faults)
    };
    answer::private(status, page.html())
}
