//! Killed at each of the moments that a promise turns on (bar R-4).

use crate::{Chance, Seen, add_readers, crash::is_whole};
use allclear_tests::{Client, Death, Program, Settings, Sink, empty_database, until};
use serde_json::{Value, json};

const READERS: usize = 20;
const CONNECTIONS: usize = 4;
/// Deaths at each moment, on each database.
const TIMES: usize = 20;

/// A moment, and how often it comes at least while one incident is published and told to everybody.
const MOMENTS: [(&str, u64); 6] = [
    // A transaction is not committed yet,
    ("commit", 4),
    // or it is, and whoever asked for it does not know.
    ("answer", 1),
    // Mails are claimed, and nothing of them has left;
    ("claim", READERS as u64),
    // a message has left, and nobody has taken it;
    ("data", READERS as u64),
    // it was taken, and that is not written down.
    ("mark", READERS as u64),
    // Half of the page is on disk.
    ("page", 1),
];

/// A program that is killed, and what stays.
struct Mortal {
    settings: Settings,
    death: Death,
    token: String,
    program: Program,
}

impl Mortal {
    /// Publishes, dies meanwhile, and asks again after the next start, as a program does that got no answer.
    fn dies_at(self, moment: &str, number: u64, title: &str) -> Self {
        self.death.comes(moment, number);
        let first = self.publish(title);
        let Self { settings, death, token, program } = self;
        program.dies();
        death.passes();
        is_whole(&settings);
        assert!(moment != "answer" || first.is_none(), "it died before it answered");
        let program = settings.start();
        let again = Self { settings, death, token, program };
        let second = again.publish(title).expect("an answer");
        assert!(first.is_none_or(|first| id(&first) == id(&second)), "{title} was published twice");
        again
    }

    fn publish(&self, title: &str) -> Option<Value> {
        let incident = json!({"title": title, "severity": "p1", "body": "Down."});
        Client::new(&self.program.url, Some(self.token.clone())).try_once("/api/v3/incidents", &incident, title)
    }
}

fn id(made: &Value) -> &str {
    made["id"].as_str().expect("an id")
}

fn killed_at_each_moment(database: Option<String>) {
    let sink = Sink::start();
    let settings = Settings::new(database).with("ALLCLEAR_SMTP_URL", &sink.url);
    let (death, settings) = Death::beside(settings.with("ALLCLEAR_SMTP_CONNECTIONS", &CONNECTIONS.to_string()));
    let program = settings.start();
    settings.has_owner();
    let token = settings.token();
    add_readers(&Client::new(&program.url, Some(token.clone())), READERS, "customers.example");
    let (mut mortal, mut chance) = (Mortal { settings, death, token, program }, Chance::new());
    for round in 0..TIMES {
        for (moment, most) in MOMENTS {
            mortal = mortal.dies_at(moment, 1 + chance.below(most), &format!("{moment} {round}"));
        }
    }
    let settings = &mortal.settings;
    let incidents = TIMES * MOMENTS.len();
    let all = (READERS * incidents).to_string();
    until("everybody was told", || settings.ledger("select count(*) from deliveries where state = 'sent'") == all);
    let mut seen = Seen::default();
    seen.rest(&sink);
    assert_eq!(seen.messages(), READERS * incidents, "a repeated mail keeps its id");
    let repeated = seen.count() - seen.messages();
    println!("{repeated} of {} came again in {incidents} kills", seen.messages());
    assert!(repeated <= incidents * CONNECTIONS, "{repeated} repeated");
    assert_eq!(settings.ledger("select count(*) from incidents"), incidents.to_string());
}

#[test]
fn a_death_at_any_moment_loses_nothing_on_sqlite() {
    killed_at_each_moment(None);
}

#[test]
fn a_death_at_any_moment_loses_nothing_on_postgres() {
    killed_at_each_moment(Some(empty_database("moments")));
}
