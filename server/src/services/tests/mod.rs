//! What the services promise, on each database.

mod conduct;
mod customers;
mod history;
mod incidents;
mod people;
mod subscriptions;
mod suspicions;
mod telling;
