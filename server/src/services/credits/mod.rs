//! Service credits (PRODUCT 6): worked out from health, decided by staff, told to the customers they are for.

mod decide;
mod measure;
mod tell;
mod terms;
mod work_out;

pub(crate) use decide::decide;
pub(crate) use measure::{Measured, measure};
pub(crate) use tell::queue;
pub(crate) use terms::change as change_terms;
pub(crate) use work_out::{Cause, work_out};
