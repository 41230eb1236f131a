//! Trouble that nobody has confirmed, and when signals become it (PRODUCT 3.1).

use super::policy::{Policy, minutes};
use chrono::{DateTime, Utc};

super::words! {
    /// Where a suspicion stands. Only staff end it, and only *confirmed* and *merged* lead to anything public.
    SuspicionState {
        /// Waits for staff.
        Open = "open", "Open";
        /// Became an incident.
        Confirmed = "confirmed", "Confirmed";
        /// Is part of another suspicion or incident.
        Merged = "merged", "Merged";
        /// Was nothing.
        Dismissed = "dismissed", "Dismissed";
    }
}

/// Since when signals of one key, each by its time, tell of trouble; none when they are not enough to call staff at `now`.
///
/// An old signal that came to nothing is no beginning of new trouble: what counts are those within the minutes of the rule.
/// Where trouble that lasts is enough, it lasts from the first signal that was not cleared.
pub(crate) fn detected(policy: &Policy, signals: &[DateTime<Utc>], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let since = now - minutes(policy.signals_within);
    let recent: Vec<_> = signals.iter().filter(|at| **at > since && **at <= now).collect();
    let is_many = u32::try_from(recent.len()).is_ok_and(|count| count >= policy.signals_needed);
    let many = recent.into_iter().min().copied().filter(|_| is_many);
    let first = signals.iter().min().copied();
    let lasting =
        policy.signals_lasting.zip(first).filter(|(term, first)| *first + minutes(*term) <= now).map(|(_, first)| first);
    many.into_iter().chain(lasting).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn minute(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn three_within_five_minutes() {
        let policy = Policy { signals_needed: 3, ..Policy::default() };
        assert_eq!(detected(&policy, &[minute(0), minute(2)], minute(2)), None);
        assert_eq!(detected(&policy, &[minute(0), minute(2), minute(4)], minute(4)), Some(minute(0)));
        assert_eq!(detected(&policy, &[minute(0), minute(2), minute(6)], minute(6)), None);
        assert_eq!(detected(&policy, &[minute(0), minute(90), minute(91), minute(92)], minute(92)), Some(minute(90)));
    }

    #[test]
    fn few_signals_that_last() {
        let policy = Policy { signals_needed: 9, signals_lasting: Some(10), ..Policy::default() };
        assert_eq!(detected(&policy, &[minute(0)], minute(9)), None);
        assert_eq!(detected(&policy, &[minute(0)], minute(10)), Some(minute(0)));
    }
}
