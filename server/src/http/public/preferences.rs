//! `GET` and `POST /subscriptions/{link}`: what a subscriber gets.

use super::subscribe::input;
use crate::{
    domain::{
        address,
        id::SubscriberId,
        invalid::Faults,
        link::Purpose,
        subscriber::{SubscriberState, SubscriptionInput},
    },
    http::{
        answer,
        extract::{self, Reader},
        fail, present,
    },
    services::{Refusal, subscriptions},
    state::App,
    store::subscribers::{self, Subscriber},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};

/// The form with what is chosen now.
pub(crate) async fn get(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    match find(&app, &link).await {
        Ok(row) => match chosen(&row) {
            Ok(input) => form(&app, reader, StatusCode::OK, (&row, &input), &Faults::default(), None),
            Err(refusal) => fail::page(&app, reader, &refusal),
        },
        Err(refusal) => fail::page(&app, reader, &refusal),
    }
}

/// Saves what was chosen.
pub(crate) async fn post(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    link: web::Path<String>,
    fields: extract::Fields,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    let row = match find(&app, &link).await {
        Ok(row) => row,
        Err(refusal) => return Ok(fail::page(&app, reader, &refusal)),
    };
    let input = SubscriptionInput { email: row.address.clone(), ..input(&fields) };
    let (id, wanted) = (row.id.clone(), input.clone());
    Ok(match app.write("visitor", move |conn, act| subscriptions::change(conn, act, &id, &wanted)).await {
        Ok(()) => form(&app, reader, StatusCode::OK, (&row, &input), &Faults::default(), Some(reader.lang.say("saved"))),
        Err(Refusal::Invalid(faults)) => form(&app, reader, StatusCode::UNPROCESSABLE_ENTITY, (&row, &input), &faults, None),
        Err(other) => fail::page(&app, reader, &other),
    })
}

async fn find(app: &App, link: &str) -> Result<Subscriber, Refusal> {
    let id = app.signer.verify(Purpose::Manage, link).map(SubscriberId::from).ok_or(Refusal::Missing("subscription"))?;
    let row = app.read(move |conn| Ok(subscribers::find(conn, &id)?)).await?;
    let active = row.filter(|row| row.state == SubscriberState::Active);
    active.ok_or_else(|| Refusal::Conflict("this subscription has ended; subscribe again to hear more".to_owned()))
}

/// The stored filter as the form shows it.
fn chosen(row: &Subscriber) -> Result<SubscriptionInput, Refusal> {
    let filter = row.wants()?;
    let components = filter.components.unwrap_or_default();
    Ok(SubscriptionInput {
        email: row.address.clone(),
        regions: filter.regions.into_iter().flatten().map(|id| id.to_string()).collect(),
        components: components.components.iter().map(ToString::to_string).collect(),
        groups: components.groups.iter().map(ToString::to_string).collect(),
        severities: filter.severities.into_iter().flatten().map(|one| one.to_string()).collect(),
        kinds: filter.kinds.iter().map(ToString::to_string).collect(),
        zone: row.zone.clone(),
        language: row.language.to_string(),
    })
}

fn form(
    app: &App,
    reader: Reader,
    status: StatusCode,
    (row, input): (&Subscriber, &SubscriptionInput),
    faults: &Faults,
    done: Option<String>,
) -> HttpResponse {
    let stop = format!("/unsubscribe/{}", app.signer.sign(Purpose::Manage, row.id.as_str()));
    let snapshot = app.hub.load();
    let view = present::View::new(snapshot.in_language(reader.lang), reader);
    let mut page = present::preferences(view, input, faults, &address::masked(&row.address), stop);
    page.done = done;
    answer::private(status, page.html())
}
