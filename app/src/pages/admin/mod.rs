//! The pages of staff.

pub mod appearance;
pub mod audience;
mod filling;
pub mod form;
mod frame;
mod grid;
pub mod incident;
pub mod languages;
pub mod listing;
pub mod notice;
pub mod now;
pub mod plan;
pub mod policy;
pub mod publish;
pub mod report;
pub mod reports;
pub mod review;
mod sayings;
pub mod sla;
pub mod template;

pub use frame::{Frame, Tabs};
pub use grid::{Cell, Grid, GridRow};
