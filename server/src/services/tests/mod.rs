//! What the services promise, on each database.

mod bounces;
mod calling;
mod cascade;
mod conduct;
mod credits;
mod customers;
mod enrolments;
mod erasure;
mod follows;
mod history;
mod incidents;
mod mutes;
mod notices;
mod overruns;
mod people;
mod releases;
mod series;
mod subscriber_groups;
mod subscriptions;
mod suspicions;
mod telephones;
mod telling;
mod templates;
mod traffic;
