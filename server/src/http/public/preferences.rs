//! `GET` and `POST /subscriptions/{link}`: what a subscriber gets.

use super::subscribe::input;
use crate::{
    channels::webhook,
    domain::{
        address,
        channel::Channel,
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
    services::{Act, Refusal, erasure, subscriptions},
    state::App,
    store::{
        Conn,
        subscribers::{self, Subscriber},
    },
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

/// Sends something that only shows that it arrives.
pub(crate) async fn test(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    link: web::Path<String>,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    let said = |sent: bool| if sent { "test-sent" } else { "test-waits" };
    done(&app, reader, &link, said, subscriptions::test).await
}

/// Gives the subscriber's program another secret.
pub(crate) async fn secret(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    link: web::Path<String>,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    done(&app, reader, &link, |()| "secret-changed", subscriptions::change_secret).await
}

/// All that is kept of a subscriber, as a file.
pub(crate) async fn data(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    let row = match find(&app, &link).await {
        Ok(row) => row,
        Err(refusal) => return fail::page(&app, reader, &refusal),
    };
    let signer = app.signer.clone();
    match app.read(move |conn| erasure::export(conn, &signer, &row.id)).await {
        Ok(known) => answer::file("application/json; charset=utf-8", "subscription.json", known.to_string().into_bytes()),
        Err(refusal) => fail::page(&app, reader, &refusal),
    }
}

/// Erases all that is kept of a subscriber.
pub(crate) async fn erase(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    link: web::Path<String>,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    let row = match find(&app, &link).await {
        Ok(row) => row,
        Err(refusal) => return Ok(fail::page(&app, reader, &refusal)),
    };
    let signer = app.signer.clone();
    Ok(match app.write("visitor", move |conn, act| erasure::erase(conn, act, &signer, &row.id)).await {
        Ok(()) => {
            let say = |word| reader.lang.say(word);
            fail::message(&app, reader, StatusCode::OK, say("erased-title"), say("erased-text"))
        }
        Err(refusal) => fail::page(&app, reader, &refusal),
    })
}

/// Does something for a subscriber, and shows the form with what was done.
async fn done<T: Send + 'static>(
    app: &App,
    reader: Reader,
    link: &str,
    said: impl Fn(T) -> &'static str,
    work: fn(&mut Conn, &mut Act, &SubscriberId) -> Result<T, Refusal>,
) -> Result<HttpResponse, actix_web::Error> {
    let row = match find(app, link).await {
        Ok(row) => row,
        Err(refusal) => return Ok(fail::page(app, reader, &refusal)),
    };
    let id = row.id.clone();
    let worked = app.write("visitor", move |conn, act| work(conn, act, &id)).await;
    Ok(match (worked, find(app, link).await.and_then(|row| Ok((chosen(&row)?, row)))) {
        (Ok(result), Ok((input, row))) => {
            let text = reader.lang.say(said(result));
            form(app, reader, StatusCode::OK, (&row, &input), &Faults::default(), Some(text))
        }
        (Err(refusal), _) | (_, Err(refusal)) => fail::page(app, reader, &refusal),
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
    let signed = app.signer.sign(Purpose::Manage, row.id.as_str());
    let whose = if row.channel == Channel::Email { address::masked(&row.address) } else { app.shown(&row.address) };
    let mut page = present::preferences(view, input, faults, &whose, stop);
    page.done = done;
    page.test = Some(view.plain(&format!("/subscriptions/{signed}/test")));
    page.data =
        Some((view.plain(&format!("/subscriptions/{signed}/data")), view.plain(&format!("/subscriptions/{signed}/erase"))));
    page.secret = (row.channel == Channel::Webhook).then(|| {
        let secret = webhook::written(&app.signer.secret_of(row.id.as_str(), row.secret_version));
        (secret, view.plain(&format!("/subscriptions/{signed}/secret")))
    });
    answer::private(status, page.html())
}
