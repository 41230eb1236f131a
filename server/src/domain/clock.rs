//! Where the time comes from.

use chrono::{DateTime, Utc};

/// The time of day, handed to whoever needs it, so that tests can set it.
#[derive(Clone, Debug, Default)]
pub(crate) enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands until it is set.
    #[cfg(test)]
    Set(std::sync::Arc<std::sync::Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The present, in UTC, cut to microseconds since both databases keep no more.
    #[expect(clippy::disallowed_methods, reason = "the one home of the system clock")]
    pub(crate) fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => chrono::SubsecRound::trunc_subsecs(Utc::now(), 6),
            #[cfg(test)]
            Self::Set(time) => *time.lock().unwrap(),
        }
    }
}
