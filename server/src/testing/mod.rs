//! What tests stand on: each database, believable things to begin with, a clock that moves when told, and the real
//! routes with a visitor, a person or a program in front of them.

mod begin;
mod databases;
mod site;

pub(crate) use begin::{act, at, publish, scene, signer, subscribe};
pub(crate) use databases::{TestDatabase, on_each_database};
pub(crate) use site::{Answer, Site};
