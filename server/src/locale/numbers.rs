//! Numbers, percentages, lengths of time and lists.

use super::{locale_of, of};
use allclear_app::{Lang, say};
use chrono::TimeDelta;
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_list::{ListFormatter, options::ListFormatterOptions};
use std::sync::LazyLock;

static DECIMALS: LazyLock<[Option<DecimalFormatter>; 6]> = LazyLock::new(|| {
    Lang::ALL.map(|lang| {
        DecimalFormatter::try_new((&locale_of(lang)).into(), icu_decimal::options::DecimalFormatterOptions::default()).ok()
    })
});
static LISTS: LazyLock<[Option<ListFormatter>; 6]> = LazyLock::new(|| {
    Lang::ALL.map(|lang| ListFormatter::try_new_and((&locale_of(lang)).into(), ListFormatterOptions::default()).ok())
});

/// An availability in percent with two places, without the sign. Cut, not rounded: only a time without any loss is 100.
pub(crate) fn decimal(lang: Lang, percent: f64) -> String {
    let text = if percent >= 100.0 { "100".to_owned() } else { format!("{:.2}", (percent * 100.0).floor() / 100.0) };
    let number: Option<Decimal> = text.parse().ok();
    of(&DECIMALS, lang).as_ref().zip(number).map_or(text, |(formatter, number)| formatter.format(&number).to_string())
}

/// The same with the sign.
pub(crate) fn percent(lang: Lang, percent: f64) -> String {
    say!(lang, "percent", number = decimal(lang, percent))
}

/// A number as it is written in the language, digit by digit: `99.769`.
pub(crate) fn exact(lang: Lang, number: &str) -> String {
    let parsed: Option<Decimal> = number.parse().ok();
    let formatted = of(&DECIMALS, lang).as_ref().zip(parsed).map(|(formatter, number)| formatter.format(&number).to_string());
    formatted.unwrap_or_else(|| number.to_owned())
}

/// An amount of money, given in hundredths: `1,250.00 EUR`.
pub(crate) fn money(lang: Lang, hundredths: i64, currency: &str) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, cents) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    format!("{}\u{a0}{currency}", exact(lang, &format!("{sign}{whole}.{cents:02}")))
}

/// A length of time as `1 h 12 min`.
pub(crate) fn length(lang: Lang, length: TimeDelta) -> String {
    let minutes = length.num_minutes().max(0);
    match (minutes / 1_440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0) => lang.say("length-none"),
        (0, 0, minutes) => say!(lang, "length-minutes", minutes = minutes),
        (0, hours, 0) => say!(lang, "length-hours", hours = hours),
        (0, hours, minutes) => say!(lang, "length-hours-minutes", hours = hours, minutes = minutes),
        (days, 0, _) => say!(lang, "length-days", days = days),
        (days, hours, _) => say!(lang, "length-days-hours", days = days, hours = hours),
    }
}

/// Words as a person lists them: `a`, `a and b`, `a, b and c`.
pub(crate) fn list(lang: Lang, words: &[&str]) -> String {
    match of(&LISTS, lang) {
        Some(formatter) => formatter.format(words.iter()).to_string(),
        None => words.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short_and_right() {
        for (seconds, text) in
            [(5, "under a minute"), (720, "12 min"), (3_600, "1 h"), (4_320, "1 h 12 min"), (90_000, "1 d 1 h"), (172_800, "2 d")]
        {
            assert_eq!(length(Lang::En, TimeDelta::seconds(seconds)), text);
        }
    }

    #[test]
    fn a_single_lost_second_is_never_a_hundred_percent() {
        assert_eq!(decimal(Lang::En, 99.999_999), "99.99");
        assert_eq!(decimal(Lang::En, 100.0), "100");
        assert_eq!(percent(Lang::De, 99.769), "99,76\u{a0}%");
    }

    #[test]
    fn amounts_are_grouped_as_people_write_them() {
        assert_eq!(money(Lang::En, 125_000, "EUR"), "1,250.00\u{a0}EUR");
        assert_eq!(money(Lang::De, 125_007, "EUR"), "1.250,07\u{a0}EUR");
    }

    #[test]
    fn lists_end_as_people_end_them() {
        assert_eq!(list(Lang::En, &["a", "b", "c"]), "a, b and c");
        assert_eq!(list(Lang::De, &["a", "b"]), "a und b");
        assert_eq!(list(Lang::En, &[]), "");
    }
}
