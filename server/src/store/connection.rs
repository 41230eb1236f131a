//! Connections: one writer and several readers on SQLite, a pool on PostgreSQL.

use super::{
    Conn, StoreError,
    dialect::{self, Durability},
    tunnel,
};
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use std::{
    fs::OpenOptions,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// Which database, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Url {
    /// A PostgreSQL URL as libpq reads it.
    Postgres(String),
    /// The path of a SQLite file.
    Sqlite(String),
}

impl std::str::FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            tunnel::check(text)?;
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite://") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(path.to_owned())),
            _ => Err("write sqlite:///path/to/file or postgres://user:password@host/name".to_owned()),
        }
    }
}

/// The database of this instance. Clones share the connections.
#[derive(Clone)]
pub(crate) struct Database {
    readers: Pool<Manager>,
    writers: Pool<Manager>,
}

/// Longest wait for a free connection: a request must answer within six seconds even when the database hangs.
const WAIT: Duration = Duration::from_secs(5);

impl Database {
    /// Opens the database; fails at once when it cannot be reached.
    pub(crate) fn open(url: &Url) -> Result<Self, StoreError> {
        let url = reached(url)?;
        if let Url::Sqlite(path) = &url {
            private(Path::new(path))?;
        }
        // A fault of set-up (wrong password, no such folder) is worth its own words, not a time-out.
        drop(dialect::establish(&url, false)?);
        Ok(Self::pooled(&url))
    }

    /// The database, whether it can be reached now or later.
    pub(crate) fn later(url: &Url) -> Result<Self, StoreError> {
        Ok(Self::pooled(&reached(url)?))
    }

    fn pooled(url: &Url) -> Self {
        let pool = |size, read_only| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(WAIT)
                .error_handler(Box::new(Quiet))
                .build_unchecked(Manager { url: url.clone(), read_only })
        };
        match url {
            Url::Postgres(_) => {
                let both = pool(8, false);
                Self { readers: both.clone(), writers: both }
            }
            Url::Sqlite(_) => Self { writers: pool(1, false), readers: pool(4, true) },
        }
    }

    /// Reads; nothing may be written.
    pub(crate) fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        work(&mut get(&self.readers)?.conn)
    }

    /// Writes in one transaction that survives a loss of power once this returns, and a crash of PostgreSQL.
    pub(crate) fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.transact(Durability::Power, work)
    }

    /// Writes what can be done over: in one transaction that survives a crash of the program, and is much cheaper.
    pub(crate) fn write_relaxed<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.transact(Durability::Crash, work)
    }

    /// Writes in one transaction and takes all of it back: what would come of it.
    pub(crate) fn rehearse<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut held = get(&self.writers)?;
        dialect::begin(&mut held.conn, Durability::Crash)?;
        let seen = work(&mut held.conn);
        dialect::roll_back(&mut held.conn)?;
        seen
    }

    /// Works on the writing connection without a transaction: for migrations, which bring their own.
    pub(super) fn alone<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        work(&mut get(&self.writers)?.conn)
    }

    fn transact<T, E: From<StoreError>>(
        &self,
        durability: Durability,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut held = get(&self.writers)?;
        dialect::begin(&mut held.conn, durability)?;
        match work(&mut held.conn) {
            Ok(value) => {
                dialect::commit(&mut held.conn)?;
                Ok(value)
            }
            Err(error) => {
                // The first error is the one to tell; a broken connection is thrown away by the pool.
                if let Err(second) = dialect::roll_back(&mut held.conn) {
                    tracing::warn!(%second, "a transaction could not be rolled back");
                }
                Err(error)
            }
        }
    }

    /// Runs blocking work with this database off the async threads.
    pub(crate) async fn off_thread<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (database, (told, result)) = (self.clone(), oneshot::channel());
        // As one kind of work, so that the program has the code of a task once, and not for each question.
        let work: Box<dyn FnOnce() + Send> = Box::new(move || {
            // Who asked may have gone away.
            let _ = told.send(work(&database));
        });
        let ended = tokio::task::spawn_blocking(work).await;
        match (result.await, ended) {
            (Ok(result), _) => result,
            (Err(_), Err(died)) => Err(StoreError::Unreachable(format!("the work died: {died}")).into()),
            (Err(_), Ok(())) => Err(StoreError::Unreachable("the work has no result".to_owned()).into()),
        }
    }
}

/// Makes the file for its owner alone where it is not there; what the database writes beside it is as private.
pub(super) fn private(path: &Path) -> Result<(), StoreError> {
    let made = OpenOptions::new().create(true).append(true).mode(0o600).open(path);
    made.map(drop).map_err(|error| StoreError::Unreachable(format!("{}: {error}", path.display())))
}

/// The URL by which it is reached: one that wants TLS goes by a door of its own.
fn reached(url: &Url) -> Result<Url, StoreError> {
    match url {
        Url::Postgres(url) => tunnel::through(url).map(Url::Postgres),
        Url::Sqlite(_) => Ok(url.clone()),
    }
}

fn get(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>, StoreError> {
    pool.get().map_err(|error| StoreError::Unreachable(error.to_string()))
}

/// A connection, and when it was used last.
struct Held {
    conn: Conn,
    used: Instant,
}

/// A connection that was well so short a time ago is not asked whether it still is: the ledger takes one a thousand times a
/// second, and each question is a way to the database and back.
const TRUSTED: Duration = Duration::from_secs(1);

/// Opens connections for a pool, by the scheme of the URL.
#[derive(Debug)]
struct Manager {
    url: Url,
    read_only: bool,
}

impl ManageConnection for Manager {
    type Connection = Held;
    type Error = StoreError;

    fn connect(&self) -> Result<Held, StoreError> {
        Ok(Held { conn: dialect::establish(&self.url, self.read_only)?, used: Instant::now() })
    }

    fn is_valid(&self, held: &mut Held) -> Result<(), StoreError> {
        if held.used.elapsed() < TRUSTED { Ok(()) } else { held.conn.ping().map_err(StoreError::from) }
    }

    fn has_broken(&self, held: &mut Held) -> bool {
        held.used = Instant::now();
        std::thread::panicking() || held.conn.is_broken()
    }
}

/// The pool's own complaints would repeat what the caller is told anyway.
#[derive(Debug)]
struct Quiet;

impl diesel::r2d2::HandleError<StoreError> for Quiet {
    fn handle_error(&self, error: StoreError) {
        tracing::debug!(%error, "a connection could not be opened");
    }
}
