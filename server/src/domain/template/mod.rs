//! Templates: texts with fields, per medium and language (PRODUCT 4).

mod built_in;
mod field;
mod fill;

pub(crate) use field::Field;
pub(crate) use fill::{Value, fill, leftover, promised, words_of};

use super::{
    invalid::Faults,
    language::Language,
    text::{self, BODY_LIMIT, LINE_LIMIT},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

super::words! {
    /// What a template is for.
    TemplateKind {
        /// The first word on an incident.
        Alert = "alert", "First alert";
        /// More of an incident.
        Progress = "progress", "Progress";
        /// More of an incident that has no end in sight.
        Extended = "extended", "Extended outage";
        /// The end of an incident.
        Resolution = "resolution", "Resolution";
        /// An incident that was none.
        FalseAlarm = "false_alarm", "False alarm";
        /// Planned work.
        Maintenance = "maintenance", "Maintenance";
        /// Planned work that takes longer.
        Overrun = "overrun", "Maintenance takes longer";
        /// The review of an incident.
        Review = "review", "Post-mortem";
    }
}

/// Texts by language.
pub(crate) type Texts = BTreeMap<Language, String>;

/// What a template says, and what it is called, as typed or sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Template {
    /// What it is for.
    pub kind: TemplateKind,
    /// What staff call it; empty for the built-in one of its kind.
    #[serde(default)]
    pub name: String,
    /// The title of an incident, by language.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub titles: Texts,
    /// What goes into the form, by language.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub page: Texts,
    /// What stands around the words in a mail, by language. Left out, a mail says the words alone.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub email: Texts,
}

/// Longest name of a template, in characters.
const NAME_LIMIT: usize = 60;

impl Template {
    /// The one that comes with the program.
    pub(crate) fn built_in(kind: TemplateKind) -> Self {
        Self { kind, name: String::new(), titles: Texts::new(), page: built_in::texts(kind), email: Texts::new() }
    }

    /// The template without blanks around its texts, or everything that is wrong with it, by `page.en`.
    pub(crate) fn checked(mut self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        self.name = faults.take(text::optional_line("name", &self.name, NAME_LIMIT)).unwrap_or_default();
        for (name, texts, is_line) in
            [("titles", &mut self.titles, true), ("page", &mut self.page, false), ("email", &mut self.email, false)]
        {
            for (language, said) in texts.iter_mut() {
                let field = format!("{name}.{language}");
                let checked = if is_line {
                    text::optional_line(&field, said, LINE_LIMIT)
                } else {
                    text::optional_body(&field, said, BODY_LIMIT)
                };
                *said = faults.take(checked).unwrap_or_default();
                check_fields(&mut faults, &field, said, name == "email");
            }
            texts.retain(|_, said| !said.is_empty());
        }
        if self.page.is_empty() {
            faults.add("page.en", "is empty; write the text for at least one language");
        }
        faults.check().map(|()| self)
    }
}

fn check_fields(faults: &mut Faults, at: &str, said: &str, is_mail: bool) {
    let mut fields = Vec::new();
    for word in words_of(said) {
        match word.parse::<Field>() {
            Err(_) => faults.add(at, format!("names a field {{{word}}} that nobody knows; see the list of fields")),
            Ok(field) if field.is_personal() && !is_mail => {
                faults.add(at, format!("names {{{word}}}, which differs from reader to reader; use it in the text for mails"));
            }
            Ok(field) => fields.push(field),
        }
    }
    // A paragraph with what concerns some readers alone is left out for the others, and with it all that it says.
    let is_lost = |paragraph: &str| {
        let named: Vec<_> = words_of(paragraph).filter_map(|word| word.parse::<Field>().ok()).collect();
        named.contains(&Field::WhatChanged) && (named.contains(&Field::Customer) || named.contains(&Field::Credit))
    };
    if is_mail && said.split("\n\n").any(is_lost) {
        faults.add(at, "has {what_changed} in one paragraph with {customer} or {credit}, which is left out for whoever has none; give it a paragraph of its own");
    }
    if is_mail && !said.is_empty() && !fields.contains(&Field::WhatChanged) {
        faults.add(at, "does not name {what_changed}, where the words of the update stand");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_is_sound_in_every_language_and_names_the_same_fields() {
        for kind in TemplateKind::ALL {
            let template = Template::built_in(*kind).checked().unwrap();
            let fields = |language: &Language| {
                let mut fields: Vec<String> = words_of(&template.page[language]).map(str::to_owned).collect();
                fields.sort();
                fields
            };
            for language in Language::ALL {
                assert_eq!(fields(language), fields(&Language::En), "{kind} in {language}");
            }
        }
    }

    #[test]
    fn a_mail_never_loses_its_words_with_what_concerns_some_readers() {
        let template = |mail: &str| Template {
            email: Texts::from([(Language::En, mail.to_owned())]),
            ..Template::built_in(TemplateKind::Alert)
        };
        let lost = template("Dear {customer}, {what_changed}").checked().unwrap_err();
        assert!(lost.0[0].message.contains("a paragraph of its own"), "{lost:?}");
        template("Dear {customer},\n\n{what_changed}").checked().unwrap();
    }

    #[test]
    fn an_unknown_field_is_refused_with_its_place() {
        let texts = |said: &str| Texts::from([(Language::De, said.to_owned())]);
        let template = Template {
            page: texts("Es geht um {componets} und {customer}."),
            email: texts("Guten Tag, {customer}."),
            ..Template::built_in(TemplateKind::Alert)
        };
        let faults = template.checked().unwrap_err();
        let told: Vec<_> =
            faults.0.iter().map(|fault| (fault.field.as_str(), fault.message.split(' ').nth(1).unwrap())).collect();
        assert_eq!(told.len(), 3, "{faults:?}");
        assert_eq!(told.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["page.de", "page.de", "email.de"]);
    }
}
