//! Moments and lengths of time in words.

use allclear_app::pieces::{At, Style};
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};

/// Day and time.
pub(crate) fn moment(time: DateTime<Utc>) -> At {
    At { iso: iso(time), text: time.format("%-d %b %Y, %H:%M UTC").to_string(), style: Style::DateTime }
}

/// The time until then, or since, filled in by script.
pub(crate) fn countdown(time: DateTime<Utc>) -> At {
    At { style: Style::Countdown, ..moment(time) }
}

/// A day, which is the same day wherever it is read.
pub(super) fn day(date: NaiveDate) -> At {
    At { iso: date.to_string(), text: date.format("%A, %-d %B").to_string(), style: Style::Date }
}

/// A length of time as `1 h 12 min`.
pub(super) fn length(length: TimeDelta) -> String {
    let minutes = length.num_minutes().max(0);
    match (minutes / 1_440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0) => "under a minute".to_owned(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short_and_right() {
        for (seconds, text) in
            [(5, "under a minute"), (720, "12 min"), (3_600, "1 h"), (4_320, "1 h 12 min"), (90_000, "1 d 1 h"), (172_800, "2 d")]
        {
            assert_eq!(length(TimeDelta::seconds(seconds)), text);
        }
    }
}
