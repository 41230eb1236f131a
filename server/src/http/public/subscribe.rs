//! `GET` and `POST /subscribe`

use crate::{
    domain::{
        channel::Channel,
        endpoint,
        invalid::{Faults, Invalid},
        phone,
        subscriber::{Preferences, SubscriptionDraft, SubscriptionInput},
    },
    http::{
        answer,
        extract::{self, Reader},
        fail, present,
    },
    services::{
        Act, Refusal, follows,
        subscriptions::{self, Target},
    },
    state::App,
    store::Conn,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use allclear_app::pages::subscribe::Subscribe;
use chrono::TimeDelta;

/// Subscriptions that one address may ask for in an hour (bar S-9).
pub(crate) const PER_HOUR: u32 = 10;

/// Nobody fills the form in within so many milliseconds (bar S-9). A program of somebody's own that sends no time has not seen
/// it, and is held up by the limits alone.
const QUICKEST: i64 = 2_000;

/// The form, with the region of the query chosen.
pub(crate) async fn get(request: HttpRequest, app: web::Data<App>, reader: Reader) -> HttpResponse {
    if let Some(followed) = extract::value(request.query_string(), "incident").filter(|id| title(&app, reader, id).is_some()) {
        let way = present::Way { channel: by(&request), address: String::new(), follows: followed };
        return form(&app, reader, StatusCode::OK, (&SubscriptionInput::default(), &way), &Faults::default());
    }
    let regions = extract::value(request.query_string(), "region").into_iter().collect();
    let input = SubscriptionInput { regions, ..SubscriptionInput::default() };
    let way = present::Way { channel: by(&request), ..present::Way::default() };
    form(&app, reader, StatusCode::OK, (&input, &way), &Faults::default())
}

fn by(request: &HttpRequest) -> Channel {
    extract::value(request.query_string(), "by").and_then(|word| word.parse().ok()).unwrap_or(Channel::Email)
}

/// What an open incident is called in the reader's language.
pub(super) fn title(app: &App, reader: Reader, id: &str) -> Option<String> {
    let snapshot = app.hub.load();
    let record = snapshot.in_language(reader.lang).incident(id)?;
    record.incident.phase.is_open().then(|| record.incident.title.clone())
}

/// Somebody asks. The answer is the same whether the address is new, waiting, known or stopped.
pub(crate) async fn post(
    request: HttpRequest,
    app: web::Data<App>,
    reader: Reader,
    fields: extract::Fields,
) -> Result<HttpResponse, actix_web::Error> {
    extract::same_site(&request, &app.settings)?;
    let input = input(&fields);
    let channel = fields.get("by").parse().unwrap_or(Channel::Email);
    let way = present::Way { channel, address: fields.get("endpoint").to_owned(), follows: fields.get("incident").to_owned() };
    if !fields.get("website").is_empty() {
        // Only a program fills in a field that nobody sees; it is told what everybody is told.
        return Ok(thanks(&app, reader, channel));
    }
    if is_hasty(&app, &fields) {
        let page = page(&app, reader, (&input, &way), &Faults::default());
        let done = Some(reader.lang.say("hasty"));
        return Ok(answer::private(StatusCode::UNPROCESSABLE_ENTITY, Subscribe { done, ..page }.html()));
    }
    // Only what would send a letter counts, so that nobody runs out of tries by mistyping.
    let endpoint = match checked(&app, &input, &way) {
        Ok(endpoint) => endpoint,
        Err(faults) => return Ok(form(&app, reader, StatusCode::UNPROCESSABLE_ENTITY, (&input, &way), &faults)),
    };
    let visitor = extract::address(&request, &app.settings);
    let allowed = app.throttle.count(format!("subscribe {visitor}"), PER_HOUR, TimeDelta::hours(1), app.clock.now());
    if let Err(seconds) = allowed {
        return Ok(fail::page(&app, reader, &Refusal::TooOften(seconds)));
    }
    let (asked, signer, wanted, most) = (input.clone(), app.signer.clone(), way.follows.clone(), app.settings.letters_per_hour);
    let ask = move |conn: &mut Conn, act: &mut Act| {
        subscriptions::room(conn, act, channel, most)?;
        let follows = if wanted.is_empty() { None } else { Some(follows::open(conn, &wanted)?) };
        match &endpoint {
            None => subscriptions::ask(conn, act, &signer, &asked, follows.as_ref()),
            Some(address) => {
                let target = match channel {
                    Channel::Sms => Target::telephone(address),
                    other => Target::endpoint(other, address, &signer, act)?,
                };
                subscriptions::ask_endpoint(conn, act, &target, &asked, follows.as_ref())
            }
        }
    };
    Ok(match app.write("visitor", ask).await {
        Ok(()) => thanks(&app, reader, channel),
        Err(Refusal::Invalid(faults)) => form(&app, reader, StatusCode::UNPROCESSABLE_ENTITY, (&input, &way), &faults),
        Err(other) => fail::page(&app, reader, &other),
    })
}

fn is_hasty(app: &App, fields: &extract::Fields) -> bool {
    fields.get("since").parse().is_ok_and(|since: i64| app.clock.now().timestamp_millis().saturating_sub(since) < QUICKEST)
}

/// What is wrong with a form, or the address to which requests go; by mail there is none.
fn checked(app: &App, input: &SubscriptionInput, way: &present::Way) -> Result<Option<String>, Faults> {
    let catalogue = &app.hub.load().state.catalogue;
    if way.channel == Channel::Email {
        return SubscriptionDraft::parse(input, catalogue).map(|_| None);
    }
    let mut faults = Faults::default();
    let address = faults.take(match (way.channel, &app.settings.sms) {
        (Channel::Sms, Some(sms)) => phone::parse("endpoint", &way.address, &sms.countries),
        (Channel::Sms, None) => Err(Invalid::new("endpoint", "no SMS is sent from here; subscribe by mail")),
        (other, _) => endpoint::parse("endpoint", other, &way.address, &app.settings.outgoing),
    });
    faults.0.extend(Preferences::parse(input, catalogue).err().unwrap_or_default().0);
    faults.check().map(|()| address)
}

/// What a form of subscribers says.
pub(super) fn input(fields: &extract::Fields) -> SubscriptionInput {
    SubscriptionInput {
        email: fields.get("email").to_owned(),
        regions: fields.all("regions"),
        components: fields.all("components"),
        groups: fields.all("groups"),
        severities: fields.all("severities"),
        kinds: fields.all("kinds"),
        zone: fields.get("zone").to_owned(),
        language: fields.get("language").to_owned(),
    }
}

fn form(
    app: &App,
    reader: Reader,
    status: StatusCode,
    asked: (&SubscriptionInput, &present::Way),
    faults: &Faults,
) -> HttpResponse {
    answer::private(status, page(app, reader, asked, faults).html())
}

fn page(app: &App, reader: Reader, (input, way): (&SubscriptionInput, &present::Way), faults: &Faults) -> Subscribe {
    let snapshot = app.hub.load();
    let view = present::View::new(snapshot.in_language(reader.lang), reader);
    let follows = title(app, reader, &way.follows).map(|title| (way.follows.clone(), title));
    let since = app.clock.now().timestamp_millis();
    Subscribe { follows, since, ..present::subscribe(view, input, way, app.settings.sms.is_some(), faults) }
}

fn thanks(app: &App, reader: Reader, channel: Channel) -> HttpResponse {
    let text = match channel {
        Channel::Email => "thanks-text",
        Channel::Sms => "thanks-sms",
        _ => "thanks-post",
    };
    fail::message(app, reader, StatusCode::OK, reader.lang.say("thanks-title"), reader.lang.say(text))
}
