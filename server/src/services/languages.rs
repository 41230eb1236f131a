//! What things are called in further languages.

use super::{Act, Refusal};
use crate::{
    domain::{invalid::Faults, language::Language, notice::SaidAgain, text},
    store::{
        self, Conn, revision,
        translations::{self, Translation},
        updates::Update,
    },
};
use std::collections::BTreeMap;

/// Sets names and descriptions; an empty one is shown as it was said first. One fault and nothing is set.
pub(crate) fn say(conn: &mut Conn, act: &mut Act, texts: &[Translation]) -> Result<(), Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let known = |id: &str| catalogue.region(id).is_some() || catalogue.group(id).is_some() || catalogue.component(id).is_some();
    let mut faults = Faults::default();
    let mut checked = Vec::with_capacity(texts.len());
    for one in texts {
        let field = format!("{}.{}", one.field, one.subject);
        if !known(&one.subject) {
            faults.add(field, "names nothing that is here; reload the page");
            continue;
        }
        let limit = if one.field == "name" { 60 } else { 200 };
        if let Some(text) = faults.take(text::optional_line(&field, &one.text, limit)) {
            checked.push(Translation { text, ..one.clone() });
        }
    }
    faults.check()?;
    for one in &checked {
        translations::set(conn, one)?;
    }
    revision::next(conn)?;
    let language = checked.first().map_or("", |one| one.lang.as_str());
    Ok(act.audit(conn, "language.say", language, "")?)
}

/// Writes down what is said in further languages of an incident or a maintenance, by its id, and of an update of it.
pub(super) fn say_again(
    conn: &mut Conn,
    about: &str,
    update: &Update,
    said: &BTreeMap<Language, SaidAgain>,
) -> Result<(), Refusal> {
    for (lang, again) in said {
        let parts = [(about, "title", &again.title), (update.id.as_str(), "body", &again.body)];
        for (subject, field, text) in parts.into_iter().filter(|(_, _, text)| !text.is_empty()) {
            let row = Translation { subject: subject.to_owned(), field: field.to_owned(), lang: *lang, text: text.clone() };
            translations::set(conn, &row)?;
        }
    }
    Ok(())
}
