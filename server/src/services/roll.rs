//! The roll of subscribers as a file (CSV, RFC 4180).

use super::Refusal;
use crate::{
    domain::{
        id::{SubscriberGroupId, SubscriberId},
        link::Signer,
        spreadsheet::harmless,
        subscriber_group::SubscriberGroup,
    },
    store::{
        Conn, StoreError, subscriber_groups,
        subscribers::{self, Search, Subscriber},
    },
};
use std::collections::BTreeSet;

/// The names of somebody's groups as files take them in.
fn names(groups: &[SubscriberGroup], inside: &BTreeSet<(SubscriberId, SubscriberGroupId)>, id: &SubscriberId) -> String {
    let is_inside = |group: &&SubscriberGroup| inside.contains(&(id.clone(), group.id.clone()));
    groups.iter().filter(is_inside).map(|group| group.name.as_str()).collect::<Vec<_>>().join(";")
}

/// The columns of the file.
const HEADS: [&str; 11] = [
    "address",
    "channel",
    "state",
    "filter",
    "zone",
    "language",
    "source",
    "created_at",
    "confirmed_at",
    "consent",
    "subscriber_groups",
];

fn line(signer: &Signer, row: &Subscriber, names: &str) -> [String; HEADS.len()] {
    [
        harmless(&signer.shown(&row.address)),
        row.channel.to_string(),
        row.state.to_string(),
        row.filter.clone(),
        row.zone.clone(),
        row.language.to_string(),
        row.source.clone(),
        row.created_at.to_rfc3339(),
        row.confirmed_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
        harmless(&row.consent),
        harmless(names),
    ]
}

/// Lines of the file that are read at once.
const LINES: i64 = 1_000;

/// Those who are looked for, in the order in which they came.
pub(crate) fn csv(conn: &mut Conn, signer: &Signer, mut search: Search) -> Result<Vec<u8>, Refusal> {
    let told = |error: csv::Error| Refusal::from(StoreError::Damaged(error.to_string()));
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(HEADS).map_err(told)?;
    let groups = subscriber_groups::list(conn)?;
    loop {
        let rows = subscribers::found(conn, &search, LINES)?;
        let Some(last) = rows.last() else { break };
        search.after = last.id.to_string();
        let ids: Vec<SubscriberId> = rows.iter().map(|row| row.id.clone()).collect();
        let inside = subscriber_groups::of_subscribers(conn, &ids)?.into_iter().collect();
        for row in rows {
            let names = names(&groups, &inside, &row.id);
            file.write_record(line(signer, &row, &names)).map_err(told)?;
        }
    }
    file.into_inner().map_err(|error| Refusal::from(StoreError::Damaged(error.to_string())))
}
