//! The pages of staff.

pub mod form;
mod frame;
mod grid;
pub mod incident;
pub mod listing;
pub mod now;
pub mod publish;

pub use frame::{Frame, Tabs};
pub use grid::{Cell, Grid, GridRow};
