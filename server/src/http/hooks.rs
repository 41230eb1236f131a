//! `POST /hooks/mail/{provider}`: what came back of mails, as mail providers tell it.

use super::extract;
use crate::{
    domain::{address::hidden, feedback::Feedback},
    integrations::feedback::{Unreadable, mailgun, sendgrid, ses},
    outgoing::Client,
    services::{
        Refusal, bounces,
        once::{self, Key},
    },
    state::App,
    store::Conn,
};
use actix_web::{HttpRequest, HttpResponse, http::header::RETRY_AFTER, web};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Semaphore;

/// Documents of Amazon SNS that were read, by their address: certificates, and what confirms a topic.
#[derive(Debug)]
pub(crate) struct Documents {
    read: Mutex<HashMap<String, String>>,
    /// One is read at a time, whoever asks.
    turn: Arc<Semaphore>,
}

/// There are few; more are somebody's attempt to fill the memory.
const KEPT: usize = 16;

impl Default for Documents {
    fn default() -> Self {
        Self { read: Mutex::default(), turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Documents {
    fn get(&self, address: &str) -> Option<String> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).get(address).cloned()
    }

    fn keep(&self, address: String, text: String) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= KEPT {
            read.clear();
        }
        read.insert(address, text);
    }
}

/// Events of SendGrid.
pub(crate) async fn sendgrid(request: HttpRequest, app: web::Data<App>, body: extract::Body) -> HttpResponse {
    let Some(key) = &app.settings.feedback.sendgrid else { return not_set_up("ALLCLEAR_SENDGRID_KEY") };
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed = sendgrid::Signed {
        signature: header("x-twilio-email-event-webhook-signature"),
        timestamp: header("x-twilio-email-event-webhook-timestamp"),
    };
    match sendgrid::read(key, signed, &body.0) {
        Ok(told) => take(&app, told, None).await,
        Err(why) => refused(&why),
    }
}

/// Events of Mailgun.
pub(crate) async fn mailgun(app: web::Data<App>, body: extract::Body) -> HttpResponse {
    let Some(key) = &app.settings.feedback.mailgun else { return not_set_up("ALLCLEAR_MAILGUN_KEY") };
    match mailgun::read(key, app.clock.now(), &body.0) {
        // The signature says nothing of the event, so the token is good for this body alone.
        Ok((token, told)) => take(&app, told, Some(Key::new("mailgun", &token, &String::from_utf8_lossy(&body.0)))).await,
        Err(why) => refused(&why),
    }
}

/// Notifications of Amazon SES.
pub(crate) async fn ses(app: web::Data<App>, body: extract::Body) -> HttpResponse {
    let Some(topic) = &app.settings.feedback.ses else { return not_set_up("ALLCLEAR_SES_TOPIC") };
    match ses::read(topic, |address| app.documents.get(address), &body.0) {
        Ok(ses::Request::Feedback(told)) => take(&app, told, None).await,
        Ok(ses::Request::Confirm(address)) if app.documents.get(&address).is_some() => HttpResponse::Ok().finish(),
        Ok(ses::Request::Confirm(address) | ses::Request::Certificate(address)) => {
            fetch(&app, address);
            // No request waits for another system; SNS asks again within seconds, and by then it is at hand.
            HttpResponse::ServiceUnavailable().insert_header((RETRY_AFTER, "1")).body("it is being looked into; ask again")
        }
        Err(why) => refused(&why),
    }
}

/// Reads a document of Amazon's beside the requests.
fn fetch(app: &App, address: String) {
    let Ok(turn) = Arc::clone(&app.documents.turn).try_acquire_owned() else { return };
    let app = app.clone();
    drop(tokio::task::spawn_blocking(move || {
        if let Ok(text) = Client::new(app.settings.outgoing.clone()).get(&address) {
            app.documents.keep(address, text);
        } else {
            // Its address, which the error names, may hold a token.
            tracing::warn!("a document of Amazon SNS could not be read");
        }
        drop(turn);
    }));
}

async fn take(app: &App, told: Vec<Feedback>, key: Option<Key>) -> HttpResponse {
    let (told, mut act, signer) = (Arc::new(told), app.act("mail provider"), app.signer.clone());
    let each = move |conn: &mut Conn, act: &mut crate::services::Act| {
        for feedback in told.iter() {
            if !bounces::came_back(conn, act, &signer, feedback)? {
                tracing::debug!("something came back that nobody here is meant by");
            }
        }
        Ok("taken".to_owned())
    };
    match app.change(move |database| once::once(database, &mut act, key.as_ref(), &each)).await {
        Ok(_) => HttpResponse::Ok().finish(),
        // To Mailgun this means that it shall not ask again.
        Err(Refusal::Conflict(_)) => HttpResponse::NotAcceptable().body("this token came with another event before"),
        Err(error) => {
            tracing::error!(%error, "what came back of mails could not be written down");
            HttpResponse::ServiceUnavailable().insert_header((RETRY_AFTER, "30")).body("the database does not answer; ask again")
        }
    }
}

fn not_set_up(setting: &str) -> HttpResponse {
    HttpResponse::NotFound().body(format!("{setting} is not set here"))
}

fn refused(why: &Unreadable) -> HttpResponse {
    tracing::warn!(why = hidden(&why.to_string()), "what a mail provider seems to say is not taken");
    match why {
        Unreadable::Forged(_) => HttpResponse::Unauthorized().body(why.to_string()),
        Unreadable::Malformed(_) => HttpResponse::BadRequest().body(why.to_string()),
    }
}
