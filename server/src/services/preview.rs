//! Who would hear of an incident, counted before anything is sent (PRODUCT 3.3).

use super::{Refusal, incidents};
use crate::{
    domain::{
        audience::{Audience, LeftOut, Told},
        catalogue::Catalogue,
        channel::Channel,
        filter::{Filter, Kind, Place},
        id::RegionId,
        impact::Pair,
        policy::Reach as PolicyReach,
        severity::Severity,
    },
    store::{Conn, StoreError, policies, subscribers},
};
use std::collections::{BTreeMap, BTreeSet};

/// Who hears on one channel, and why others do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The channel.
    pub channel: Channel,
    /// How many hear.
    pub hears: i64,
    /// How many do not, by reason.
    pub left_out: BTreeMap<LeftOut, i64>,
    /// Up to ten of the addresses.
    pub sample: Vec<String>,
    /// The regions whose readers hear it, by name; none when it concerns everybody.
    pub regions: Vec<String>,
}

/// How many sample addresses staff see.
const SAMPLE: i64 = 10;

/// Counts who would hear of an incident by mail.
pub(crate) fn reach(
    conn: &mut Conn,
    catalogue: &Catalogue,
    severity: Severity,
    pairs: &BTreeSet<Pair>,
    chosen: Option<&BTreeSet<RegionId>>,
) -> Result<Reach, Refusal> {
    let email = policies::current(conn)?.policy.rule(severity).email;
    let places = incidents::places(pairs, chosen, catalogue);
    let audience = Audience { places, severity: Some(severity), kind: Kind::Incidents, email, told: Told::default() };
    count(conn, catalogue, &audience)
}

/// Counts who would hear of a maintenance by mail.
pub(crate) fn of_maintenance(conn: &mut Conn, catalogue: &Catalogue, pairs: &BTreeSet<Pair>) -> Result<Reach, Refusal> {
    let places = incidents::places(pairs, None, catalogue);
    let (kind, email) = (Kind::Maintenance, PolicyReach::Matching);
    count(conn, catalogue, &Audience { places, severity: None, kind, email, told: Told::default() })
}

/// Each distinct filter is judged once, however many share it.
fn count(conn: &mut Conn, catalogue: &Catalogue, audience: &Audience) -> Result<Reach, Refusal> {
    let channel = Channel::Email;
    let regions = regions(catalogue, &audience.places);
    let mut reach = Reach { channel, hears: 0, left_out: BTreeMap::new(), sample: Vec::new(), regions };
    let mut hearing = Vec::new();
    for (text, count) in subscribers::count_by_filter(conn, channel)? {
        let filter: Filter = serde_json::from_str(&text).map_err(StoreError::from)?;
        match audience.decide(&filter) {
            Ok(()) => {
                reach.hears += count;
                hearing.push(text);
            }
            Err(reason) => *reach.left_out.entry(reason).or_default() += count,
        }
    }
    // A handful of filters is enough to find ten addresses, and keeps the statement short.
    hearing.truncate(100);
    reach.sample = subscribers::sample(conn, channel, &hearing, SAMPLE)?;
    Ok(reach)
}

fn regions(catalogue: &Catalogue, places: &[Place]) -> Vec<String> {
    let hit: BTreeSet<_> = places.iter().map(|place| &place.region).collect();
    catalogue.regions.iter().filter(|region| hit.contains(&region.id)).map(|region| region.name.clone()).collect()
}
