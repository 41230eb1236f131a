//! What is promised to customers, and what they get back when it is not kept (PRODUCT 6).

mod credit;
mod month;
mod percent;
mod terms;

pub(crate) use credit::{Breach, CreditState, due};
pub(crate) use month::Month;
pub(crate) use percent::Percent;
pub(crate) use terms::{Table, Terms, Tier};
