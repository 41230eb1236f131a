//! When something happens by itself around a window (PRODUCT 5).

use crate::domain::policy::{Policy, minutes};
use chrono::{DateTime, TimeDelta, Utc};

/// So long before the planned end staff are asked whether the work will be done in time.
const ASK_BEFORE: TimeDelta = TimeDelta::minutes(30);
/// So long before the planned end customers hear that it takes longer, when nobody answered.
const GIVE_UP_BEFORE: TimeDelta = TimeDelta::minutes(10);
/// The least that is added when it takes longer.
const LEAST_MORE: TimeDelta = TimeDelta::minutes(30);

/// When staff are asked; not before the work has begun.
pub(crate) fn ask_at(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> DateTime<Utc> {
    (ends_at - ASK_BEFORE).max(starts_at)
}

/// When customers are told that it takes longer, without an answer: always before the planned end.
pub(crate) fn give_up_at(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> DateTime<Utc> {
    let half = starts_at + (ends_at - starts_at) / 2;
    (ends_at - GIVE_UP_BEFORE).max(half)
}

/// The end that is promised instead when nobody named one: half of the window more, and at least half an hour ahead.
pub(crate) fn revised_end(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let more = ((ends_at - starts_at) / 2).max(LEAST_MORE);
    (ends_at + more).max(now + LEAST_MORE)
}

/// When the next notice ahead of a window is due after `now`, and how many minutes ahead that is; none when only the
/// start is left.
pub(crate) fn next_notice(policy: &Policy, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<(DateTime<Utc>, u32)> {
    let each = policy.maintenance_notices.iter().map(|ahead| (starts_at - minutes(*ahead), *ahead));
    each.filter(|(due, _)| *due > now).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minute(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn seven_days_one_day_one_hour_before() {
        let (policy, start) = (Policy::default(), minute(20_000));
        let mut now = minute(0);
        let mut ahead = Vec::new();
        while let Some((due, minutes)) = next_notice(&policy, start, now) {
            ahead.push(minutes);
            now = due;
        }
        assert_eq!(ahead, [10_080, 1_440, 60]);
    }

    proptest! {
        #[test]
        fn customers_hear_of_an_overrun_before_the_planned_end(length in 1..2_000i64) {
            let (start, end) = (minute(0), minute(length));
            let (ask, give_up) = (ask_at(start, end), give_up_at(start, end));
            prop_assert!(start <= ask && give_up < end && give_up >= start);
            prop_assert!(revised_end(start, end, give_up) > end);
        }
    }
}
