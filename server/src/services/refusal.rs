//! Why something was not done.

use crate::{
    domain::invalid::{Faults, Invalid},
    store::StoreError,
};

/// The answer of a service that did nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The input is wrong; each fault names its field.
    #[error("{0}")]
    Invalid(Faults),
    /// There is no such thing.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// Somebody else changed it after it was read.
    #[error("this changed while you were writing; look at what is new and send again")]
    Changed,
    /// The one who asks may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// It does not fit what is there.
    #[error("{0}")]
    Conflict(String),
    /// Too often; try again after so many seconds.
    #[error("too many attempts; try again in {0} seconds")]
    TooOften(u64),
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoSuchText => Self::Missing("thing"),
            other => Self::Store(other),
        }
    }
}

impl From<Faults> for Refusal {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<Invalid> for Refusal {
    fn from(fault: Invalid) -> Self {
        Self::Invalid(fault.into())
    }
}
