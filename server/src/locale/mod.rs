//! Dates, lengths of time, numbers and lists as readers of each language write them (Unicode CLDR, by ICU4X).
//!
//! Digits are Latin in every language: codes such as P1 and addresses stand beside them.

mod dates;
mod numbers;

pub(crate) use dates::{day, moment, moment_in, month, short_day, weekdays};
pub(crate) use numbers::{decimal, exact, length, list, money, percent};

use allclear_app::Lang;
use icu_locale_core::{Locale, locale};

/// The locale whose customs a language follows; English times have 24 hours, like all others here.
fn locale_of(lang: Lang) -> Locale {
    match lang {
        Lang::En => locale!("en-GB"),
        Lang::De => locale!("de"),
        Lang::Fr => locale!("fr"),
        Lang::Es => locale!("es"),
        Lang::Ja => locale!("ja"),
        Lang::Ar => "ar-u-nu-latn-hc-h23".parse().unwrap_or(locale!("ar")),
    }
}

/// What is made once for each language.
fn of<T>(all: &[T; 6], lang: Lang) -> &T {
    let [first, ..] = all;
    Lang::ALL.iter().position(|other| *other == lang).and_then(|place| all.get(place)).unwrap_or(first)
}
