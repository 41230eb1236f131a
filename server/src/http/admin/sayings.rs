//! The fields in which staff say the same in further languages.

use crate::{
    domain::{invalid::Faults, saying::TranslationInput},
    http::{extract, present::forms},
};
use allclear_app::pieces::{Field, Kind};

/// Language, its name, and the names of its two fields. English is what is said first.
const FIELDS: [(&str, &str, &str, &str); 5] = [
    ("de", "Deutsch", "title_de", "body_de"),
    ("fr", "Français", "title_fr", "body_fr"),
    ("es", "Español", "title_es", "body_es"),
    ("ja", "日本語", "title_ja", "body_ja"),
    ("ar", "العربية", "title_ar", "body_ar"),
];

/// What was typed.
pub(super) fn read(fields: &extract::Fields) -> Vec<TranslationInput> {
    let each = FIELDS.iter().map(|(language, _, title, body)| TranslationInput {
        language: (*language).to_owned(),
        title: fields.get(title).to_owned(),
        body: fields.get(body).to_owned(),
    });
    each.filter(|one| !one.title.is_empty() || !one.body.is_empty()).collect()
}

/// The fields of each language; an update has no title of its own.
pub(super) fn fields(said: &[TranslationInput], faults: &Faults, with_title: bool) -> Vec<(String, Vec<Field>)> {
    FIELDS
        .iter()
        .map(|(language, name, title, body)| {
            let place = said.iter().position(|one| one.language == *language);
            let typed = place.and_then(|place| said.get(place)).cloned().unwrap_or_default();
            let wrong = |part: &str| place.and_then(|place| forms::error(faults, &format!("translations[{place}].{part}")));
            let plain = Faults::default();
            let title = Field {
                optional: true,
                error: wrong("title"),
                ..forms::field(title, format!("Title, {name}"), "", &typed.title, &plain)
            };
            let body = Field {
                optional: true,
                kind: Kind::Body,
                error: wrong("body"),
                ..forms::field(body, format!("Text, {name}"), "", &typed.body, &plain)
            };
            ((*name).to_owned(), if with_title { vec![title, body] } else { vec![body] })
        })
        .collect()
}
