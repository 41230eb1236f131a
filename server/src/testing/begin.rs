//! Believable things to begin a test with: regions `eu`, `us`, `ap`, a group and its components.

use crate::{
    domain::{
        id::{IncidentId, SubscriberId},
        incident::{AffectedInput, IncidentInput},
        link::Signer,
        subscriber::SubscriptionInput,
    },
    services::{
        Act, Refusal, additions,
        catalogue::{self, ComponentInput, RegionInput},
        incidents,
    },
    store::{Conn, Database, subscribers},
};
use chrono::{DateTime, Utc};
use std::sync::atomic::{AtomicU64, Ordering};

/// A moment from its text.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A deed of the test's at a moment; each has a seed of its own, so that no two make the same id.
pub(crate) fn act(now: DateTime<Utc>) -> Act {
    static SEED: AtomicU64 = AtomicU64::new(0);
    Act::seeded(now, "test", SEED.fetch_add(1, Ordering::Relaxed))
}

/// Three regions and four components in all of them.
pub(crate) fn scene(database: &Database, now: DateTime<Utc>) {
    let mut act = act(now);
    let made: Result<(), Refusal> = database.write(|conn| {
        for (code, name, zone) in
            [("eu", "Europe", "Europe/Berlin"), ("us", "America", "America/New_York"), ("ap", "Asia", "Asia/Tokyo")]
        {
            let input = RegionInput { code: code.to_owned(), name: name.to_owned(), zone: zone.to_owned() };
            catalogue::add_region(conn, &mut act, &input)?;
        }
        let group = catalogue::add_group(conn, &mut act, "Commerce")?;
        for name in ["API", "Dashboard", "Payments", "Reporting"] {
            let input = ComponentInput {
                name: name.to_owned(),
                group: group.to_string(),
                regions: ["eu", "us", "ap"].map(str::to_owned).to_vec(),
                ..ComponentInput::default()
            };
            catalogue::add_component(conn, &mut act, &input)?;
        }
        Ok(())
    });
    made.unwrap();
}

/// Publishes an incident of a severity that hits one component in one region.
pub(crate) fn publish(conn: &mut Conn, act: &mut Act, severity: &str, component: &str, region: &str) -> IncidentId {
    let affected =
        vec![AffectedInput { component: component.to_owned(), region: region.to_owned(), health: "major_outage".to_owned() }];
    let input = IncidentInput {
        title: format!("{component} is failing in {region}"),
        severity: severity.to_owned(),
        body: "We are looking into it.".to_owned(),
        affected,
        ..IncidentInput::default()
    };
    incidents::publish(conn, act, &input, None).unwrap()
}

/// The key of every test.
pub(crate) fn signer() -> Signer {
    Signer::new([7; 64])
}

/// Adds a confirmed subscriber with these regions and severities; empty lists are no limit.
pub(crate) fn subscribe(conn: &mut Conn, act: &mut Act, email: &str, regions: &[&str], severities: &[&str]) -> SubscriberId {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
    let input = SubscriptionInput {
        email: email.to_owned(),
        regions: words(regions),
        severities: words(severities),
        ..SubscriptionInput::default()
    };
    additions::add(conn, act, &signer(), &[input]).unwrap();
    subscribers::by_email(conn, email).unwrap().unwrap().id
}
