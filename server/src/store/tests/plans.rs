//! What is asked while people are being told finds its rows by an index, however long the ledger has grown (bar P-11).
//!
//! `SQLite` says beforehand how it will find them, whatever there is; PostgreSQL decides by what there is, and is measured.

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
        self, Database, StoreError, backlog, catalogue, claims, deliveries, ledger, notices,
        outcomes::{self, Verdict},
        progress,
        statement::Statement,
        subscriber_groups, subscribers,
    },
    testing::{TestDatabase, act, at, publish, scene, subscribe},
};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    QueryableByName, RunQueryDsl,
    connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation},
    sql_types::Text,
};
use std::{cell::RefCell, collections::BTreeSet};

thread_local! {
    static ASKED: RefCell<BTreeSet<String>> = RefCell::default();
}

/// Notes every statement that its thread asks.
struct Recorder;

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let sql = text.split(" -- binds").next().unwrap_or_default().to_owned();
            ASKED.with_borrow_mut(|asked| asked.insert(sql));
        }
    }
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// The steps by which a statement would find its rows.
fn plan(database: &Database, sql: &str) -> Vec<String> {
    let steps: Vec<Step> =
        database.read(|conn| Ok::<_, StoreError>(Statement::new(format!("EXPLAIN QUERY PLAN {sql}")).load(conn)?)).unwrap();
    steps.into_iter().map(|step| step.detail).collect()
}

/// An incident from its beginning to its end, and all that sending and staff ask meanwhile.
fn tell(database: &Database, begun: DateTime<Utc>) {
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
        Ok::<_, Refusal>(store::told::count(conn, &id)?)
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
        preview::count(conn, &catalogue, &audience)?;
        let (groups, threads) = (BTreeSet::from(["g".to_owned().into(), "h".to_owned().into()]), [id.to_string()]);
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
        ledger::of_recipient(conn, &SubscriberId::from("nobody".to_owned()))?;
        ledger::counts(conn)?;
        backlog::oldest_due(conn, Channel::ALL, now)?;
        backlog::oldest_unsent(conn)?;
        backlog::oldest_blocked(conn, Channel::ALL)?;
        backlog::by_channel(conn)?;
        Ok(deliveries::refused_by_policy(conn)?)
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
        outcomes::write(conn, &facts, now)?;
        bounces::after(conn, &mut act(now), &facts)?;
        for stand in [Stand::Held, Stand::Queued] {
            progress::settle(conn, &facts[0].0.notice_id, &stand, now)?;
        }
        claims::release(conn, "a")
    });
    written.unwrap();
}

/// Statements that look at a whole table because that is what they are for.
fn is_meant(sql: &str) -> bool {
    // The sum of the ledger: nothing but the leaves of its smallest index.
    let is_sum = sql == "SELECT COUNT(*) FROM `deliveries`";
    // The newest of the ledger: from its end on, until there are enough.
    is_sum || sql.ends_with("`contacts`.`id` = `deliveries`.`recipient_id`)) ORDER BY `deliveries`.`id` DESC LIMIT ?")
}

/// Indexes that hold only what waits or has not left.
const SHORT: [&str; 3] = ["deliveries_waiting", "deliveries_unsent", "deliveries_tried"];

fn is_long_way(step: &str) -> bool {
    let scans = ["SCAN deliveries", "SCAN subscribers", "SCAN attempts"].iter().any(|table| step.starts_with(table));
    scans && !SHORT.iter().any(|index| step.ends_with(index))
}

#[test]
fn nothing_is_looked_for_from_end_to_end() {
    set_default_instrumentation(|| Some(Box::new(Recorder))).unwrap();
    let held = TestDatabase::sqlite();
    let database = held.database.clone();
    // The migrations.
    ASKED.take();
    tell(&database, at("2026-03-01T09:00:00Z"));
    let asked = ASKED.take();
    let of_many = asked.iter().filter(|sql| ["deliveries", "subscribers", "attempts"].iter().any(|table| sql.contains(table)));
    let plans: Vec<_> = of_many.filter(|sql| !is_meant(sql)).map(|sql| (sql, plan(&database, sql))).collect();
    assert!(plans.len() > 25, "only {} statements were heard", plans.len());
    let faults: Vec<_> = plans.iter().filter(|(_, steps)| steps.iter().any(|step| is_long_way(step))).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    // Reasons are counted first, and few.
    let is_first = |sql: &str| sql.contains("LIMIT") && !sql.contains("GROUP BY");
    let sorted = plans.iter().filter(|(sql, steps)| is_first(sql) && steps.iter().any(|step| step.contains("ORDER BY")));
    let sorted: Vec<_> = sorted.collect();
    assert!(sorted.is_empty(), "all are sorted to find the first: {sorted:#?}");
}
