//! Brings a database up to date, and refuses one from the future.

use super::{Conn, Database, StoreError};
use diesel::migration::{Migration, MigrationSource};
use diesel::{Connection, RunQueryDsl, connection::SimpleConnection, dsl::sql, sql_types::Bool};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

pub(super) const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
pub(super) const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Lets one server at a time change the tables, whatever time it takes: an index of a ledger of years takes its own. The
/// number is any that nobody else locks in this database.
const ALONE: &str = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(7317)";

/// Runs what has not run yet, all of it or nothing, and returns the names of it. Of several that begin at once one does it,
/// and the others wait.
pub(crate) fn migrate(database: &Database) -> Result<Vec<String>, StoreError> {
    let ran = database.alone(|connection| match connection {
        Conn::Sqlite(sqlite) => {
            sqlite.immediate_transaction(|sqlite| known(sqlite, &SQLITE).and_then(|_| forward(sqlite, SQLITE)))
        }
        Conn::Postgres(postgres) => postgres.transaction(|postgres| {
            postgres.batch_execute(ALONE)?;
            known(postgres, &POSTGRES).and_then(|_| forward(postgres, POSTGRES))
        }),
    });
    ran.map_err(|error| cause(database, error))
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

/// What failed, unless the disk or the database did: then it is no fault of the migration, and may go on later.
fn cause(database: &Database, error: StoreError) -> StoreError {
    let StoreError::Migration(told) = error else { return error };
    match (StoreError::of_disk(&told), database.alone(has_run)) {
        (Some(disk), _) => disk,
        (None, Ok(_)) => StoreError::Migration(told),
        (None, Err(_)) => StoreError::Unreachable(told),
    }
}

/// Whether there is anything in the database, which answers and is not from the future; changes nothing.
pub(crate) fn check(database: &Database) -> Result<bool, StoreError> {
    database.alone(|connection| {
        // Looking for what has run would make the table of that.
        if !has_run(connection)? {
            return Ok(false);
        }
        match connection {
            Conn::Sqlite(sqlite) => known(sqlite, &SQLITE),
            Conn::Postgres(postgres) => known(postgres, &POSTGRES),
        }
    })
}

/// Whether there is a table of the migrations that ran.
fn has_run(connection: &mut Conn) -> Result<bool, StoreError> {
    let question = match connection {
        Conn::Sqlite(_) => "EXISTS (SELECT 1 FROM sqlite_master WHERE name = '__diesel_schema_migrations')",
        Conn::Postgres(_) => "to_regclass('__diesel_schema_migrations') IS NOT NULL",
    };
    Ok(diesel::select(sql::<Bool>(question)).get_result(connection)?)
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
