//! The rules of a status page: what severities, phases, health, audiences and uptime mean.
//!
//! Nothing here does I/O. Time, ids and randomness are arguments, so every rule can be tried by itself.

pub(crate) mod address;
pub(crate) mod appearance;
pub(crate) mod audience;
pub(crate) mod backoff;
pub(crate) mod bounce;
pub(crate) mod catalogue;
pub(crate) mod channel;
pub(crate) mod clock;
pub(crate) mod colour;
pub(crate) mod customer;
pub(crate) mod delivery;
pub(crate) mod duty;
pub(crate) mod endpoint;
pub(crate) mod enrolment;
pub(crate) mod feedback;
pub(crate) mod filter;
pub(crate) mod health;
pub(crate) mod history;
pub(crate) mod id;
pub(crate) mod impact;
pub(crate) mod incident;
pub(crate) mod internet;
pub(crate) mod invalid;
pub(crate) mod language;
pub(crate) mod link;
pub(crate) mod maintenance;
pub(crate) mod moment;
pub(crate) mod notice;
pub(crate) mod person;
pub(crate) mod phase;
pub(crate) mod phone;
pub(crate) mod picture;
pub(crate) mod policy;
pub(crate) mod region;
pub(crate) mod release;
pub(crate) mod reminder;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod saying;
pub(crate) mod seal;
pub(crate) mod severity;
pub(crate) mod signal;
pub(crate) mod sla;
pub(crate) mod spreadsheet;
pub(crate) mod subscriber;
pub(crate) mod subscriber_group;
pub(crate) mod suspicion;
pub(crate) mod template;
pub(crate) mod text;
pub(crate) mod timer;
pub(crate) mod triage;
pub(crate) mod uptime;
mod words;

pub(crate) use words::words;
