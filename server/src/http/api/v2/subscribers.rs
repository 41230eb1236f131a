//! `/api/v2/subscribers`: subscribing from other sites, as the widget of Statuspage does it.
//!
//! A mail must be confirmed before anything is sent, so another site can do no more in a reader's name than they could
//! themselves; and the answer follows from the address alone, so that it tells nothing of who is known.

use super::{
    fault, open,
    page::{Page, Stamp},
};
use crate::{
    domain::{
        address,
        catalogue::Catalogue,
        channel::Channel,
        invalid::Faults,
        link::fingerprint,
        subscriber::{SubscriptionDraft, SubscriptionInput},
    },
    http::{
        api::{Problem, json},
        extract,
        public::subscribe::PER_HOUR,
    },
    services::{Act, Refusal, subscriptions},
    state::App,
    store::Conn,
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web,
};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// A body in JSON.
#[derive(Debug, Deserialize)]
struct Wrapped {
    subscriber: Asked,
}

/// What is asked for. Clients send more than this, and null for what they do not want.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    email: Option<String>,
    endpoint: Option<String>,
    phone_number: Option<String>,
    incident_id: Option<String>,
    component_id: Option<String>,
    component_ids: Option<Vec<String>>,
}

/// The two answers that clients of Statuspage know, in one.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    subscriber: Subscriber<'a>,
    can_select_components: bool,
    email: &'a str,
    mode: &'static str,
    page: Page<'a>,
}

/// The subscriber that may come of it.
#[derive(Debug, Serialize)]
struct Subscriber<'a> {
    created_at: Stamp,
    skip_confirmation_notification: bool,
    /// Always null.
    quarantined_at: (),
    id: String,
    mode: &'static str,
    /// Always null.
    purge_at: (),
    email: &'a str,
}

/// Characters of an id, as Statuspage has them.
const ID_LENGTH: usize = 12;
/// The one way of telling that can be chosen here.
const MODE: &str = "email";
/// What Statuspage offers and we do not, yet.
const NOT_YET: &str = "is not supported yet; subscribe with an email address";

/// `POST /api/v2/subscribers.json`: somebody asks; what counts is done by the same service as on the page.
pub(crate) async fn post(request: HttpRequest, app: web::Data<App>, body: web::Payload) -> HttpResponse {
    match subscribe(&request, &app, body).await {
        Ok(email) => thanks(&app, &email),
        Err(problem) => refused(&problem),
    }
}

/// `DELETE /api/v2/subscribers.json` and `/api/v2/subscribers/{id}.json`: not here, since an id is no secret.
pub(crate) async fn delete() -> HttpResponse {
    fault(StatusCode::NOT_FOUND, "an id does not prove who you are; use the link to unsubscribe in any of our mails")
}

async fn subscribe(request: &HttpRequest, app: &App, body: web::Payload) -> Result<String, Problem> {
    let asked = read(request, body).await?;
    let input = asked.input(&app.hub.load().state.catalogue).map_err(Refusal::from)?;
    // Only what would send a letter counts, so that nobody runs out of tries by mistyping.
    let draft = SubscriptionDraft::parse(&input, &app.hub.load().state.catalogue).map_err(Refusal::from)?;
    // The same key as the form's: both together are what one visitor may do.
    let key = format!("subscribe {}", extract::address(request, &app.settings));
    app.throttle.count(key, PER_HOUR, TimeDelta::hours(1), app.clock.now()).map_err(Refusal::TooOften)?;
    let (signer, most) = (app.signer.clone(), app.settings.letters_per_hour);
    let ask = move |conn: &mut Conn, act: &mut Act| {
        subscriptions::room(conn, act, Channel::Email, most)?;
        subscriptions::ask(conn, act, &signer, &input, None)
    };
    app.write("visitor", ask).await?;
    Ok(draft.email)
}

/// Reads the body, a form or JSON.
async fn read(request: &HttpRequest, body: web::Payload) -> Result<Asked, Problem> {
    let mut payload = body.into_inner();
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("json")) {
        let body = extract::Json::<Wrapped>::from_request(request, &mut payload).await?;
        return Ok(body.value.subscriber);
    }
    let told = |error: actix_web::Error| Problem::Unreadable(error.as_response_error().status_code(), error.to_string());
    let fields = extract::Fields::from_request(request, &mut payload).await.map_err(told)?;
    Ok(Asked::of(&fields))
}

impl Asked {
    fn of(fields: &extract::Fields) -> Self {
        let one = |name: &str| Some(fields.get(&format!("subscriber[{name}]")).to_owned());
        let mut component_ids = fields.all("subscriber[component_ids][]");
        component_ids.extend(fields.all("subscriber[component_ids]"));
        Self {
            email: one("email"),
            endpoint: one("endpoint"),
            phone_number: one("phone_number"),
            incident_id: one("incident_id"),
            component_id: one("component_id"),
            component_ids: Some(component_ids),
        }
    }

    /// The subscription it means. What we cannot do is refused, so that nobody gets more or other news than they chose.
    fn input(self, catalogue: &Catalogue) -> Result<SubscriptionInput, Faults> {
        let mut faults = Faults::default();
        let others = [("endpoint", self.endpoint), ("phone_number", self.phone_number), ("incident_id", self.incident_id)];
        for (field, value) in others {
            if value.is_some_and(|value| !value.is_empty()) {
                faults.add(field, NOT_YET);
            }
        }
        faults.check()?;
        let ids = self.component_ids.unwrap_or_default().into_iter().chain(self.component_id);
        // Statuspage lists groups among the components, so they come back as such.
        let (groups, components): (Vec<String>, Vec<String>) =
            ids.filter(|id| !id.is_empty()).partition(|id| catalogue.group(id).is_some());
        Ok(SubscriptionInput { email: self.email.unwrap_or_default(), groups, components, ..SubscriptionInput::default() })
    }
}

fn thanks(app: &App, email: &str) -> HttpResponse {
    let snapshot = app.hub.load();
    let subscriber = Subscriber {
        created_at: Stamp(app.clock.now()),
        skip_confirmation_notification: false,
        quarantined_at: (),
        id: fingerprint(address::key(email)).chars().take(ID_LENGTH).collect(),
        mode: MODE,
        purge_at: (),
        email,
    };
    let page = Page::of(&snapshot.state);
    let answer = Answer { subscriber, can_select_components: true, email, mode: MODE, page };
    open(json(HttpResponse::Created(), &answer))
}

fn refused(problem: &Problem) -> HttpResponse {
    let status = problem.status_code();
    let Problem::Refused(refusal) = problem else { return fault(status, problem.to_string()) };
    match refusal {
        Refusal::Invalid(faults) => {
            let messages: Vec<String> = faults.0.iter().map(|fault| format!("{} {}", fault.field, fault.message)).collect();
            fault(status, messages)
        }
        Refusal::TooOften(seconds) => later(fault(status, problem.to_string()), *seconds),
        Refusal::Store(error) => {
            tracing::error!(%error, "a subscription from another site failed");
            later(fault(status, "this does not work right now and nothing was changed; try again"), 30)
        }
        _ => fault(status, problem.to_string()),
    }
}

/// Says after how many seconds it is worth to try again.
fn later(mut response: HttpResponse, seconds: u64) -> HttpResponse {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}
