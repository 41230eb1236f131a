//! When staff are reminded of an update that is due: before, at, and again and again after (PRODUCT 3.4).

use chrono::{DateTime, TimeDelta, Utc};

/// So long before, and so long between two reminders after.
const STEP: TimeDelta = TimeDelta::minutes(5);

/// What a reminder says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reminder {
    /// It will be due soon.
    Soon,
    /// It is due now.
    Due,
    /// It is late by this.
    Late(TimeDelta),
}

/// What there is to say at `now` of what is due at `due`; none while it is far.
pub(crate) fn at(due: DateTime<Utc>, now: DateTime<Utc>) -> Option<Reminder> {
    match now - due {
        early if early < -STEP => None,
        early if early < TimeDelta::zero() => Some(Reminder::Soon),
        late if late < STEP => Some(Reminder::Due),
        late => Some(Reminder::Late(late)),
    }
}

/// The first moment after `now` at which to remind.
pub(crate) fn next(due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let first = due - STEP;
    if now < first {
        return first;
    }
    let passed = (now - first).num_seconds() / STEP.num_seconds();
    first + STEP * i32::try_from(passed + 1).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minute(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn five_before_then_at_then_every_five() {
        let due = minute(30);
        let mut now = minute(0);
        let mut said = Vec::new();
        for _ in 0..4 {
            now = next(due, now);
            said.push(((now - minute(0)).num_minutes(), at(due, now).unwrap()));
        }
        let late = |minutes| Reminder::Late(TimeDelta::minutes(minutes));
        assert_eq!(said, [(25, Reminder::Soon), (30, Reminder::Due), (35, late(5)), (40, late(10))]);
    }

    proptest! {
        #[test]
        fn the_next_is_always_ahead_and_never_far(due in 0..100_000i64, now in 0..200_000i64) {
            let at = |second| DateTime::UNIX_EPOCH + TimeDelta::seconds(second);
            let next = next(at(due), at(now));
            prop_assert!(next > at(now));
            prop_assert!(next <= at(now) + STEP || next == at(due) - STEP);
            prop_assert!(super::at(at(due), next).is_some());
        }
    }
}
