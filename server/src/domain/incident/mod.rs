//! Opening and updating an incident: what is said, and the checks on it.

mod checks;
mod draft;
mod input;

pub(crate) use checks::{affected as places, time};
pub(crate) use draft::{Facts, IncidentDraft, Standing, UpdateDraft};
pub(crate) use input::{AffectedInput, IncidentInput, UpdateInput};
