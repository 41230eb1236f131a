//! The edge: from requests to services and from state to pages.

mod admin;
mod answer;
pub(crate) mod api;
mod assets;
pub(crate) mod connection;
mod extract;
mod fail;
mod filling;
pub(crate) mod guard;
mod health;
pub(crate) mod hooks;
pub(crate) mod past;
pub(crate) mod pictures;
mod present;
mod public;
mod reports;
pub(crate) mod routes;
#[cfg(test)]
mod tests;
pub(crate) mod throttle;

#[cfg(test)]
pub(crate) use extract::form_token;
