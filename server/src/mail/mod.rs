//! Mail as a format and a protocol: what a message looks like on the wire, and the connection it leaves by.

mod converse;
pub(crate) mod dkim;
pub(crate) mod message;
pub(crate) mod smtp;
mod stream;
