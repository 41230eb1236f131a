//! When to try a delivery again (bar R-10).

use chrono::{DateTime, TimeDelta, Utc};

/// Waits after the first failures, in seconds; the last one repeats.
const WAITS: [i64; 7] = [30, 60, 120, 300, 600, 1_800, 3_600];
/// A day-old status mail is noise: after this long nothing more is tried.
const GIVE_UP_AFTER: TimeDelta = TimeDelta::hours(24);

/// The time of the next try after the `attempts`-th failed, or none when it is time to give up.
///
/// `spread` in 0..=400 moves the wait by −20 % to +20 %, so that a crowd of failures does not come back as a crowd.
pub(crate) fn next_try(attempts: i32, created: DateTime<Utc>, now: DateTime<Utc>, spread: u16) -> Option<DateTime<Utc>> {
    let step = usize::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    let wait = WAITS.get(step).or(WAITS.last()).copied().unwrap_or(3_600);
    let thousandths = 800 + i64::from(spread.min(400));
    let next = now + TimeDelta::milliseconds(wait * thousandths);
    (next - created <= GIVE_UP_AFTER).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn waits_stay_within_a_fifth(attempts in 1..20i32, spread in 0..=400u16) {
            let start = DateTime::UNIX_EPOCH;
            let next = next_try(attempts, start, start, spread).unwrap();
            let step = usize::try_from(attempts - 1).unwrap().min(WAITS.len() - 1);
            let millis = (next - start).num_milliseconds();
            prop_assert!(millis >= WAITS[step] * 800 && millis <= WAITS[step] * 1_200);
        }
    }

    #[test]
    fn after_a_day_it_is_over() {
        let start = DateTime::UNIX_EPOCH;
        assert_eq!(next_try(30, start, start + TimeDelta::hours(24), 200), None);
    }
}
