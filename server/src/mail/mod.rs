//! Mail as a format and a protocol: what a message looks like on the wire, and the connection it leaves by.

pub(crate) mod dkim;
pub(crate) mod message;
pub(crate) mod smtp;
