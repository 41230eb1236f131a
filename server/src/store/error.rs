//! What can go wrong with the database.

use diesel::result::{DatabaseErrorKind, Error};

/// A fault of the database or of talking to it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// No connection could be had.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// It took a question and gave no answer in time; whether it does what was asked is not known.
    #[error("the database does not answer in time")]
    Late,
    /// There is no room for what is to be written.
    #[error("the disk under the database is full: {0}")]
    Full(String),
    /// The disk does not do what it is told.
    #[error("the disk under the database fails: {0}")]
    Disk(String),
    /// A value that must be unique exists already.
    #[error("it exists already: {0}")]
    Taken(String),
    /// The database is newer than this program.
    #[error("the database was written by a newer version of Allclear (it knows “{0}”); run that version or restore a backup")]
    Newer(String),
    /// It is of another instance, by the mark of its key.
    #[error("the secret key here is not the one of this database: copy the file “secret” from the server that it belongs to")]
    Foreign,
    /// A migration failed.
    #[error("the database could not be brought up to date: {0}")]
    Migration(String),
    /// Stored data does not read as what it should be.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// A text that no stored text can be equal to: it holds a NUL.
    #[error("it holds a character that nothing here holds")]
    NoSuchText,
    /// Anything else the database says.
    #[error("the database refused: {0}")]
    Refused(Error),
}

impl StoreError {
    /// What is wrong with the disk, by SQLite's words for `SQLITE_FULL` and `SQLITE_IOERR` and PostgreSQL's for 53100 and 58030:
    /// diesel tells no codes.
    pub(super) fn of_disk(told: &str) -> Option<Self> {
        let has = |words: &[&str]| words.iter().any(|words| told.contains(words));
        match told {
            _ if has(&["disk is full", "No space left on device"]) => Some(Self::Full(told.to_owned())),
            _ if has(&["disk I/O error", "Input/output error"]) => Some(Self::Disk(told.to_owned())),
            _ => None,
        }
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        if let Error::DatabaseError(_, info) = &error
            && let Some(disk) = Self::of_disk(info.message())
        {
            return disk;
        }
        match error {
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => Self::Taken(info.message().to_owned()),
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => Self::Unreachable(info.message().to_owned()),
            Error::DatabaseError(_, info) if info.message().contains("invalid byte sequence") => Self::NoSuchText,
            Error::DeserializationError(cause) => Self::Damaged(cause.to_string()),
            other => Self::Refused(other),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}
