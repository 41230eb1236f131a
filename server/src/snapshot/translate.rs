//! The state in another language: what staff said in it stands in place of what they said first.

use super::state::PublicState;
use crate::store::translations::Translation;
use allclear_app::Lang;
use std::{collections::HashMap, sync::Arc};

/// The texts of one language, by what they are of and which of its texts they are.
struct Texts<'a>(HashMap<(&'a str, &'a str), &'a str>);

impl<'a> Texts<'a> {
    fn of(translations: &'a [Translation], lang: Lang) -> Self {
        let mine = translations.iter().filter(|one| Lang::from(one.lang) == lang);
        Self(mine.map(|one| ((one.subject.as_str(), one.field.as_str()), one.text.as_str())).collect())
    }

    fn has(&self, subject: &str, field: &str) -> bool {
        self.0.contains_key(&(subject, field))
    }

    fn put(&self, subject: &str, field: &str, text: &mut String) {
        if let Some(ours) = self.0.get(&(subject, field)) {
            (*ours).clone_into(text);
        }
    }
}

/// The state in `lang`; none when staff said nothing in it, so that it is what it is.
pub(super) fn translated(state: &PublicState, lang: Lang) -> Option<PublicState> {
    let texts = Texts::of(&state.translations, lang);
    if texts.0.is_empty() {
        return None;
    }
    let mut state = state.clone();
    for region in &mut state.catalogue.regions {
        texts.put(region.id.as_str(), "name", &mut region.name);
    }
    for group in &mut state.catalogue.groups {
        texts.put(group.id.as_str(), "name", &mut group.name);
    }
    for component in &mut state.catalogue.components {
        texts.put(component.id.as_str(), "name", &mut component.name);
        texts.put(component.id.as_str(), "description", &mut component.description);
    }
    for record in &mut state.incidents {
        let named = texts.has(record.incident.id.as_str(), "title");
        if named || record.updates.iter().any(|update| texts.has(update.id.as_str(), "body")) {
            let record = Arc::make_mut(record);
            texts.put(record.incident.id.as_str(), "title", &mut record.incident.title);
            record.updates.iter_mut().for_each(|update| texts.put(update.id.as_str(), "body", &mut update.body));
        }
    }
    for record in &mut state.maintenances {
        let named = texts.has(record.maintenance.id.as_str(), "title");
        if named || record.updates.iter().any(|update| texts.has(update.id.as_str(), "body")) {
            let record = Arc::make_mut(record);
            texts.put(record.maintenance.id.as_str(), "title", &mut record.maintenance.title);
            record.updates.iter_mut().for_each(|update| texts.put(update.id.as_str(), "body", &mut update.body));
        }
    }
    Some(state)
}
