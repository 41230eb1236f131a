//! The texts that come with the program: a file for each language, a section for each kind.

use super::{TemplateKind, Texts};
use crate::domain::language::Language;

fn source(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("texts/en.md"),
        Language::De => include_str!("texts/de.md"),
        Language::Fr => include_str!("texts/fr.md"),
        Language::Es => include_str!("texts/es.md"),
        Language::Ja => include_str!("texts/ja.md"),
        Language::Ar => include_str!("texts/ar.md"),
    }
}

/// The texts of a kind, in every language.
pub(super) fn texts(kind: TemplateKind) -> Texts {
    Language::ALL.iter().map(|language| (*language, section(source(*language), kind.as_str()).to_owned())).collect()
}

/// What stands under `# name`, up to the next such heading.
fn section<'a>(text: &'a str, name: &str) -> &'a str {
    let sections = text.split("\n# ").map(|section| section.trim_start_matches("# "));
    let found = sections.filter_map(|section| section.split_once('\n')).find(|(heading, _)| heading.trim() == name);
    found.map(|(_, said)| said.trim()).unwrap_or_default()
}
