//! What a monitor or a member of staff reports (PRODUCT 3.1).

use super::{incident::AffectedInput, invalid::Faults, text};
use serde::{Deserialize, Serialize};

/// A signal as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignalInput {
    /// Signals of the same trouble have the same key: at most 200 characters. The title, when left out.
    #[serde(default)]
    pub key: String,
    /// What seems to be wrong, in one line.
    pub title: String,
    /// What it maps to.
    #[serde(default)]
    pub affected: Vec<AffectedInput>,
    /// The trouble is over.
    #[serde(default)]
    pub is_clear: bool,
}

/// A signal, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignalDraft {
    /// What belongs together has one key.
    pub key: String,
    /// What seems to be wrong.
    pub title: String,
}

/// Longest key, in characters.
const KEY_LIMIT: usize = 200;

impl SignalDraft {
    /// Checks a signal; what it maps to is checked with the catalogue.
    pub(crate) fn parse(input: &SignalInput) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let title = faults.take(text::line("title", &input.title, text::LINE_LIMIT));
        let key = faults.take(text::optional_line("key", &input.key, KEY_LIMIT));
        faults.check()?;
        let (title, key) = (title.unwrap_or_default(), key.unwrap_or_default());
        Ok(Self { key: if key.is_empty() { title.to_lowercase() } else { key }, title })
    }
}
