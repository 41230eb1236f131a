//! What may be done: each function is one step inside one transaction, with the time and the actor passed in.

mod act;
pub(crate) mod additions;
pub(crate) mod bounces;
pub(crate) mod catalogue;
pub(crate) mod credits;
pub(crate) mod customers;
pub(crate) mod demo;
pub(crate) mod enrolments;
pub(crate) mod erasure;
pub(crate) mod eyes;
pub(crate) mod fan_out;
pub(crate) mod follows;
pub(crate) mod history;
pub(crate) mod incidents;
pub(crate) mod languages;
pub(crate) mod letters;
pub(crate) mod maintenances;
pub(crate) mod notices;
pub(crate) mod once;
pub(crate) mod page;
pub(crate) mod people;
pub(crate) mod pictures;
pub(crate) mod policy;
pub(crate) mod postmortems;
pub(crate) mod preview;
mod refusal;
pub(crate) mod releases;
pub(crate) mod retention;
pub(crate) mod roll;
mod sheet;
pub(crate) mod sign_in;
pub(crate) mod signals;
pub(crate) mod staff;
pub(crate) mod subscriber_groups;
pub(crate) mod subscriptions;
pub(crate) mod suppressions;
pub(crate) mod suspicions;
mod telephones;
pub(crate) mod templates;
#[cfg(test)]
mod tests;
pub(crate) mod timers;
pub(crate) mod tokens;
pub(crate) mod traffic;

pub(crate) use act::Act;
pub(crate) use refusal::Refusal;
