//! Small pieces that several pages share.

mod bars;
mod chart;
mod chip;
mod entry;
mod errors;
mod facts;
mod field;
mod options;
mod table;
mod thread;
mod time;

pub use bars::{Bar, Bars};
pub use chart::Chart;
pub use chip::{State, shape};
pub use entry::Entry;
pub use facts::Fact;
pub use field::{Field, Kind};
pub use options::{Choice, Options};
pub use table::{Row, Table};
pub use thread::Post;
pub use time::{At, Style};

pub(crate) use bars::bars;
pub(crate) use chart::chart;
pub(crate) use chip::{icon, severity, state};
pub(crate) use entry::entry;
pub(crate) use errors::errors;
pub(crate) use facts::facts;
pub(crate) use field::field;
pub(crate) use options::{boxes, checks, choices, select};
pub(crate) use table::table;
pub(crate) use thread::thread;
pub(crate) use time::at;
