//! `GET` and `POST /admin/incidents/new`: nothing is published before its audience was seen.

mod audience;
mod fields;

use crate::{
    domain::{
        catalogue::Catalogue,
        id::SuspicionId,
        incident::{AffectedInput, IncidentDraft, IncidentInput},
        invalid::{Faults, Invalid},
        link,
        person::Role,
        policy::Policy,
        template::TemplateKind,
    },
    http::{answer, extract, fail, filling},
    services::{
        Refusal,
        once::{self, Key},
        releases::{self, Wanted},
        subscriber_groups, templates,
    },
    state::App,
    store::{self, StoreError, policies},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::pages::admin::{audience::Audience, publish::Publish};

/// What is known while the form is shown again.
#[derive(Default)]
struct Form {
    key: String,
    suspicion: String,
    faults: Faults,
    audience: Option<Audience>,
    changed: bool,
}

/// An empty form; or one that is filled in with what is suspected.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let key = link::secret(&mut app.act(&staff.email).rng);
    let suspicion = extract::value(request.query_string(), "suspicion").unwrap_or_default();
    match suspected(&app, &suspicion).await {
        Ok(input) => show(&app, &staff, StatusCode::OK, &input, Form { key, suspicion, ..Form::default() }).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// What a suspicion knows already.
async fn suspected(app: &App, suspicion: &str) -> Result<IncidentInput, Refusal> {
    if suspicion.is_empty() {
        return Ok(IncidentInput::default());
    }
    let id = SuspicionId::from(suspicion);
    app.read(move |conn| {
        let found = store::suspicions::find(conn, &id)?.ok_or(Refusal::Missing("suspicion"))?;
        let affected: Vec<AffectedInput> = serde_json::from_str(&found.places).map_err(StoreError::from)?;
        let started_at = Some(found.detected_at.format("%Y-%m-%dT%H:%M").to_string());
        Ok(IncidentInput { title: found.title, affected, started_at, ..IncidentInput::default() })
    })
    .await
}

/// Shows who will hear it, or publishes.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let act = fields.get("act");
    let wants_publish = act == "publish";
    let mut input = fields::read(&fields);
    if act == "fill" {
        // What the button is pressed for takes the place of what was there.
        input.body.clear();
        input.translations.clear();
    }
    let ticked = input.regions.take().filter(|ticked| wants_publish || !ticked.is_empty());
    input.regions = ticked;
    let gaps = match filling::incident(&app, &mut input).await {
        Ok(gaps) => gaps,
        Err(Refusal::Invalid(faults)) => faults,
        Err(other) => return fail::page(&app, extract::Reader::default(), &other),
    };
    let known = Form { key: fields.get("key").to_owned(), suspicion: fields.get("suspicion").to_owned(), ..Form::default() };
    if act == "fill" {
        return show(&app, &staff, StatusCode::OK, &input, known).await;
    }
    if !gaps.0.is_empty() {
        return wrong(&app, &staff, input, Form { faults: gaps, ..known }).await;
    }
    let (draft, catalogue, policy) = match check(&app, &input).await {
        Ok(checked) => checked,
        Err(Refusal::Invalid(faults)) => return wrong(&app, &staff, input, Form { faults, ..known }).await,
        Err(other) => return fail::page(&app, extract::Reader::default(), &other),
    };
    let mark = audience::mark(&draft);
    if wants_publish && fields.get("mark") == mark && !known.key.is_empty() {
        return publish(&app, &staff, input, known).await;
    }
    match audience::count(&app, draft, catalogue, &policy, mark).await {
        Ok(counted) => {
            let form = Form { audience: Some(counted), changed: wants_publish, ..known };
            show(&app, &staff, StatusCode::OK, &input, form).await
        }
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// The form with what is wrong. Where that is the regions alone, the audience stays in sight.
async fn wrong(app: &App, staff: &extract::Staff, input: IncidentInput, form: Form) -> HttpResponse {
    let only_regions = form.faults.0.iter().all(|fault| fault.field == "regions");
    let mut audience = None;
    if only_regions {
        let whole = IncidentInput { regions: None, ..input.clone() };
        let counted = match check(app, &whole).await {
            Ok((draft, catalogue, policy)) => {
                let mark = audience::mark(&draft);
                audience::count(app, draft, catalogue, &policy, mark).await
            }
            Err(refusal) => Err(refusal),
        };
        match counted {
            Ok(counted) => audience = Some(counted),
            Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
        }
    }
    show(app, staff, StatusCode::UNPROCESSABLE_ENTITY, &input, Form { audience, ..form }).await
}

async fn publish(app: &App, staff: &extract::Staff, input: IncidentInput, form: Form) -> HttpResponse {
    let request = serde_json::to_string(&input).unwrap_or_default();
    let key = Key::new(&staff.email, &form.key, &request);
    let mut act = app.act(&staff.email);
    let again = input.clone();
    let suspicion = Some(form.suspicion.as_str()).filter(|id| !id.is_empty()).map(SuspicionId::from);
    let made = app
        .change(move |database| {
            once::once(database, &mut act, Some(&key), |conn, act| {
                Ok(match releases::publish(conn, act, &input, suspicion.as_ref())? {
                    Wanted::Published(id) => format!("/admin/incidents/{id}"),
                    Wanted::Waits(id) => format!("/admin/releases/{id}"),
                })
            })
        })
        .await;
    match made {
        Ok(made) => answer::go(&made.id),
        // The back button brought a form that was published already, and it says something else by now.
        Err(Refusal::Conflict(told)) => {
            let told = format!("{told}; see the list of incidents, or go on to publish another");
            let faults = Faults::from(Invalid::new("title", told));
            let key = link::secret(&mut app.act(&staff.email).rng);
            show(app, staff, StatusCode::CONFLICT, &again, Form { key, faults, ..Form::default() }).await
        }
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

async fn check(app: &App, input: &IncidentInput) -> Result<(IncidentDraft, Catalogue, Policy), Refusal> {
    let now = app.clock.now();
    let groups = input.subscriber_groups.clone();
    let (catalogue, policy) = app
        .read(move |conn| {
            subscriber_groups::named(conn, &groups)?;
            Ok((store::catalogue::load(conn)?, policies::current(conn)?.policy))
        })
        .await?;
    Ok((IncidentDraft::parse(input, &catalogue, &policy, now)?, catalogue, policy))
}

async fn show(app: &App, staff: &extract::Staff, status: StatusCode, input: &IncidentInput, form: Form) -> HttpResponse {
    let read = app
        .read(|conn| Ok((policies::current(conn)?.policy, templates::list(conn)?, store::subscriber_groups::list(conn)?)))
        .await;
    match read {
        Ok((policy, named, groups)) => {
            let template = super::templates::choice(&named, &[TemplateKind::Alert], &input.template, &form.faults);
            let groups = super::subscriber_groups::choice(&groups, &input.subscriber_groups, &form.faults);
            let page = fields::page(app, staff, &policy, input, form);
            answer::private(status, Publish { template, groups, ..page }.html())
        }
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}
