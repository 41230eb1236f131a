//! The life of a maintenance (PRODUCT 5): planned, moved or called off, begun, prolonged, ended; by itself or by hand.

mod announce;
mod change;
mod plan;
mod run;
mod series;
mod timing;
mod words;

pub(crate) use change::{Said, cancel, reschedule, say};
pub(crate) use plan::plan;
pub(crate) use run::{answer, finish, fire, overrun, start};
pub(crate) use series::{end as end_series, go_on as continue_series};
