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

/// Whether signals of one key, each by its time, are enough to call staff at `now`.
pub(crate) fn is_enough(policy: &Policy, signals: &[DateTime<Utc>], now: DateTime<Utc>) -> bool {
    let since = now - minutes(policy.signals_within);
    let recent = signals.iter().filter(|at| **at > since && **at <= now).count();
    let many = u32::try_from(recent).is_ok_and(|recent| recent >= policy.signals_needed);
    let first = signals.iter().min();
    let lasts = policy.signals_lasting.zip(first).is_some_and(|(term, first)| *first + minutes(term) <= now);
    many || lasts
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
        assert!(!is_enough(&policy, &[minute(0), minute(2)], minute(2)));
        assert!(is_enough(&policy, &[minute(0), minute(2), minute(4)], minute(4)));
        assert!(!is_enough(&policy, &[minute(0), minute(2), minute(6)], minute(6)));
    }

    #[test]
    fn few_signals_that_last() {
        let policy = Policy { signals_needed: 9, signals_lasting: Some(10), ..Policy::default() };
        assert!(!is_enough(&policy, &[minute(0)], minute(9)));
        assert!(is_enough(&policy, &[minute(0)], minute(10)));
    }
}
