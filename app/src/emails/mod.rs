//! Mails. Each is a text and an HTML part that say the same in the same order.

mod frame;
pub mod letter;
pub mod news;
