//! Times as they are typed: with an offset, or on the clocks of a zone.

use crate::domain::{incident::time, invalid::Faults};
use chrono::{DateTime, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A time with an offset, or one on the clocks of the zone.
///
/// A time that the clocks skip is taken as if they had not been moved yet, and of a time that comes twice the first is
/// meant (RFC 5545, 3.3.5).
pub(super) fn moment(faults: &mut Faults, field: &str, text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if text.is_empty() {
        faults.add(field, "is empty; name a time");
        return None;
    }
    match local(text) {
        Some(local) => Some(on_the_clock(local, zone)),
        None => time(faults, field, text),
    }
}

/// What the clocks of the zone are to show: as it was typed, also where they skip that; or at an instant.
pub(super) fn wall(text: &str, instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    local(text.trim()).unwrap_or_else(|| instant.with_timezone(&zone).naive_local())
}

fn local(text: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

/// A window that is none since the clocks skip its start says so.
pub(super) fn explain_clocks(faults: &mut Faults, starts_at: &str, zone: Tz) {
    let Ok(local) = NaiveDateTime::parse_from_str(starts_at.trim(), "%Y-%m-%dT%H:%M") else { return };
    let skipped = zone.from_local_datetime(&local).earliest().is_none();
    if let Some(fault) = faults.0.iter_mut().find(|fault| skipped && fault.field == "ends_at") {
        let real = on_the_clock(local, zone);
        let there = real.with_timezone(&zone).format("%H:%M");
        fault.message = format!(
            "is not after the start: the clocks of {} skip {} that night, so the start is {there} ({} UTC); \
             give the length of the work instead, or a later end",
            zone.name(),
            local.format("%H:%M"),
            real.format("%H:%M")
        );
    }
}

/// A time on the clocks of a zone. One that they skip is taken as if they had not been moved yet.
pub(super) fn on_the_clock(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.with_timezone(&Utc),
        // The gap is not longer than a day anywhere; before it the old offset holds.
        LocalResult::None => {
            let before = zone.from_local_datetime(&(local - TimeDelta::days(1))).earliest();
            before.map_or_else(|| local.and_utc(), |before| before.with_timezone(&Utc) + TimeDelta::days(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(local: &str, zone: Tz) -> String {
        moment(&mut Faults::default(), "starts_at", local, zone).unwrap().to_rfc3339()
    }

    #[test]
    fn times_are_those_of_the_zones_clocks() {
        assert_eq!(utc("2026-03-28T02:00", Tz::Europe__Berlin), "2026-03-28T01:00:00+00:00");
        assert_eq!(utc("2026-03-30T02:00", Tz::Europe__Berlin), "2026-03-30T00:00:00+00:00");
        assert_eq!(utc("2026-03-29T02:00", Tz::Europe__Berlin), "2026-03-29T01:00:00+00:00", "02:00 is skipped");
        assert_eq!(utc("2026-03-29T02:30", Tz::Europe__Berlin), "2026-03-29T01:30:00+00:00", "so is 02:30");
        assert_eq!(utc("2026-10-25T02:30", Tz::Europe__Berlin), "2026-10-25T00:30:00+00:00", "02:30 comes twice");
        assert_eq!(utc("2026-03-29T02:00:00+05:00", Tz::Europe__Berlin), "2026-03-28T21:00:00+00:00");
    }
}
