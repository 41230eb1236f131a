//! What the public sees, in memory: built from the store after each change, rendered once, swapped as a whole.
//!
//! Reading it never touches the database, so the page goes on when the database is gone.

mod build;
mod hub;
mod page;
mod state;

pub(crate) use hub::{Hub, Key};
pub(crate) use page::Page;
pub(crate) use state::{IncidentRecord, MaintenanceRecord, PublicState};
