//! What the store promises, on each database.

mod claims;
mod extent;
mod model;
mod plans;
mod schema;
