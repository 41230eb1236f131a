//! What the store promises, on each database.

mod claims;
mod model;
mod plans;
mod schema;
