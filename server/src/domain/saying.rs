//! The same said in further languages, by staff (PRODUCT 11).

use super::{
    invalid::Faults,
    language::Language,
    notice::SaidAgain,
    text::{self, BODY_LIMIT, LINE_LIMIT},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One language of an incident or update, as typed or sent. What is left empty is shown as it was said first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TranslationInput {
    /// `de`, `fr`, `es`, `ja` or `ar`.
    pub language: String,
    /// The title.
    #[serde(default)]
    pub title: String,
    /// The text, in Markdown.
    #[serde(default)]
    pub body: String,
}

/// Checks what was said in further languages; each may come once.
pub(super) fn parse(faults: &mut Faults, inputs: &[TranslationInput]) -> BTreeMap<Language, SaidAgain> {
    let mut said = BTreeMap::new();
    for (place, input) in inputs.iter().enumerate() {
        let field = |name: &str| format!("translations[{place}].{name}");
        let language = faults.parse::<Language>(&field("language"), &input.language);
        let title = faults.take(text::optional_line(&field("title"), &input.title, LINE_LIMIT)).unwrap_or_default();
        let body = faults.take(text::optional_body(&field("body"), &input.body, BODY_LIMIT)).unwrap_or_default();
        if title.is_empty() && body.is_empty() {
            continue;
        }
        if let Some(language) = language
            && said.insert(language, SaidAgain { title, body }).is_some()
        {
            faults.add(field("language"), "is given twice");
        }
    }
    said
}
