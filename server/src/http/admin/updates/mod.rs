//! `POST /admin/incidents/{id}/updates`, and the form that is sent there.

mod form;

use super::{audience, incident as incidents, sayings};
use crate::{
    domain::{id::IncidentId, incident::UpdateInput, invalid::Faults, person::Role},
    http::{answer, extract, fail, filling},
    services::{
        self, Refusal,
        once::{self, Key},
        preview,
    },
    state::App,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::pages::admin::audience::Audience;

pub(super) use form::form;

/// What was typed into the form, what is wrong with it, its key, and who would hear it once that was counted.
pub(super) struct Typed {
    input: UpdateInput,
    faults: Faults,
    key: String,
    audience: Option<Audience>,
}

impl Typed {
    fn new(input: UpdateInput, key: String) -> Self {
        Self { input, faults: Faults::default(), key, audience: None }
    }
}

/// Posts an update; a form that is wrong comes back as it was typed.
pub(crate) async fn post(app: web::Data<App>, sent: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = sent;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let id = IncidentId::from(id.into_inner());
    let mut input = form::input(&fields);
    let key = fields.get("key").to_owned();
    let is_fill = fields.get("act") == "fill";
    if is_fill {
        input.body.clear();
        input.translations.clear();
    }
    let gaps = match filling::update(&app, &id, &mut input).await {
        Ok(gaps) => gaps,
        Err(Refusal::Invalid(faults)) => faults,
        Err(other) => return fail::page(&app, extract::Reader::default(), &other),
    };
    if is_fill {
        return again(&app, &staff, &id, StatusCode::OK, Typed::new(input, key)).await;
    }
    if !gaps.0.is_empty() {
        return wrong(&app, &staff, &id, Typed { faults: gaps, ..Typed::new(input, key) }).await;
    }
    if fields.get("act") == "preview" {
        return show_audience(&app, &staff, &id, Typed::new(input, key)).await;
    }
    let request = serde_json::to_string(&input).unwrap_or_default();
    let once_key = Key::new(&staff.email, &format!("{id} {key}"), &request);
    let mut act = app.act(&staff.email);
    // A form without the number of what it shows is no form of ours.
    let seen = fields.get("seen").parse::<i64>().unwrap_or_default();
    let (wanted, said) = (id.clone(), input.clone());
    let made = app
        .change(move |database| {
            once::once(database, &mut act, Some(&once_key), |conn, act| {
                Ok(services::incidents::post_update(conn, act, &wanted, &said, Some(seen))?.to_string())
            })
        })
        .await;
    match made {
        Ok(_) => answer::go(&format!("/admin/incidents/{id}")),
        Err(Refusal::Changed) => changed(&app, &staff, &id, input).await,
        Err(Refusal::Invalid(faults)) => wrong(&app, &staff, &id, Typed { faults, ..Typed::new(input, key) }).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// The form as it was typed, or as a template filled it in.
async fn again(app: &App, staff: &extract::Staff, id: &IncidentId, status: StatusCode, typed: Typed) -> HttpResponse {
    match incidents::page(app, staff, id, Some(typed)).await {
        Ok(page) => answer::private(status, page.html()),
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

/// The form with what is wrong.
async fn wrong(app: &App, staff: &extract::Staff, id: &IncidentId, typed: Typed) -> HttpResponse {
    again(app, staff, id, StatusCode::UNPROCESSABLE_ENTITY, typed).await
}

/// The form with who would hear of what was typed.
async fn show_audience(app: &App, staff: &extract::Staff, id: &IncidentId, typed: Typed) -> HttpResponse {
    let (wanted, input, mut act) = (id.clone(), typed.input.clone(), app.act(&staff.email));
    let ahead = app.database.off_thread(move |database| preview::of_update(database, &mut act, &wanted, &input)).await;
    match ahead {
        Ok(ahead) => {
            let audience = Some(audience::of_update(app, ahead));
            again(app, staff, id, StatusCode::OK, Typed { audience, ..typed }).await
        }
        Err(Refusal::Invalid(faults)) => wrong(app, staff, id, Typed { faults, ..typed }).await,
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

/// The form again: severity, phase and places as the incident stands now, with every text that was typed.
async fn changed(app: &App, staff: &extract::Staff, id: &IncidentId, typed: UpdateInput) -> HttpResponse {
    match incidents::page(app, staff, id, None).await {
        Ok(mut page) => {
            if let Some(update) = &mut page.update {
                update.body.value = typed.body;
                for choice in update.groups.iter_mut().flat_map(|groups| &mut groups.choices) {
                    choice.chosen = typed.subscriber_groups.iter().flatten().any(|id| *id == choice.value);
                }
                update.sayings = sayings::fields(&typed.translations, &Faults::default(), false);
                for field in &mut update.more {
                    let said = match field.name {
                        "eta_at" => &typed.eta_at,
                        "cause" => &typed.cause,
                        "workaround" => &typed.workaround,
                        _ => &typed.customers_affected,
                    };
                    if let Some(said) = said.clone().filter(|said| !said.is_empty()) {
                        field.value = said;
                    }
                }
                update.faults = vec![("body".to_owned(), format!("kept; {}", Refusal::Changed))];
            }
            answer::private(StatusCode::CONFLICT, page.html())
        }
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}
