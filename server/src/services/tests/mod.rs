//! What the services promise, on each database.

mod history;
mod incidents;
mod people;
mod subscriptions;
mod telling;
