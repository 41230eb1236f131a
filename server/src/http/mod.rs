//! The edge: from requests to services and from state to pages.

mod admin;
mod answer;
mod api;
mod assets;
mod extract;
mod fail;
mod health;
mod present;
mod public;
pub(crate) mod routes;
pub(crate) mod throttle;
