//! Outside systems, one file each, by direction. Reading and writing their formats is pure; sending is done elsewhere.

pub(crate) mod feedback;
pub(crate) mod import;
