//! `POST /admin/incidents/{id}/…`: what may be done with an open incident besides posting an update.

use super::incident;
use crate::{
    domain::{id::IncidentId, invalid::Faults, person::Role, template::leftover},
    http::{answer, extract, fail, present::forms},
    services::{Act, Refusal, credits, incidents as service},
    state::App,
    store::Conn,
};
use actix_web::{HttpResponse, http::StatusCode, web};

/// Keeps the assessment.
pub(crate) async fn assess(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "assessment", |conn, act, id, fields| {
        service::assess(conn, act, id, &service::Assessment { hypothesis: fields.get("hypothesis").to_owned() })
    })
    .await
}

/// Gives a person a duty.
pub(crate) async fn assign(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "people", |conn, act, id, fields| {
        service::assign(conn, act, id, fields.get("person"), fields.get("duty"))
    })
    .await
}

/// Notes that the war room meets.
pub(crate) async fn meet(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "war-room", |conn, act, id, fields| service::meet(conn, act, id, fields.get("link"))).await
}

/// Lets it go by the policy in force.
pub(crate) async fn adopt(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "policy", |conn, act, id, _| service::adopt(conn, act, id)).await
}

/// Folds it into another.
pub(crate) async fn fold(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "fold", |conn, act, id, fields| service::fold(conn, act, id, &IncidentId::from(fields.get("whole"))))
        .await
}

/// Splits it out again.
pub(crate) async fn split(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "split", |conn, act, id, _| service::split(conn, act, id)).await
}

/// Returns to operational what stayed hit after the end.
pub(crate) async fn restore(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "restore", |conn, act, id, _| service::restore(conn, act, id)).await
}

/// Takes it back.
pub(crate) async fn retract(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "retract", |conn, act, id, fields| {
        leftover("apology", fields.get("apology")).check()?;
        let seen = fields.get("seen").parse().ok();
        service::retract(conn, act, id, fields.get("apology"), Some(seen.unwrap_or_default())).map(|_| ())
    })
    .await
}

/// Works out what customers would get back if it ended now.
pub(crate) async fn credits(app: web::Data<App>, form: extract::StaffForm, id: web::Path<String>) -> HttpResponse {
    done(&app, form, id, "credits", |conn, act, id, _| {
        credits::work_out(conn, act, &credits::Cause::Incident(id.clone())).map(|_| ())
    })
    .await
}

/// Does it and goes back to the incident; what is wrong comes back in its form, unfolded and filled in.
async fn done(
    app: &App,
    form: extract::StaffForm,
    id: web::Path<String>,
    deed: &'static str,
    what: impl FnOnce(&mut Conn, &mut Act, &IncidentId, &extract::Fields) -> Result<(), Refusal> + Send + 'static,
) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(app, extract::Reader::default(), &refusal);
    }
    let id = IncidentId::from(id.into_inner());
    let (wanted, sent) = (id.clone(), fields.clone());
    match app.write(&staff.email, move |conn, act| what(conn, act, &wanted, &sent)).await {
        Ok(()) => answer::go(&format!("/admin/incidents/{id}#{deed}")),
        Err(Refusal::Invalid(faults)) => again(app, &staff, &id, deed, &fields, &faults).await,
        Err(refusal) => fail::page(app, extract::Reader::default(), &refusal),
    }
}

async fn again(
    app: &App,
    staff: &extract::Staff,
    id: &IncidentId,
    deed: &str,
    fields: &extract::Fields,
    faults: &Faults,
) -> HttpResponse {
    let mut page = match incident::page(app, staff, id, None).await {
        Ok(page) => page,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    forms::unfold(&mut page.deeds, deed, fields, faults);
    answer::private(StatusCode::UNPROCESSABLE_ENTITY, page.html())
}
