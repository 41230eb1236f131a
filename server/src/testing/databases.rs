//! An empty, migrated database of either kind, gone with the test.

use crate::store::{Database, Url, back_up, migrate};
use std::sync::LazyLock;

/// A database and what must be removed after it.
pub(crate) struct TestDatabase {
    /// The database.
    pub database: Database,
    /// Where it is, for further servers.
    pub url: Url,
    _folder: Option<tempfile::TempDir>,
}

impl TestDatabase {
    /// A file of its own.
    pub(crate) fn sqlite() -> Self {
        /// What a migrated file holds: each test begins with a copy, since to migrate takes longer than most of them.
        static MIGRATED: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let folder = tempfile::tempdir().unwrap();
            let (file, whole) = (folder.path().join("test.db"), folder.path().join("whole.db"));
            let database = open(&Url::Sqlite(file.display().to_string()));
            migrate(&database).unwrap();
            back_up(&database, &whole).unwrap();
            std::fs::read(whole).unwrap()
        });
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test.db");
        std::fs::write(&file, &*MIGRATED).unwrap();
        let url = Url::Sqlite(file.display().to_string());
        Self { database: open(&url), url, _folder: Some(folder) }
    }

    /// A database of its own on the server that `ALLCLEAR_TEST_POSTGRES` names.
    #[cfg(feature = "machine")]
    pub(crate) fn postgres() -> Self {
        /// The name of a migrated database that nobody uses but to copy it.
        static MIGRATED: LazyLock<String> = LazyLock::new(|| {
            // In the order of a language in which dots and dashes count for nothing, as in that of most servers.
            let (name, url) = on_server("TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US-u-ka-shifted'");
            migrate(&open(&url)).unwrap();
            name
        });
        let (_, url) = on_server(&format!("TEMPLATE {}", *MIGRATED));
        Self { database: open(&url), url, _folder: None }
    }
}

fn open(url: &Url) -> Database {
    Database::open(url).unwrap()
}

/// Makes a database on the server that tests use; gives its name and where it is.
#[cfg(feature = "machine")]
#[expect(clippy::disallowed_methods, reason = "tests are told by their environment where the server is")]
fn on_server(how: &str) -> (String, Url) {
    use diesel::{Connection, PgConnection, connection::SimpleConnection};
    let server = std::env::var("ALLCLEAR_TEST_POSTGRES").expect("./tests/run starts a server and sets ALLCLEAR_TEST_POSTGRES");
    let name = format!("test_{}", crate::domain::id::new_id(chrono::Utc::now(), &mut rand::rng()).to_lowercase());
    PgConnection::establish(&server).unwrap().batch_execute(&format!("CREATE DATABASE {name} {how}")).unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    let url = Url::Postgres(format!("{base}/{name}"));
    (name, url)
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
