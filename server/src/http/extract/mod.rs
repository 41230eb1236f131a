//! What handlers ask of a request.

mod body;
mod fields;
mod kept;
mod reader;
mod same_site;
mod staff;
mod token;
mod visitor;

pub(super) use body::{Body, Json, Picture};
pub(super) use fields::Fields;
pub(crate) use kept::{Kept, Typed, is_ours};
pub(crate) use reader::{Reader, value};
pub(super) use same_site::same_site;
pub(crate) use staff::form_token;
pub(super) use staff::{COOKIE, Staff, StaffForm};
pub(super) use token::Caller;
pub(super) use visitor::address;
