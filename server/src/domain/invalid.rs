//! What is wrong with input, and where: the field by name and what to do about it.

use std::fmt;

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Invalid {
    /// The field as the form or document names it, such as `title` or `affected[2].region`.
    pub field: String,
    /// What is wrong and what would be right, as a sentence.
    pub message: String,
}

impl Invalid {
    /// Says what is wrong with `field`.
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

/// Gathers everything wrong with one input, so that all of it is told at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults(pub Vec<Invalid>);

impl Faults {
    /// Notes a fault.
    pub(crate) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(Invalid::new(field, message));
    }

    /// The value, or nothing and the fault noted.
    pub(crate) fn take<T>(&mut self, result: Result<T, Invalid>) -> Option<T> {
        result.map_err(|fault| self.0.push(fault)).ok()
    }

    /// The parsed value of a word, or nothing and the fault noted under `field`.
    pub(crate) fn parse<T: std::str::FromStr<Err = String>>(&mut self, field: &str, text: &str) -> Option<T> {
        self.take(text.parse().map_err(|message: String| Invalid::new(field, message)))
    }

    /// All faults, when there are any.
    pub(crate) fn check(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl From<Invalid> for Faults {
    fn from(fault: Invalid) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}
