//! `GET` and `POST /subscriptions/{link}`: what a subscriber gets.

use super::subscribe::input;
use crate::{
    channels::webhook,
    domain::{
        address,
        channel::Channel,
        id::{IncidentId, SubscriberId},
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
        Conn, follows, mutes,
        subscribers::{self, Subscriber},
    },
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::pages::subscribe::Subscribe;

/// The form with what is chosen now.
pub(crate) async fn get(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    let shown = known(&app, &link).await.and_then(|holder| {
        if holder.row.state != SubscriberState::Active {
            return Ok(ended(&app, reader, &holder.row));
        }
        let input = chosen(&holder.row)?;
        Ok(form(&app, reader, StatusCode::OK, (&holder, &input), &Faults::default(), None))
    });
    or_page(&app, reader, shown)
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
    Ok(or_page(&app, reader, save(&app, reader, &link, &fields).await))
}

async fn save(app: &App, reader: Reader, link: &str, fields: &extract::Fields) -> Result<HttpResponse, Refusal> {
    let holder = find(app, link).await?;
    let input = SubscriptionInput { email: holder.row.address.clone(), ..input(fields) };
    let (id, wanted) = (holder.row.id.clone(), input.clone());
    match app.write("visitor", move |conn, act| subscriptions::change(conn, act, &id, &wanted)).await {
        Ok(()) => Ok(form(app, reader, StatusCode::OK, (&holder, &input), &Faults::default(), Some(reader.lang.say("saved")))),
        Err(Refusal::Invalid(faults)) => {
            Ok(form(app, reader, StatusCode::UNPROCESSABLE_ENTITY, (&holder, &input), &faults, None))
        }
        Err(other) => Err(other),
    }
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
    Ok(or_page(&app, reader, done(&app, reader, &link, said, subscriptions::test).await))
}

/// Gives the subscriber's program another secret.
pub(crate) async fn secret(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    link: web::Path<String>,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    Ok(or_page(&app, reader, done(&app, reader, &link, |()| "secret-changed", subscriptions::change_secret).await))
}

/// All that is kept of a subscriber, as a file.
pub(crate) async fn data(app: web::Data<App>, reader: Reader, link: web::Path<String>) -> HttpResponse {
    or_page(&app, reader, export(&app, &link).await)
}

async fn export(app: &App, link: &str) -> Result<HttpResponse, Refusal> {
    let (row, signer) = (known(app, link).await?.row, app.signer.clone());
    let known = app.read(move |conn| erasure::export(conn, &signer, &row.id)).await?;
    Ok(answer::file("application/json; charset=utf-8", "subscription.json", known.to_string().into_bytes()))
}

/// Erases all that is kept of a subscriber.
pub(crate) async fn erase(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    link: web::Path<String>,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    Ok(or_page(&app, reader, forget(&app, reader, &link).await))
}

async fn forget(app: &App, reader: Reader, link: &str) -> Result<HttpResponse, Refusal> {
    let (row, signer) = (known(app, link).await?.row, app.signer.clone());
    app.write("visitor", move |conn, act| erasure::erase(conn, act, &signer, &row.id)).await?;
    let say = |word| reader.lang.say(word);
    Ok(fail::message(app, reader, StatusCode::OK, say("erased-title"), say("erased-text")))
}

/// Does something for a subscriber, and shows the form with what was done.
async fn done<T: Send + 'static>(
    app: &App,
    reader: Reader,
    link: &str,
    said: impl Fn(T) -> &'static str,
    work: fn(&mut Conn, &mut Act, &SubscriberId) -> Result<T, Refusal>,
) -> Result<HttpResponse, Refusal> {
    let id = find(app, link).await?.row.id;
    let text = reader.lang.say(said(app.write("visitor", move |conn, act| work(conn, act, &id)).await?));
    // Read again, for the secret may be another now.
    let holder = find(app, link).await?;
    let input = chosen(&holder.row)?;
    Ok(form(app, reader, StatusCode::OK, (&holder, &input), &Faults::default(), Some(text)))
}

/// The answer, or the page that says why there is none.
fn or_page(app: &App, reader: Reader, answered: Result<HttpResponse, Refusal>) -> HttpResponse {
    answered.unwrap_or_else(|refusal| fail::page(app, reader, &refusal))
}

/// A subscription, and what its holder follows and wants no more of.
struct Holder {
    row: Subscriber,
    follows: Vec<IncidentId>,
    muted: Vec<IncidentId>,
}

/// A subscription that goes on.
async fn find(app: &App, link: &str) -> Result<Holder, Refusal> {
    let active = Some(known(app, link).await?).filter(|holder| holder.row.state == SubscriberState::Active);
    active.ok_or_else(|| Refusal::Conflict("this subscription has ended; subscribe again to hear more".to_owned()))
}

/// A subscription, perhaps one that has ended: what is kept of it is still its holder's.
async fn known(app: &App, link: &str) -> Result<Holder, Refusal> {
    let id = app.signer.verify(Purpose::Manage, link).map(SubscriberId::from).ok_or(Refusal::Missing("subscription"))?;
    app.read(move |conn| {
        let row = subscribers::find(conn, &id)?.ok_or(Refusal::Missing("subscription"))?;
        let muted = mutes::of(conn, &id)?;
        let followed = follows::of(conn, &id)?.into_iter().filter(|incident| !muted.contains(incident));
        Ok(Holder { follows: followed.collect(), muted, row })
    })
    .await
}

/// What is left of a subscription that has ended.
fn ended(app: &App, reader: Reader, row: &Subscriber) -> HttpResponse {
    let snapshot = app.hub.load();
    let view = present::View::new(snapshot.in_language(reader.lang), reader);
    let page = Subscribe {
        frame: present::frame(view, &reader.lang.say("stopped-title")),
        data: Some(of_data(app, view, row)),
        ended: true,
        ..Subscribe::default()
    };
    answer::private(StatusCode::OK, page.html())
}

/// Where what is kept is saved and erased.
fn of_data(app: &App, view: present::View<'_>, row: &Subscriber) -> (String, String) {
    let signed = app.signer.sign(Purpose::Manage, row.id.as_str());
    (view.plain(&format!("/subscriptions/{signed}/data")), view.plain(&format!("/subscriptions/{signed}/erase")))
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
    (Holder { row, follows, muted }, input): (&Holder, &SubscriptionInput),
    faults: &Faults,
    done: Option<String>,
) -> HttpResponse {
    let stop = format!("/unsubscribe/{}", app.signer.sign(Purpose::Manage, row.id.as_str()));
    let snapshot = app.hub.load();
    let view = present::View::new(snapshot.in_language(reader.lang), reader);
    let signed = app.signer.sign(Purpose::Manage, row.id.as_str());
    let whose = if row.channel == Channel::Email { address::masked(&row.address) } else { app.signer.shown(&row.address) };
    let mut page = present::preferences(view, input, faults, &whose, stop);
    page.done = done;
    page.test = Some(view.plain(&format!("/subscriptions/{signed}/test")));
    page.data = Some(of_data(app, view, row));
    let titles = |ids: &[IncidentId]| ids.iter().filter_map(|id| super::subscribe::title(app, reader, id.as_str())).collect();
    (page.following, page.muted) = (titles(follows), titles(muted));
    page.secret = (row.channel == Channel::Webhook).then(|| {
        let secret = webhook::written(&app.signer.secret_of(row.id.as_str(), row.secret_version));
        (secret, view.plain(&format!("/subscriptions/{signed}/secret")))
    });
    answer::private(status, page.html())
}
