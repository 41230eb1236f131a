//! Brings a database up to date, and refuses one from the future.

use super::{Conn, Database, StoreError};
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

pub(super) const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
pub(super) const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Runs what has not run yet and returns the names of it.
pub(crate) fn migrate(database: &Database) -> Result<Vec<String>, StoreError> {
    database.alone(|connection| match connection {
        Conn::Sqlite(sqlite) => forward(sqlite, SQLITE),
        Conn::Postgres(postgres) => forward(postgres, POSTGRES),
    })
}

fn forward<C, B>(connection: &mut C, known: EmbeddedMigrations) -> Result<Vec<String>, StoreError>
where
    B: diesel::backend::Backend,
    C: MigrationHarness<B>,
    EmbeddedMigrations: MigrationSource<B>,
{
    let fault = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration(error.to_string());
    let applied = connection.applied_migrations().map_err(fault)?;
    let ours: Vec<Box<dyn Migration<B>>> = known.migrations().map_err(fault)?;
    for version in &applied {
        if !ours.iter().any(|migration| migration.name().version() == *version) {
            return Err(StoreError::Newer(version.to_string()));
        }
    }
    let ran = connection.run_pending_migrations(known).map_err(fault)?;
    Ok(ran.iter().map(ToString::to_string).collect())
}
