//! Telephone numbers, as the whole world dials them (ITU-T E.164).

use super::invalid::Invalid;

/// Digits of a number, with the code of its country.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// Which countries may be written to, by the beginnings of their numbers; all when there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Countries(pub Vec<String>);

/// Reads a number however it was set apart, and gives it as `+49301234567`.
pub(crate) fn parse(field: &str, text: &str, countries: &Countries) -> Result<String, Invalid> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')' | '/')).collect();
    let plain = plain.strip_prefix("00").map_or(plain.clone(), |rest| format!("+{rest}"));
    let digits = plain.strip_prefix('+').filter(|digits| digits.chars().all(|c| c.is_ascii_digit()) && !digits.starts_with('0'));
    let Some(digits) = digits.filter(|digits| DIGITS.contains(&digits.len())) else {
        return Err(Invalid::new(field, "is not a telephone number; write it with the code of its country, like +49 30 1234567"));
    };
    if !countries.0.is_empty() && !countries.0.iter().any(|code| digits.starts_with(code)) {
        return Err(Invalid::new(field, "is of a country that no SMS is sent to from here; subscribe by mail"));
    }
    Ok(format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        let all = Countries::default();
        for text in ["+49 30 1234567", "0049 (30) 123-4567", "+49.30/1234567"] {
            assert_eq!(parse("phone", text, &all).unwrap(), "+49301234567", "{text}");
        }
        for wrong in ["", "030 1234567", "+49", "+0301234567", "+49301234567890123", "+4930abc4567", "ada@example.com"] {
            assert!(parse("phone", wrong, &all).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_some_countries_may_be_written_to() {
        let some = Countries(vec!["49".to_owned(), "43".to_owned()]);
        assert!(parse("phone", "+43 1 5350000", &some).is_ok());
        assert!(parse("phone", "+1 212 555 0100", &some).is_err());
    }
}
