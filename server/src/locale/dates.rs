//! Moments, days and months.

use super::{locale_of, of};
use allclear_app::Lang;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use chrono_tz::Tz;
use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    FixedCalendarDateTimeFormatter as Formatter,
    fieldsets::{E, MD, MDE, YM, YMDET, YMDT},
    input::{DateTime as At, Time},
};
use std::sync::LazyLock;

/// How one language writes dates; none where its data cannot be read, and then ISO 8601 stands in.
struct Dates {
    moment: Option<Formatter<Gregorian, YMDT>>,
    long_moment: Option<Formatter<Gregorian, YMDET>>,
    day: Option<Formatter<Gregorian, MDE>>,
    short_day: Option<Formatter<Gregorian, MD>>,
    month: Option<Formatter<Gregorian, YM>>,
    weekday: Option<Formatter<Gregorian, E>>,
    initial: Option<Formatter<Gregorian, E>>,
}

static DATES: LazyLock<[Dates; 6]> = LazyLock::new(|| {
    Lang::ALL.map(|lang| {
        let locale = locale_of(lang);
        let minutes = icu_datetime::options::TimePrecision::Minute;
        Dates {
            moment: Formatter::try_new((&locale).into(), YMDT::medium().with_time_precision(minutes)).ok(),
            long_moment: Formatter::try_new((&locale).into(), YMDET::medium().with_time_precision(minutes)).ok(),
            day: Formatter::try_new((&locale).into(), MDE::long()).ok(),
            short_day: Formatter::try_new((&locale).into(), MD::long()).ok(),
            month: Formatter::try_new((&locale).into(), YM::long()).ok(),
            weekday: Formatter::try_new((&locale).into(), E::long()).ok(),
            initial: Formatter::try_new((&locale).into(), E::short()).ok(),
        }
    })
});

/// `23 Nov 2026, 09:00 UTC`
pub(crate) fn moment(lang: Lang, time: DateTime<Utc>) -> String {
    let formatter = of(&DATES, lang).moment.as_ref();
    let text = formatter.zip(at(time.naive_utc())).map(|(formatter, at)| formatter.format(&at).to_string());
    format!("{} UTC", text.unwrap_or_else(|| time.format("%Y-%m-%d %H:%M").to_string()))
}

/// A time as a reader in `zone` says it, with UTC beside it: `Mon, 23 Nov 2026, 10:00 CET (09:00 UTC)`.
pub(crate) fn moment_in(lang: Lang, time: DateTime<Utc>, zone: Tz) -> String {
    let local = time.with_timezone(&zone);
    let formatter = of(&DATES, lang).long_moment.as_ref();
    let text = formatter.zip(at(local.naive_local())).map(|(formatter, at)| formatter.format(&at).to_string());
    let text = text.unwrap_or_else(|| local.format("%Y-%m-%d %H:%M").to_string());
    if zone == Tz::UTC {
        return format!("{text} UTC");
    }
    format!("{text} {} ({} UTC)", local.format("%Z"), time.format("%H:%M"))
}

/// `Monday, 23 November`
pub(crate) fn day(lang: Lang, day: NaiveDate) -> String {
    let formatter = of(&DATES, lang).day.as_ref();
    formatter.zip(date(day)).map_or_else(|| day.to_string(), |(formatter, date)| formatter.format(&date).to_string())
}

/// `23 November`
pub(crate) fn short_day(lang: Lang, day: NaiveDate) -> String {
    let formatter = of(&DATES, lang).short_day.as_ref();
    formatter.zip(date(day)).map_or_else(|| day.to_string(), |(formatter, date)| formatter.format(&date).to_string())
}

/// `November 2026`
pub(crate) fn month(lang: Lang, day: NaiveDate) -> String {
    let formatter = of(&DATES, lang).month.as_ref();
    formatter.zip(date(day)).map_or_else(|| day.to_string(), |(formatter, date)| formatter.format(&date).to_string())
}

/// The days of the week from Monday on: the short name and the whole one.
pub(crate) fn weekdays(lang: Lang) -> Vec<(String, String)> {
    let dates = of(&DATES, lang);
    // The first of June 2026 is a Monday.
    (1..=7)
        .filter_map(|day| {
            let date = Date::try_new_gregorian(2026, 6, day).ok()?;
            Some((dates.initial.as_ref()?.format(&date).to_string(), dates.weekday.as_ref()?.format(&date).to_string()))
        })
        .collect()
}

fn date(day: NaiveDate) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(day.year(), u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

fn at(time: NaiveDateTime) -> Option<At<Gregorian>> {
    let part = |number: u32| u8::try_from(number).ok();
    let clock = Time::try_new(part(time.hour())?, part(time.minute())?, part(time.second())?, 0).ok()?;
    Some(At { date: date(time.date())?, time: clock })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_order() {
        let time: DateTime<Utc> = "2026-03-01T09:05:00Z".parse().unwrap();
        let all: Vec<String> = Lang::ALL
            .into_iter()
            .map(|lang| {
                let date = time.date_naive();
                let (first, _) = weekdays(lang).remove(0);
                format!(
                    "{} | {} | {} | {} | {first}",
                    moment(lang, time),
                    day(lang, date),
                    short_day(lang, date),
                    month(lang, date)
                )
            })
            .collect();
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn around_a_change_of_clocks_the_zone_is_named() {
        for (time, told) in [
            ("2026-03-29T00:30:00Z", "Sun, 29 Mar 2026, 01:30 CET (00:30 UTC)"),
            ("2026-03-29T01:30:00Z", "Sun, 29 Mar 2026, 03:30 CEST (01:30 UTC)"),
        ] {
            assert_eq!(moment_in(Lang::En, time.parse().unwrap(), Tz::Europe__Berlin), told);
        }
    }
}
