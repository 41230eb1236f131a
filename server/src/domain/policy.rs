//! What each severity means for telling people (PRODUCT 2): the default matrix.

use super::severity::Severity;
use chrono::{DateTime, TimeDelta, Utc};

/// Who on a channel hears of an incident of one severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everyone whose filter matches.
    Matching,
    /// Only those who chose the severity by hand.
    Asked,
}

/// Who hears by mail.
pub(crate) fn email_reach(severity: Severity) -> Reach {
    match severity {
        Severity::P1 | Severity::P2 => Reach::Matching,
        Severity::P3 | Severity::P4 => Reach::Asked,
    }
}

/// How long staff may be silent; none for P4.
pub(crate) fn cadence(severity: Severity) -> Option<TimeDelta> {
    match severity {
        Severity::P1 => Some(TimeDelta::minutes(30)),
        Severity::P2 => Some(TimeDelta::minutes(60)),
        Severity::P3 => Some(TimeDelta::hours(2)),
        Severity::P4 => None,
    }
}

/// When the next update is due after one made at `now`.
pub(crate) fn next_update(severity: Severity, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    cadence(severity).map(|pause| now + pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worse_the_sooner() {
        let pauses: Vec<_> = Severity::ALL.iter().filter_map(|severity| cadence(*severity)).collect();
        assert!(pauses.is_sorted());
        assert_eq!(pauses.len(), 3);
    }
}
