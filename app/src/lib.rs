//! What people see of Allclear: pages, mails, and the small pieces of both, in every language.
//!
//! Pure: inputs in, HTML or text out. Nothing here knows a domain type; inputs are text, links, times and a
//! [`Tone`], each with a `sample()` from which snapshot tests render it.

pub mod emails;
mod lang;
pub mod pages;
pub mod pieces;
mod render;
mod tone;

pub use lang::{Lang, Value};
pub use render::escaped;
pub use tone::Tone;
