//! Colours and their contrast (WCAG 2.2, relative luminance and contrast ratio).

use super::invalid::Invalid;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A colour as red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

/// Reads `#2f4fd0`; nothing where nothing was typed.
pub(crate) fn optional(field: &str, text: &str) -> Result<Option<Colour>, Invalid> {
    match text.trim() {
        "" => Ok(None),
        typed => Colour::try_from(typed.to_owned()).map(Some).map_err(|problem| Invalid::new(field, problem)),
    }
}

impl Colour {
    /// How well one is read on the other, from 1 (not at all) to 21 (black on white).
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || "is not a colour; write it like #2f4fd0".to_owned();
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii()).ok_or_else(wrong)?;
        let part = |from: usize| digits.get(from..from + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or_else(wrong);
        Ok(Self(part(0)?, part(2)?, part(4)?))
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_twenty_one() {
        let (black, white) = (Colour(0, 0, 0), Colour(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        assert_eq!(optional("c", " #2F4fd0 ").unwrap(), Some(Colour(0x2f, 0x4f, 0xd0)));
        assert_eq!(optional("c", "").unwrap(), None);
        for bad in ["red", "#fff", "#12345g", "2f4fd0", "#éé12"] {
            assert!(optional("c", bad).is_err(), "{bad}");
        }
    }
}
