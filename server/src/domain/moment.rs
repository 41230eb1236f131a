//! A moment inside a text, said to each reader on their own clock (PRODUCT 4).
//!
//! It stands in braces, like the fields of a template, and reads well where nobody spells it: `{2026-03-01 09:00 UTC}`.

use chrono::{DateTime, NaiveDateTime, Utc};

/// How a moment stands in a text.
const FORM: &str = "{%Y-%m-%d %H:%M UTC}";

/// Length of a moment as it stands in a text, in bytes.
const LENGTH: usize = "{2026-03-01 09:00 UTC}".len();

/// A moment as it stands in a text, to the minute.
pub(crate) fn mark(time: DateTime<Utc>) -> String {
    time.format(FORM).to_string()
}

/// A text with each moment in it as `say` says it. Whatever is no moment stays as it is.
pub(crate) fn spell(text: &str, say: impl Fn(DateTime<Utc>) -> String) -> String {
    let mut spelled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.find('{').map(|open| rest.split_at(open)) {
        spelled.push_str(before);
        let found = behind.split_at_checked(LENGTH).and_then(|(mark, after)| Some((parse(mark)?, after)));
        let (said, after) = match found {
            Some((time, after)) => (say(time), after),
            None => ("{".to_owned(), behind.get(1..).unwrap_or_default()),
        };
        spelled.push_str(&said);
        rest = after;
    }
    spelled.push_str(rest);
    spelled
}

/// Whether a text has a moment in it.
pub(crate) fn is_in(text: &str) -> bool {
    spell(text, |_| String::new()) != text
}

fn parse(mark: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(mark, FORM).ok().map(|time| time.and_utc()).filter(|time| self::mark(*time) == mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_spelled_and_all_else_stays() {
        let text = "From {2026-03-01 09:00 UTC} {on}, {2026-03-01 24:61 UTC}, {2026-03-01 09:00 UTC}{é{";
        let spelled = spell(text, |time| time.format("%H.%M").to_string());
        assert!(is_in(text) && !is_in("{on}"));
        assert_eq!(spelled, "From 09.00 {on}, {2026-03-01 24:61 UTC}, 09.00{é{");
    }

    proptest! {
        #[test]
        fn a_mark_is_the_minute_it_was_made_of(second in 0_i64..4_000_000_000) {
            let time = DateTime::from_timestamp(second, 0).unwrap();
            let text = format!("{{a{}", mark(time));
            prop_assert_eq!(spell(&text, |time| time.timestamp().to_string()), format!("{{a{}", second - second % 60));
        }

        #[test]
        fn a_text_without_moments_is_unchanged(text in "[{}0-9 UTC:é-]{0,60}") {
            prop_assert_eq!(spell(&text, mark), text);
        }
    }
}
