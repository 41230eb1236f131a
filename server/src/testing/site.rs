//! The real routes over a real database, asked as a visitor, a person or a program.

use super::TestDatabase;
use crate::{
    config,
    domain::{clock::Clock, link::Signer, person::Role},
    http::{guard::Guard, past::Past, routes},
    services::{
        people, sign_in,
        tokens::{self, Wanted},
    },
    snapshot::Hub,
    state::App,
    store::{Database, StoreError},
};
use actix_web::{
    App as Actix,
    body::to_bytes,
    cookie::Cookie,
    http::{StatusCode, header::HeaderMap},
    test::{TestRequest, init_service, try_call_service},
    web,
};
use chrono::{DateTime, Utc};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

/// The site under test.
pub(crate) struct Site {
    /// The running program, without workers.
    pub app: App,
    /// The time it is there.
    pub time: Arc<Mutex<DateTime<Utc>>>,
    _database: TestDatabase,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Site {
    /// Runs a test on the site, at noon of the first of March.
    pub(crate) fn run<F: Future<Output = ()>>(test: impl FnOnce(Site) -> F) {
        actix_web::rt::System::new().block_on(test(Self::new()));
    }

    fn new() -> Self {
        let database = TestDatabase::sqlite();
        let time = Arc::new(Mutex::new(super::at("2026-03-01T09:00:00Z")));
        super::scene(&database.database, *time.lock().unwrap());
        let settings = config::read(
            |_| None,
            Some("public_url = \"https://status.example.com\"\nsmtp_url = \"smtp://127.0.0.1:9\"\nmetrics_token = \"measure\""),
        )
        .unwrap();
        let clock = Clock::Set(Arc::clone(&time));
        let hub = Hub::start(&database.database, clock.clone(), settings.url("")).unwrap();
        let app = App::new(settings, database.database.clone(), Signer::new([7; 64]), clock, hub);
        Self { app, time, _database: database }
    }

    /// Starts the program again on the same database.
    pub(crate) fn start_again(&mut self, start: fn(&Database, Clock, String) -> Result<Hub, StoreError>) {
        let (settings, database, clock) = (self.app.settings.clone(), self.app.database.clone(), self.app.clock.clone());
        let hub = start(&database, clock.clone(), settings.url("")).unwrap();
        self.app = App::new(settings, database, super::signer(), clock, hub);
    }

    /// Sets the clock.
    pub(crate) fn set(&self, text: &str) {
        *self.time.lock().unwrap() = super::at(text);
        self.app.hub.refresh(&self.app.database).unwrap();
    }

    /// Sends a request.
    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        let service = init_service(
            Actix::new()
                .app_data(web::Data::new(self.app.clone()))
                .wrap(Past(self.app.clone()))
                .wrap(Guard(self.app.clone()))
                .configure(routes::set_up),
        )
        .await;
        let response = match try_call_service(&service, request.to_request()).await {
            Ok(response) => response.into_parts().1.map_into_boxed_body(),
            Err(error) => error.error_response(),
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.ok().unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status, headers, body }
    }

    /// A visitor reads a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// A visitor sends a form.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(TestRequest::post().uri(path).set_form(fields)).await
    }

    /// A token of this scope.
    pub(crate) fn token(&self, scope: Role) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let mut act = self.app.act("test");
        let name = format!("{scope} {}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.app
            .database
            .write(|conn| tokens::create(conn, &mut act, &Wanted { name: &name, scope, person: None, days: None }))
            .unwrap()
    }

    /// A program sends JSON with a token.
    pub(crate) async fn call(&self, token: &str, path: &str, body: &serde_json::Value) -> Answer {
        self.send(TestRequest::post().uri(path).insert_header(("authorization", format!("Bearer {token}"))).set_json(body)).await
    }

    /// A person of this role, signed in: the session's secret.
    pub(crate) fn person(&self, role: Role) -> String {
        let mut act = self.app.act("test");
        let email = format!("{role}@northwind.example");
        people::add(&self.app.database, &mut act, &email, role, "correct horse battery").unwrap();
        let person = sign_in::authenticate(&self.app.database, &mut act, &email, "correct horse battery").unwrap();
        self.app.database.write(|conn| sign_in::begin(conn, &mut act, &person)).unwrap()
    }

    /// A person reads a page.
    pub(crate) async fn read_as(&self, session: &str, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path).cookie(Cookie::new("__Host-allclear", session.to_owned()))).await
    }

    /// A person sends a form with the token that stands in it.
    pub(crate) async fn post_as(&self, session: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = crate::http::form_token(&self.app, session);
        let mut fields = fields.to_vec();
        fields.push(("token", &token));
        self.send(TestRequest::post().uri(path).cookie(Cookie::new("__Host-allclear", session.to_owned())).set_form(fields)).await
    }

    /// A person sends a form with a file in it.
    pub(crate) async fn post_file(
        &self,
        session: &str,
        path: &str,
        fields: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> Answer {
        let token = crate::http::form_token(&self.app, session);
        let mut body = Vec::new();
        for (name, value) in fields.iter().chain([&("token", token.as_str())]) {
            body.extend_from_slice(
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let request = TestRequest::post().uri(path).insert_header(("content-type", "multipart/form-data; boundary=x"));
        self.send(request.cookie(Cookie::new("__Host-allclear", session.to_owned())).set_payload(body)).await
    }
}
