//! Brings a database up to date, and refuses one from the future.

use super::{Conn, Database, StoreError, dialect::LIMITS};
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

pub(super) const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
pub(super) const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Runs what has not run yet and returns the names of it.
pub(crate) fn migrate(database: &Database) -> Result<Vec<String>, StoreError> {
    database.alone(|connection| match connection {
        Conn::Sqlite(sqlite) => known(sqlite, &SQLITE).and_then(|_| forward(sqlite, SQLITE)),
        Conn::Postgres(postgres) => {
            known(postgres, &POSTGRES)?;
            // An index of a ledger of years takes its time.
            postgres.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            let ran = forward(postgres, POSTGRES);
            postgres.batch_execute(LIMITS)?;
            ran
        }
    })
}

fn forward<C, B>(connection: &mut C, ours: EmbeddedMigrations) -> Result<Vec<String>, StoreError>
where
    B: diesel::backend::Backend,
    C: MigrationHarness<B>,
    EmbeddedMigrations: MigrationSource<B>,
{
    let ran = connection.run_pending_migrations(ours).map_err(fault)?;
    Ok(ran.iter().map(ToString::to_string).collect())
}

/// Refuses a database that has run a migration we do not know; whether it has run any.
fn known<C, B>(connection: &mut C, ours: &EmbeddedMigrations) -> Result<bool, StoreError>
where
    B: diesel::backend::Backend,
    C: MigrationHarness<B>,
    EmbeddedMigrations: MigrationSource<B>,
{
    let ours: Vec<Box<dyn Migration<B>>> = ours.migrations().map_err(fault)?;
    let applied = connection.applied_migrations().map_err(fault)?;
    for version in &applied {
        if !ours.iter().any(|migration| migration.name().version() == *version) {
            return Err(StoreError::Newer(version.to_string()));
        }
    }
    Ok(!applied.is_empty())
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands the error over")]
fn fault(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Migration(error.to_string())
}

/// Whether there is anything in the database, which answers and is not from the future; changes nothing.
pub(crate) fn check(database: &Database) -> Result<bool, StoreError> {
    database.alone(|connection| match connection {
        Conn::Sqlite(sqlite) => known(sqlite, &SQLITE),
        Conn::Postgres(postgres) => known(postgres, &POSTGRES),
    })
}

/// Takes every migration back.
#[cfg(test)]
pub(super) fn back(connection: &mut Conn) -> Result<(), StoreError> {
    match connection {
        Conn::Sqlite(sqlite) => sqlite.revert_all_migrations(SQLITE).map_err(fault)?,
        Conn::Postgres(postgres) => postgres.revert_all_migrations(POSTGRES).map_err(fault)?,
    };
    Ok(())
}
