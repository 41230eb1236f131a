//! An empty, migrated database of either kind, gone with the test.

use crate::store::{Database, Url, migrate};

/// A database and what must be removed after it.
pub(crate) struct TestDatabase {
    /// The database.
    pub database: Database,
    /// Where it is, for further servers.
    pub url: Url,
    _folder: tempfile::TempDir,
}

impl TestDatabase {
    /// A file of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = Url::Sqlite(folder.path().join("test.db").display().to_string());
        Self::open(&url, folder)
    }

    /// A database of its own on the server that `ALLCLEAR_TEST_POSTGRES` names.
    #[cfg(feature = "machine")]
    #[expect(clippy::disallowed_methods, reason = "tests are told by their environment where the server is")]
    pub(crate) fn postgres() -> Self {
        use diesel::{Connection, PgConnection, connection::SimpleConnection};
        let server =
            std::env::var("ALLCLEAR_TEST_POSTGRES").expect("./tests/run starts a server and sets ALLCLEAR_TEST_POSTGRES");
        let name = format!("test_{}", crate::domain::id::new_id(chrono::Utc::now(), &mut rand::rng()).to_lowercase());
        // In the order of a language in which dots and dashes count for nothing, as in that of most servers.
        let order = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US-u-ka-shifted'";
        PgConnection::establish(&server).unwrap().batch_execute(&format!("CREATE DATABASE {name} {order}")).unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        Self::open(&Url::Postgres(format!("{base}/{name}")), tempfile::tempdir().unwrap())
    }

    fn open(url: &Url, folder: tempfile::TempDir) -> Self {
        let database = Database::open(url).unwrap();
        migrate(&database).unwrap();
        Self { database, url: url.clone(), _folder: folder }
    }
}

/// Runs one body on SQLite, and on PostgreSQL where there is a machine for it (`--features machine`).
macro_rules! on_each_database {
    ($($(#[$meta:meta])* fn $name:ident($database:ident: &TestDatabase) $body:block)+) => {$(
        $(#[$meta])*
        fn $name($database: &crate::testing::TestDatabase) $body

        mod $name {
            use crate::testing::TestDatabase;

            #[test]
            fn on_sqlite() {
                super::$name(&TestDatabase::sqlite());
            }

            #[cfg(feature = "machine")]
            #[test]
            fn on_postgres() {
                super::$name(&TestDatabase::postgres());
            }
        }
    )+};
}
pub(crate) use on_each_database;
