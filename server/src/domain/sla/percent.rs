//! Shares in percent, exact to three decimals.

use crate::domain::invalid::Invalid;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A share from 0 to 100 %, in thousandths of a percent; written `99.9`.
///
/// A whole number, so that what is promised and what is measured compare exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "99.9")]
pub(crate) struct Percent(u32);

impl Percent {
    /// All of it.
    pub(crate) const ALL: Self = Self(100_000);

    /// From thousandths of a percent; more than all is all.
    pub(crate) const fn of_thousandths(count: u32) -> Self {
        if count > Self::ALL.0 { Self::ALL } else { Self(count) }
    }

    /// In thousandths of a percent.
    pub(crate) fn thousandths(self) -> u32 {
        self.0
    }

    /// Reads what was typed into a field.
    pub(crate) fn parse(field: &str, text: &str) -> Result<Self, Invalid> {
        text.parse().map_err(|told: String| Invalid::new(field, told))
    }
}

impl std::str::FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let told = || "is not a percentage from 0 to 100 with at most three decimals, such as 99.9".to_owned();
        let plain = text.trim().trim_end_matches('%').trim_end();
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || decimals.len() > 3 || !digits(whole) || !digits(decimals) {
            return Err(told());
        }
        let number = |part: &str| part.parse::<u32>().map_err(|_| told());
        let count = number(whole)? * 1_000 + number(&format!("{decimals:0<3}"))?;
        if count > Self::ALL.0 { Err(told()) } else { Ok(Self(count)) }
    }
}

impl TryFrom<String> for Percent {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> Self {
        percent.to_string()
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1_000, self.0 % 1_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", ".5", "100.001", "101", "-1", "99,9", "9.9999", "NaN", "1e2"] {
            assert!(text.parse::<Percent>().is_err(), "{text}");
        }
        assert_eq!("99.9 %".parse(), Ok(Percent(99_900)));
    }

    proptest! {
        #[test]
        fn every_share_is_read_back(count in 0..=100_000u32) {
            prop_assert_eq!(Percent(count).to_string().parse::<Percent>(), Ok(Percent(count)));
        }
    }
}
