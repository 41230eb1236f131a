//! What somebody bets their promises on: nobody is missed through crashes, dead servers, full disks and databases that go away.
#![cfg(feature = "machine")]

mod away;
mod crash;
mod disk;
mod hell;
mod moments;
mod servers;

use allclear_tests::{Client, Sink, mail_header};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Adds so many readers of a domain.
fn add_readers(api: &Client, count: usize, domain: &str) {
    let names: Vec<Value> = (0..count).map(|number| json!({"email": format!("r{number}@{domain}")})).collect();
    for part in names.chunks(1_000) {
        let _ = api.call("/api/v3/subscribers", &json!({ "subscribers": part }));
    }
}

fn publish(api: &Client) -> Value {
    api.call("/api/v3/incidents", &json!({"title": "Down", "severity": "p1", "body": "Down."}))
}

/// What reached the mail server: the ids of the messages of each reader.
#[derive(Default)]
struct Seen(BTreeMap<String, Vec<String>>);

impl Seen {
    /// Waits for the next message.
    fn take(&mut self, sink: &Sink) {
        let mail = sink.next();
        self.0.entry(mail.to).or_default().push(mail_header(&mail.text, "Message-ID"));
    }

    /// Takes what comes until so many readers were reached.
    fn until(&mut self, sink: &Sink, readers: usize) {
        while self.0.len() < readers {
            self.take(sink);
        }
    }

    /// Takes what has come already.
    fn rest(&mut self, sink: &Sink) {
        while let Some(mail) = sink.try_next(Duration::ZERO) {
            self.0.entry(mail.to).or_default().push(mail_header(&mail.text, "Message-ID"));
        }
    }

    /// How many messages came, not counting those that came again.
    fn messages(&self) -> usize {
        self.0.values().map(|ids| ids.iter().collect::<BTreeSet<_>>().len()).sum()
    }

    /// How often a message came.
    fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// How many messages came again, each under the id that it had.
    fn repeated(&self) -> usize {
        assert!(self.0.values().all(|ids| ids.iter().all(|id| *id == ids[0])), "a repeated mail keeps its id");
        self.0.values().map(|ids| ids.len() - 1).sum()
    }
}

/// Chance that is different in every run and told, so that a failure can be had again.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").subsec_nanos();
        println!("chance begins with {seed}");
        Self(u64::from(seed) | 1)
    }

    /// A number below `end` (xorshift).
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
