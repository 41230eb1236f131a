//! The pages of staff.

mod frame;
mod grid;
pub mod form;
pub mod incident;
pub mod listing;
pub mod now;
pub mod publish;

pub use frame::{Frame, Tabs};
pub use grid::{Cell, Grid};
