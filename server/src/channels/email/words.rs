//! The words of an update with what the template says around them.

use super::{Personal, Reader, credit, cut};
use crate::{
    domain::{
        language::Language,
        moment,
        notice::Before,
        template::{Field, Texts, Value, fill, promised, words_of},
    },
    filling::{self, Clock, Known},
    locale, markdown,
};
use allclear_app::{Lang, emails::news::Earlier};

/// Longest words of an update in a mail, in characters; the page has the rest. Some programs show no more of a mail than 102 KB,
/// and each of these may take five bytes twice.
const LONGEST: usize = 6_000;

/// Longest words of an update before it.
const AGAIN: usize = 500;

/// The words as a reader gets them: inside the layout of their language where there is one, and with what their
/// organisation gets back.
pub(super) fn around(said: &str, layout: Option<&String>, known: &Known, personal: &Personal, reader: Reader) -> String {
    let lang = Lang::from(reader.language);
    let next = filling::value(known, &filling::Personal::default(), Field::NextUpdate, lang, Clock::Of(reader.zone));
    let promise = if let Value::Known(next) = next { next } else { String::new() };
    let said = moment::spell(&promised(said, &promise), |time| locale::moment_in(lang, time, reader.zone));
    let said = &cut(&said, LONGEST);
    let credits: Vec<String> = personal.credits.iter().map(|one| credit::sentence(lang, one)).collect();
    let credit = Some(credits.join(" ")).filter(|text| !text.is_empty());
    let Some(layout) = layout else {
        return std::iter::once(said.to_owned()).chain(credit).collect::<Vec<_>>().join("\n\n");
    };
    let known = Known { said: Some(said.to_owned()), ..known.clone() };
    let of = filling::Personal { customer: personal.customer.clone(), credit: credit.clone() };
    let (text, _) = fill(layout, |field| filling::value(&known, &of, field, lang, Clock::Of(reader.zone)));
    let text = cut(&text, LONGEST);
    // What is owed is told, wherever the layout forgot it, or it was cut off.
    let forgotten = credit.filter(|credit| !text.contains(credit.as_str()));
    std::iter::once(text).chain(forgotten).collect::<Vec<_>>().join("\n\n")
}

/// What was said before, in brief.
pub(super) fn again(before: &Before, reader: Reader) -> Earlier {
    let lang = Lang::from(reader.language);
    let body = before.translations.get(&reader.language).unwrap_or(&before.body);
    let clock = |time| locale::moment_in(lang, time, reader.zone);
    let text = moment::spell(&markdown::to_text(&promised(body, "")), clock);
    Earlier { state: lang.say(&format!("phase-{}", before.phase)), time: clock(before.said_at), text: cut(&text, AGAIN) }
}

/// The layout for a reader: that of the language in which they read the words.
pub(super) fn layout(layout: &Texts, language: Language, is_translated: bool) -> Option<&String> {
    layout.get(if is_translated { &language } else { &Language::En })
}

/// Whether a layout says something else to each organisation.
pub(crate) fn is_personal(layout: &Texts) -> bool {
    let personal = |word: &str| [Field::Customer, Field::Credit].iter().any(|field| field.as_str() == word);
    layout.values().any(|text| words_of(text).any(personal))
}
