//! Everything that is kept. The only place that knows SQL; `dialect` is the only one that knows which database.
//!
//! Functions take a connection and do one thing to one table. Transactions are begun by [`Database`] and decided by
//! services.

pub(crate) mod actions;
pub(crate) mod audit;
pub(crate) mod backlog;
mod backup;
pub(crate) mod catalogue;
pub(crate) mod claims;
pub(crate) mod components;
mod connection;
pub(crate) mod credits;
pub(crate) mod crew;
pub(crate) mod customers;
pub(crate) mod deliveries;
mod dialect;
pub(crate) mod edits;
pub(crate) mod enrolments;
mod error;
pub(crate) mod extent;
pub(crate) mod files;
pub(crate) mod follows;
pub(crate) mod groups;
pub(crate) mod idempotency;
pub(crate) mod impacts;
pub(crate) mod incidents;
pub(crate) mod kinships;
pub(crate) mod ledger;
pub(crate) mod letters;
pub(crate) mod maintenances;
mod migrate;
pub(crate) mod mutes;
pub(crate) mod notices;
pub(crate) mod outcomes;
pub(crate) mod people;
pub(crate) mod placements;
pub(crate) mod policies;
pub(crate) mod postmortems;
pub(crate) mod progress;
pub(crate) mod regions;
pub(crate) mod releases;
pub(crate) mod responses;
pub(crate) mod returns;
pub(crate) mod review_pictures;
pub(crate) mod revision;
mod schema;
pub(crate) mod senders;
pub(crate) mod series;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod signals;
mod statement;
pub(crate) mod subscriber_groups;
pub(crate) mod subscribers;
pub(crate) mod sums;
pub(crate) mod suppressions;
pub(crate) mod suspicions;
pub(crate) mod templates;
#[cfg(test)]
mod tests;
pub(crate) mod timers;
pub(crate) mod tokens;
pub(crate) mod told;
pub(crate) mod traffic;
pub(crate) mod translations;
mod tunnel;
mod types;
pub(crate) mod updates;

pub(crate) use backup::back_up;
pub(crate) use connection::{Database, Url};
pub(crate) use dialect::Conn;
pub(crate) use error::StoreError;
pub(crate) use migrate::{check, migrate};
