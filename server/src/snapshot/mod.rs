//! What the public sees, in memory: built from the store after each change, rendered once, swapped as a whole.
//!
//! Reading it never touches the database, so the page goes on when the database is gone.

mod build;
mod hub;
mod kept;
mod key;
mod page;
mod record;
mod state;
mod translate;

pub(crate) use hub::{Hub, Snapshot};
pub(crate) use key::{Document, Key};
pub(crate) use page::{Form, Page};
pub(crate) use record::{IncidentRecord, MaintenanceRecord};
pub(crate) use state::PublicState;
