//! What the store promises, on each database.

mod claims;
mod plans;
mod schema;
