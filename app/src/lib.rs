//! What people see of Allclear: pages, mails, and the small pieces of both.
//!
//! Pure: inputs in, HTML or text out. Nothing here knows a domain type; inputs are text, links, times and a
//! [`Tone`], each with a `sample()` from which snapshot tests render it.

pub mod emails;
pub mod pages;
pub mod pieces;
mod render;
mod tone;

pub use tone::Tone;
