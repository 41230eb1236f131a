//! What is said of a maintenance that takes longer, by the template for it (PRODUCT 4, 5).

use crate::{
    domain::{
        invalid::Faults,
        language::Language,
        notice::{AffectedName, SaidAgain},
        template::{Field, Template, TemplateKind, Value, fill},
    },
    filling::{Clock, Known, Personal, value},
    services::{Refusal, templates},
    store::{Conn, maintenances::Maintenance, settings},
};
use allclear_app::Lang;
use std::collections::BTreeMap;

/// Words in the first language, and again in others.
pub(super) struct Words {
    /// In Markdown.
    pub body: String,
    /// In further languages; their titles are those of the maintenance.
    pub again: BTreeMap<Language, SaidAgain>,
}

/// The words around `reason`, in the language of the reason alone. What the template asks for and nobody said is a fault.
pub(super) fn with_reason(
    conn: &mut Conn,
    row: &Maintenance,
    affected: Vec<AffectedName>,
    reason: String,
) -> Result<Words, Refusal> {
    let template = templates::find(conn, TemplateKind::Overrun.as_str())?;
    let known = known(conn, row, affected, reason)?;
    let (body, missing) = text(&template, Language::En, &known, &Value::Missing);
    let mut faults = Faults::default();
    for field in missing {
        faults.add("body", format!("lacks what the template asks for as {{{field}}} ({}); change the template", field.label()));
    }
    faults.check()?;
    Ok(Words { body, again: BTreeMap::new() })
}

/// The words when nobody answered, in every language of the template. Nobody can be asked for more, so that a paragraph
/// which needs more is left out; where nothing would be left, the text is the one that comes with the program.
pub(super) fn unanswered(conn: &mut Conn, row: &Maintenance, affected: Vec<AffectedName>) -> Result<Words, Refusal> {
    let template = templates::find(conn, TemplateKind::Overrun.as_str())?;
    let known = known(conn, row, affected, String::new())?;
    let say = |language: Language| {
        let known = Known { said: Some(Lang::from(language).say("fill-unanswered")), ..known.clone() };
        let said = |template: &Template| text(template, language, &known, &Value::NotForThem).0;
        Some(said(&template)).filter(|text| !text.is_empty()).unwrap_or_else(|| said(&Template::built_in(TemplateKind::Overrun)))
    };
    let others = template.page.keys().filter(|language| **language != Language::En);
    let again = others.map(|language| (*language, SaidAgain { title: String::new(), body: say(*language) })).collect();
    Ok(Words { body: say(Language::En), again })
}

fn known(conn: &mut Conn, row: &Maintenance, affected: Vec<AffectedName>, reason: String) -> Result<Known, Refusal> {
    Ok(Known {
        company: settings::get(conn, settings::PAGE_TITLE)?.unwrap_or_default(),
        affected,
        started_at: row.started_at,
        window: Some((row.starts_at, row.ends_at)),
        effect: Some(row.effect),
        workaround: row.advice.clone(),
        said: Some(reason),
        ..Known::default()
    })
}

fn text(template: &Template, language: Language, known: &Known, gap: &Value) -> (String, Vec<Field>) {
    let text = template.page.get(&language).map_or("", String::as_str);
    let lang = Lang::from(language);
    fill(text, |field| match value(known, &Personal::default(), field, lang, Clock::Each) {
        Value::Missing => gap.clone(),
        said => said,
    })
}
