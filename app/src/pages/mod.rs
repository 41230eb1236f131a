//! Whole pages. Each is a struct of plain inputs with `html()`.

pub mod admin;
mod frame;
pub mod history;
pub mod home;
pub mod incident;
pub mod message;
pub mod sign_in;
pub mod subscribe;

pub use frame::Frame;
