//! Where the time comes from.

use chrono::{DateTime, Utc};
use std::{fmt, sync::Arc};

/// The time of day, handed to whoever needs it, so that tests can set it.
#[derive(Clone, Debug, Default)]
pub(crate) enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that is asked anew each time; for tests of the whole program.
    Asked(Asked),
    /// A clock that stands until it is set.
    #[cfg(test)]
    Set(std::sync::Arc<std::sync::Mutex<DateTime<Utc>>>),
}

/// Says what time it is.
#[derive(Clone)]
pub(crate) struct Asked(pub Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asked")
    }
}

impl Clock {
    /// The present, in UTC, cut to microseconds since both databases keep no more.
    #[expect(clippy::disallowed_methods, reason = "the one home of the system clock")]
    pub(crate) fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => chrono::SubsecRound::trunc_subsecs(Utc::now(), 6),
            Self::Asked(Asked(ask)) => ask(),
            #[cfg(test)]
            Self::Set(time) => *time.lock().unwrap(),
        }
    }
}
