//! Whatever happens to servers, nobody is forgotten; and nobody hears twice, but where a server died or slept with a mail that
//! had left (bar R-22). The real statements, in every order of events that chance thinks of.

use crate::{
    domain::{
        channel::Channel,
        delivery::{DeliveryState, Outcome},
        id::NoticeId,
    },
    services::fan_out,
    store::{
        Database, StoreError,
        claims::{self, Claim},
        ledger, notices,
        outcomes::{self, Verdict},
    },
    testing::{act, at, on_each_database, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::{cell::Cell, collections::BTreeMap};

const READERS: usize = 4;
const SERVERS: usize = 3;
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// A claim that is older is not begun (`workers::deliver`).
const YOUNG: TimeDelta = TimeDelta::seconds(15);

#[derive(Clone, Copy, Debug)]
enum Event {
    /// A server takes some in hand.
    Claim(usize, i64),
    /// It sends the first of them.
    Send(usize),
    /// It writes down what it sent.
    Note(usize),
    /// The first of them is refused for now, and that is written down.
    Refuse(usize),
    /// It stops as it should.
    Stop(usize),
    /// It dies.
    Die(usize),
    /// Seconds go by.
    Wait(i64),
}

fn event() -> impl Strategy<Value = Event> {
    let server = 0..SERVERS;
    prop_oneof![
        4 => (server.clone(), 1..4_i64).prop_map(|(server, limit)| Event::Claim(server, limit)),
        4 => server.clone().prop_map(Event::Send),
        3 => server.clone().prop_map(Event::Note),
        1 => server.clone().prop_map(Event::Refuse),
        1 => server.clone().prop_map(Event::Stop),
        1 => server.prop_map(Event::Die),
        3 => (1..45_i64).prop_map(Event::Wait),
    ]
}

struct Held {
    claim: Claim,
    since: DateTime<Utc>,
}

#[derive(Default)]
struct Server {
    /// How often it was started.
    life: usize,
    hand: Vec<Held>,
    /// What left and is not written down.
    left: Vec<Held>,
}

struct World<'a> {
    database: &'a Database,
    now: DateTime<Utc>,
    claims: usize,
    servers: [Server; SERVERS],
    /// Mails that left, by delivery.
    mails: BTreeMap<String, usize>,
    /// Mails that left and were not written down in time, by delivery: each may be sent once more.
    lost: BTreeMap<String, usize>,
}

impl World<'_> {
    fn happen(&mut self, event: Event) {
        match event {
            Event::Claim(server, limit) => self.claim(server, limit),
            Event::Send(server) => self.send(server),
            Event::Note(server) => self.note(server),
            Event::Refuse(server) => self.refuse(server),
            Event::Stop(server) => self.stop(server),
            Event::Die(server) => self.die(server),
            Event::Wait(seconds) => self.now += TimeDelta::seconds(seconds),
        }
    }

    fn name(&self, server: usize) -> String {
        format!("s{server}-{}", self.servers[server].life)
    }

    fn claim(&mut self, server: usize, limit: i64) {
        self.claims += 1;
        let (now, lease) = (self.now, format!("{}.{}", self.name(server), self.claims));
        let claimed =
            self.database.write(|conn| claims::claim(conn, Channel::Email, &lease, now, now + LEASE, limit)).unwrap().going;
        self.servers[server].hand.extend(claimed.into_iter().map(|claim| Held { claim, since: now }));
    }

    /// The first in its hand that may be begun.
    fn first(&mut self, server: usize) -> Option<Held> {
        let now = self.now;
        let hand = &mut self.servers[server].hand;
        hand.retain(|held| now <= held.since + YOUNG);
        (!hand.is_empty()).then(|| hand.remove(0))
    }

    fn send(&mut self, server: usize) {
        if let Some(held) = self.first(server) {
            *self.mails.entry(held.claim.id.clone()).or_default() += 1;
            self.servers[server].left.push(held);
        }
    }

    fn note(&mut self, server: usize) {
        let left = std::mem::take(&mut self.servers[server].left);
        for late in left.iter().filter(|held| self.now >= held.since + LEASE) {
            *self.lost.entry(late.claim.id.clone()).or_default() += 1;
        }
        let sent = |held: Held| (held.claim, Verdict::Tried(Outcome::Sent("250 ok".to_owned()), None));
        self.write(&left.into_iter().map(sent).collect::<Vec<_>>());
    }

    fn refuse(&mut self, server: usize) {
        if let Some(held) = self.first(server) {
            let later = self.now + TimeDelta::seconds(30);
            self.write(&[(held.claim, Verdict::Tried(Outcome::Later("450 busy".to_owned()), Some(later)))]);
        }
    }

    fn write(&self, facts: &[(Claim, Verdict)]) {
        self.database.write(|conn| outcomes::write(conn, facts, self.now)).unwrap();
    }

    fn stop(&mut self, server: usize) {
        self.note(server);
        let name = self.name(server);
        self.database.write_relaxed(|conn| claims::release(conn, &name)).unwrap();
        self.servers[server] = Server { life: self.servers[server].life + 1, ..Server::default() };
    }

    fn die(&mut self, server: usize) {
        let dead = std::mem::take(&mut self.servers[server]);
        for held in &dead.left {
            *self.lost.entry(held.claim.id.clone()).or_default() += 1;
        }
        self.servers[server].life = dead.life + 1;
    }

    /// Everybody dies but one, who has all the time that it needs.
    fn settle(&mut self) {
        (0..SERVERS).for_each(|server| self.die(server));
        for _ in 0..3 {
            self.now += LEASE;
            self.claim(0, 100);
            (0..READERS).for_each(|_| self.send(0));
            self.note(0);
        }
    }
}

/// An incident that everybody is to hear of.
fn told(database: &Database, now: DateTime<Utc>) -> NoticeId {
    let id = database.write(|conn| Ok::<_, StoreError>(publish(conn, &mut act(now), "p1", "payments", "eu"))).unwrap();
    while fan_out::step(database, now).unwrap() {}
    database.read(|conn| notices::of_incident(conn, &id)).unwrap().remove(0)
}

fn play(database: &Database, now: DateTime<Utc>, events: &[Event]) -> Result<(), TestCaseError> {
    let notice = told(database, now);
    let servers = Default::default();
    let mut world = World { database, now, claims: 0, servers, mails: BTreeMap::new(), lost: BTreeMap::new() };
    for event in events {
        world.happen(*event);
    }
    world.settle();
    prop_assert_eq!(world.mails.len(), READERS, "somebody was forgotten");
    for (delivery, mails) in &world.mails {
        let lost = world.lost.get(delivery).copied().unwrap_or_default();
        prop_assert!(*mails <= 1 + lost, "{} left {} times, and was lost {} times", delivery, mails, lost);
    }
    let counts = database.read(|conn| ledger::counts_of(conn, &notice)).unwrap();
    prop_assert_eq!(counts, [(DeliveryState::Sent, 4)], "the ledger does not agree");
    Ok(())
}

on_each_database! {
    fn nobody_is_forgotten_and_nobody_hears_twice(database: &TestDatabase) {
        let (database, begin) = (&database.database, at("2026-03-01T09:00:00Z"));
        scene(database, begin - TimeDelta::days(1));
        let subscribed = database.write(|conn| {
            for number in 0..READERS {
                subscribe(conn, &mut act(begin - TimeDelta::hours(1)), &format!("reader{number}@customers.example"), &[], &[]);
            }
            Ok::<_, StoreError>(())
        });
        subscribed.unwrap();
        // Each play is of a day of its own.
        let day = Cell::new(begin);
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(100) });
        let played = runner.run(&vec(event(), 0..50), |events| {
            day.set(day.get() + TimeDelta::days(1));
            play(database, day.get(), &events)
        });
        played.unwrap();
    }
}
