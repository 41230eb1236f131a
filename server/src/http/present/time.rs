//! Moments as pages show them.

use crate::locale;
use allclear_app::{
    Lang,
    pieces::{At, Style},
};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// Day and time.
pub(crate) fn moment(lang: Lang, time: DateTime<Utc>) -> At {
    At { iso: time.to_rfc3339_opts(SecondsFormat::Secs, true), text: locale::moment(lang, time), style: Style::DateTime }
}

/// Day and time for staff.
pub(crate) fn staff_moment(time: DateTime<Utc>) -> At {
    moment(Lang::En, time)
}

/// The time until then, or since, for staff, kept right by script; without script with the moment itself.
pub(crate) fn countdown(time: DateTime<Utc>, now: DateTime<Utc>) -> At {
    let length = locale::length(Lang::En, (time - now).abs());
    let left = if time < now { format!("{length} late") } else { format!("in {length}") };
    let at = staff_moment(time).counting();
    At { text: format!("{left} ({})", at.text), ..at }
}

/// The time that is left until `time`, kept right by script.
pub(super) fn left(lang: Lang, time: DateTime<Utc>, now: DateTime<Utc>) -> At {
    let text = allclear_app::say!(lang, "in-length", length = locale::length(lang, time - now));
    At { text, ..moment(lang, time).counting() }
}

/// A day, which is the same day wherever it is read.
pub(super) fn day(lang: Lang, date: NaiveDate) -> At {
    At { iso: date.to_string(), text: locale::day(lang, date), style: Style::Date }
}
