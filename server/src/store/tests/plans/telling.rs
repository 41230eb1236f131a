//! What the database is asked from the beginning of an incident to its end.

use crate::{
    domain::{
        audience::{Audience, Told},
        channel::Channel,
        delivery::{DeliveryState, Outcome, Stand},
        filter::Kind,
        id::{IncidentId, SubscriberId},
        incident::UpdateInput,
        policy::Reach,
    },
    services::{Refusal, bounces, fan_out, incidents, notices as service, preview},
    store::{
        self, Database, StoreError, backlog, catalogue, claims, deliveries, follows, ledger, mutes, notices,
        outcomes::{self, Verdict},
        progress, subscriber_groups, subscribers,
    },
    testing::{act, publish, scene, signer, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// An incident from its beginning to its end, and all that sending and staff ask meanwhile.
pub(super) fn tell(database: &Database, begun: DateTime<Utc>) {
    scene(database, begun - TimeDelta::days(1));
    let id = database.write(|conn| {
        for reader in ["ada", "bob", "cy"] {
            subscribe(conn, &mut act(begun - TimeDelta::hours(1)), &format!("{reader}@x.example"), &[], &[]);
        }
        Ok::<_, StoreError>(publish(conn, &mut act(begun), "p1", "api", "eu"))
    });
    let id = id.unwrap();
    for (minute, phase) in [(0, None), (1, Some("identified")), (2, Some("resolved"))] {
        let now = begun + TimeDelta::minutes(minute);
        if let Some(phase) = phase {
            say(database, &id, phase, now);
        }
        while fan_out::step(database, now).unwrap() {}
        look(database, &id, now);
        send(database, now);
        service::finish(database, now).unwrap();
    }
    let now = begun + TimeDelta::minutes(3);
    let taken_back = database.write(|conn| {
        incidents::retract(conn, &mut act(now), &id, "It was a test.", None)?;
        Ok::<_, Refusal>(store::told::count(conn, &id, &[id.to_string()])?)
    });
    assert_eq!(taken_back.unwrap(), 1);
    while fan_out::step(database, now).unwrap() {}
}

fn say(database: &Database, id: &IncidentId, phase: &str, now: DateTime<Utc>) {
    let input = UpdateInput { phase: phase.to_owned(), body: "More.".to_owned(), ..UpdateInput::default() };
    database.write(|conn| incidents::post_update(conn, &mut act(now), id, &input, None)).unwrap();
}

/// What the pages of staff, the alarms and the measurements ask.
fn look(database: &Database, id: &IncidentId, now: DateTime<Utc>) {
    let looked = database.read(|conn| -> Result<_, Refusal> {
        let catalogue = catalogue::load(conn)?;
        let email = Reach::Matching;
        let audience = Audience {
            places: Vec::new(),
            severity: None,
            kind: Kind::Incidents,
            email,
            sms: email,
            within: BTreeSet::new(),
            told: Told::default(),
        };
        let (groups, threads) = (BTreeSet::from(["g".to_owned().into(), "h".to_owned().into()]), [id.to_string()]);
        preview::count(conn, &catalogue, &audience, &threads)?;
        preview::count(conn, &catalogue, &Audience { within: groups.clone(), ..audience }, &threads)?;
        follows::untold(conn, id, &threads)?;
        mutes::of(conn, &SubscriberId::from("s".to_owned()))?;
        subscriber_groups::behind(conn, "", (&groups, &threads), 20)?;
        subscribers::among(conn, &[SubscriberId::from("s".to_owned())], now)?;
        for notice in notices::of_incident(conn, id)? {
            progress::shares(conn, &notice, now)?;
            progress::reasons(conn, &notice, 20)?;
            progress::proof(conn, &notice, "", 20)?;
            progress::has(conn, &notice, DeliveryState::Queued)?;
            progress::waiting(conn, &notice)?;
            ledger::entries(conn, &ledger::Search { notice: Some(notice), ..ledger::Search::default() }, 20)?;
        }
        ledger::entries(conn, &ledger::Search::default(), 20)?;
        let ada = ledger::Search { address: Some("ada@x.example".to_owned()), ..ledger::Search::default() };
        ledger::entries(conn, &ada, 20)?;
        ledger::entries(conn, &ledger::Search { recipient: Some("ada".to_owned()), ..ledger::Search::default() }, 20)?;
        ledger::of_recipient(conn, &SubscriberId::from("nobody".to_owned()))?;
        ledger::counts(conn)?;
        backlog::oldest_due(conn, Channel::ALL, now)?;
        backlog::oldest_unsent(conn)?;
        backlog::oldest_blocked(conn, Channel::ALL)?;
        backlog::by_channel(conn)?;
        Ok(deliveries::refused_to_us(conn)?)
    });
    looked.unwrap();
}

/// One is sent, one is refused, and one is given back.
fn send(database: &Database, now: DateTime<Utc>) {
    let until = now + TimeDelta::seconds(60);
    let claimed = database.write(|conn| claims::claim(conn, Channel::Email, "a.1", now, until, 2)).unwrap().going;
    let outcomes = [Outcome::Sent("250 ok".to_owned()), Outcome::Gone("550 5.7.1 no".to_owned())];
    let facts: Vec<_> = claimed.into_iter().zip(outcomes.map(|outcome| Verdict::Tried(outcome, None))).collect();
    let written = database.write(|conn| {
        claims::is_overtaken(conn, &facts[0].0, now)?;
        mutes::silence(conn, &facts[0].0)?;
        outcomes::write(conn, &facts, now)?;
        bounces::after(conn, &mut act(now), &signer(), &facts)?;
        for stand in [Stand::Held, Stand::Queued] {
            progress::settle(conn, &facts[0].0.notice_id, &stand, now)?;
        }
        claims::release(conn, "a")
    });
    written.unwrap();
}
