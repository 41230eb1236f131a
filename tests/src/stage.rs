//! The company of the scenarios: three regions, four components, six subscribers, a clock that the test sets.

use crate::{Client, Mail, Program, Settings, Sink, mail_body, mail_header, until_or};
use serde_json::{Value, json};
use std::{fs, path::PathBuf, time::Duration};

/// The company, with everything that the world sees of it.
#[derive(Debug)]
pub struct Stage {
    /// What the program is started with.
    pub settings: Settings,
    /// The mail server.
    pub sink: Sink,
    /// A program with all rights.
    pub api: Client,
    /// A reader.
    pub visitor: Client,
    program: Option<Program>,
    clock: PathBuf,
}

/// Address; regions, severities and kinds that they ask for; their zone.
type Subscriber = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str], &'static str);

const SUBSCRIBERS: [Subscriber; 6] = [
    ("e@customers.example", &["eu"], &["p1", "p2", "p3", "p4"], &["incidents", "maintenance"], "Europe/Berlin"),
    ("u@customers.example", &["us"], &["p1", "p2"], &["incidents"], "America/New_York"),
    ("a@customers.example", &["ap"], &["p1"], &["incidents"], "Asia/Tokyo"),
    ("g@customers.example", &[], &[], &["incidents"], "America/New_York"),
    ("m@customers.example", &[], &[], &["maintenance"], "UTC"),
    ("x@customers.example", &[], &[], &["incidents", "maintenance"], "UTC"),
];

impl Stage {
    /// Sets it all up at `time` (RFC 3339).
    ///
    /// # Panics
    /// When the program does not start or says no to anything.
    #[must_use]
    pub fn new(database: Option<String>, time: &str) -> Self {
        let sink = Sink::start();
        let settings = Settings::new(database).with("ALLCLEAR_SMTP_URL", &sink.url);
        let clock = settings.folder.path().join("clock");
        fs::write(&clock, time).expect("a clock");
        let settings = settings.with("ALLCLEAR_TEST_CLOCK", &clock.display().to_string());
        assert!(settings.run(&["migrate"]).status.success());
        for (email, role) in [("ada@northwind.example", "owner"), ("ceo@northwind.example", "viewer")] {
            let add = ["person", "add", "--email", email, "--role", role, "--password-stdin"];
            let added = settings.run_with_input(&add, "correct horse battery\n");
            assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
        }
        settings.has_owner();
        let program = settings.start();
        let api = Client::new(&program.url, Some(settings.token()));
        let visitor = Client::new(&program.url, None);
        let stage = Self { settings, sink, api, visitor, program: Some(program), clock };
        stage.set_up();
        stage
    }

    fn set_up(&self) {
        for (code, name, zone) in
            [("eu", "Europe", "Europe/Berlin"), ("us", "America", "America/New_York"), ("ap", "Asia", "Asia/Tokyo")]
        {
            let _ = self.api.call("/api/v3/regions", &json!({"code": code, "name": name, "zone": zone}));
        }
        for name in ["API", "Dashboard", "Payments", "Reporting"] {
            let _ = self.api.call("/api/v3/components", &json!({"name": name, "regions": ["eu", "us", "ap"]}));
        }
        let subscribers: Vec<Value> = SUBSCRIBERS
            .iter()
            .map(|(email, regions, severities, kinds, zone)| {
                json!({"email": email, "regions": regions, "severities": severities, "kinds": kinds, "zone": zone})
            })
            .collect();
        let _ = self.api.call("/api/v3/subscribers", &json!({ "subscribers": subscribers }));
        // X stops by the link of a letter, as a person does.
        assert_eq!(self.visitor.post("/subscribe", &[("email", "x@customers.example")]).0, 200);
        let letter = mail_body(&self.sink.next().text);
        let link = letter.split("/subscriptions/").nth(1).expect("a link").split_whitespace().next().expect("its end");
        assert_eq!(self.visitor.post(&format!("/unsubscribe/{link}"), &[]).0, 200);
    }

    /// The address of the program.
    ///
    /// # Panics
    /// While it is stopped.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.program.as_ref().expect("a running program").url
    }

    /// Moves the clock (RFC 3339).
    ///
    /// # Panics
    /// When it cannot be moved.
    pub fn set(&self, time: &str) {
        // Written beside and moved there, so that nobody reads half a time.
        let next = self.clock.with_extension("next");
        fs::write(&next, time).and_then(|()| fs::rename(&next, &self.clock)).expect("a clock");
    }

    /// Stops the program.
    pub fn stop(&mut self) {
        if let Some(program) = self.program.take() {
            program.stop();
        }
    }

    /// Starts it again.
    pub fn start(&mut self) {
        self.program = Some(self.settings.start());
    }

    /// Everything that was mailed and not read yet, once nothing waits any more, in the order of recipients.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        let ready = || self.visitor.get("/readyz").1;
        until_or(
            "everything has left",
            || ready().contains("\"oldest_waiting_seconds\":null"),
            || {
                let waiting =
                    "SELECT id, state, due_at, lease, leased_until, attempts, reply FROM deliveries WHERE ended_at IS NULL";
                format!("{}\n{}\n{}", ready(), self.settings.ledger(waiting), self.settings.log())
            },
        );
        let mut mails: Vec<Mail> = std::iter::from_fn(|| self.sink.try_next(Duration::ZERO)).collect();
        mails.sort_by(|one, other| one.to.cmp(&other.to));
        mails
    }

    /// The same, as the name before the address and the subject.
    #[must_use]
    pub fn heard(&self) -> Vec<(String, String)> {
        let name = |mail: &Mail| mail.to.split('@').next().unwrap_or_default().to_owned();
        self.mails().iter().map(|mail| (name(mail), mail_header(&mail.text, "Subject"))).collect()
    }

    /// Waits for the next mail to staff and gives its subject.
    ///
    /// # Panics
    /// When another mail comes, or none.
    #[must_use]
    pub fn reminded(&self) -> String {
        let mail = self.sink.next();
        assert!(mail.to.ends_with("@northwind.example"), "{}", mail.text);
        mail_header(&mail.text, "Subject")
    }

    /// Posts an update to an incident.
    #[must_use]
    pub fn update(&self, incident: &str, body: &Value) -> Value {
        self.api.call(&format!("/api/v3/incidents/{incident}/updates"), body)
    }
}
