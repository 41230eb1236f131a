//! From when to when planned work is, and the checks on it.

use super::{MaintenanceInput, clock::moment};
use crate::domain::invalid::{Faults, Invalid};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The start.
    pub starts_at: DateTime<Utc>,
    /// The end, later than the start.
    pub ends_at: DateTime<Utc>,
}

/// Longest window.
pub(super) const LONGEST: TimeDelta = TimeDelta::days(14);
/// How far ahead a window may lie.
const AHEAD: TimeDelta = TimeDelta::days(400);

/// The end that was named, or the start with the estimate and half of it as a buffer.
pub(super) fn end(
    faults: &mut Faults,
    input: &MaintenanceInput,
    starts_at: Option<DateTime<Utc>>,
    zone: Tz,
) -> Option<DateTime<Utc>> {
    let filled = |field: &Option<String>| field.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    match (filled(&input.ends_at), filled(&input.estimate)) {
        (Some(text), None) => moment(faults, "ends_at", &text, zone),
        (None, Some(text)) => {
            let estimate = text.parse::<i64>().ok().filter(|minutes| (1..=LONGEST.num_minutes()).contains(minutes));
            if estimate.is_none() {
                faults.add("estimate", "is a whole number of minutes");
            }
            starts_at.zip(estimate).map(|(start, minutes)| start + TimeDelta::minutes(minutes + (minutes + 1) / 2))
        }
        (None, None) => {
            faults.add("estimate", "is empty; say how long the work takes, or name the end");
            None
        }
        (Some(_), Some(_)) => {
            faults.add("estimate", "is given beside an end; give one of the two");
            None
        }
    }
}

/// A window that lies ahead, and is no longer than it may be.
pub(super) fn window(
    faults: &mut Faults,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<Window> {
    let (starts_at, ends_at) = starts_at.zip(ends_at)?;
    let mut fault = |field: &str, told: &str| faults.0.push(Invalid::new(field, told));
    if starts_at <= now {
        fault("starts_at", "has passed; name a time ahead");
    } else if starts_at > now + AHEAD {
        fault("starts_at", "lies more than 400 days ahead; name an earlier one");
    }
    if ends_at <= starts_at {
        fault("ends_at", "is not after the start");
    } else if ends_at - starts_at > LONGEST {
        fault("ends_at", "makes a window of more than 14 days; plan several");
    }
    Some(Window { starts_at, ends_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_estimate_is_added() {
        let start = "2026-03-01T09:00:00Z".parse().unwrap();
        for (minutes, until) in [("40", "10:00"), ("1", "09:02"), ("0", ""), ("many", "")] {
            let input = MaintenanceInput { estimate: Some(minutes.to_owned()), ..MaintenanceInput::default() };
            let mut faults = Faults::default();
            let end = end(&mut faults, &input, Some(start), Tz::UTC);
            assert_eq!(end.map(|end| end.format("%H:%M").to_string()).unwrap_or_default(), until);
            assert_eq!(faults.0.is_empty(), end.is_some());
        }
    }
}
