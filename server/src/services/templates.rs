//! Texts of staff (PRODUCT 4). Each kind has one that comes with the program; staff change it and add others.

use super::{Act, Refusal};
use crate::{
    domain::{
        invalid::Invalid,
        template::{Template, TemplateKind, Texts},
    },
    store::{Conn, StoreError, templates},
};

/// A template, and the word that names it: its id, or the word of its kind for the built-in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The word.
    pub word: String,
    /// The template.
    pub template: Template,
    /// Whether staff wrote or changed it.
    pub is_own: bool,
}

/// Every template: the built-in ones first, as staff changed them, then those of staff by kind and name.
pub(crate) fn list(conn: &mut Conn) -> Result<Vec<Named>, Refusal> {
    let stored = templates::list(conn)?;
    let built_in = TemplateKind::ALL.iter().map(|kind| {
        let changed = stored.iter().find(|(_, template)| template.kind == *kind && template.name.is_empty());
        let template = changed.map_or_else(|| Template::built_in(*kind), |(_, template)| merged(template.clone()));
        Named { word: kind.to_string(), template, is_own: changed.is_some() }
    });
    let mut named: Vec<Named> = built_in.collect();
    let own = stored.into_iter().filter(|(_, template)| !template.name.is_empty());
    named.extend(own.map(|(word, template)| Named { word, template, is_own: true }));
    Ok(named)
}

/// The template of an id, or the one of a kind.
pub(crate) fn find(conn: &mut Conn, word: &str) -> Result<Template, Refusal> {
    if let Ok(kind) = word.parse::<TemplateKind>() {
        let changed = templates::of_kind(conn, kind)?;
        return Ok(changed.map_or_else(|| Template::built_in(kind), |(_, template)| merged(template)));
    }
    templates::find(conn, word)?.map(|(_, template)| template).ok_or(Refusal::Missing("template"))
}

/// What staff did not say in a language stays as it came.
fn merged(changed: Template) -> Template {
    let mut page = Template::built_in(changed.kind).page;
    page.extend(changed.page);
    Template { page, ..changed }
}

/// Checks the word of a template that a text was written from; an empty one is none.
pub(crate) fn known(conn: &mut Conn, word: &str) -> Result<(), Refusal> {
    if word.is_empty() || word.parse::<TemplateKind>().is_ok() || templates::find(conn, word)?.is_some() {
        return Ok(());
    }
    Err(Invalid::new("template", "names no template; it may have been removed, choose another").into())
}

/// What mails say around the words of an update: of the template it was written from, else of its kind.
pub(crate) fn layout(conn: &mut Conn, word: &str, kind: TemplateKind) -> Result<Texts, Refusal> {
    let named = if word.is_empty() { None } else { templates::find(conn, word)? };
    let named = named.map(|(_, template)| template.email).filter(|texts| !texts.is_empty());
    named.map_or_else(|| Ok(find(conn, kind.as_str())?.email), Ok)
}

/// Adds a template of staff; gives its id.
pub(crate) fn add(conn: &mut Conn, act: &mut Act, input: Template) -> Result<String, Refusal> {
    let template = input.checked()?;
    if template.name.is_empty() {
        return Err(Invalid::new("name", "is empty; say what to call it").into());
    }
    let id: String = act.id();
    templates::insert(conn, &id, &template, &act.actor, act.now).map_err(taken)?;
    act.audit(conn, "template.add", &id, &template.name)?;
    Ok(id)
}

/// Changes a template by its word; changing a built-in one puts another in its place.
pub(crate) fn change(conn: &mut Conn, act: &mut Act, word: &str, input: Template) -> Result<(), Refusal> {
    let template = input.checked()?;
    if let Ok(kind) = word.parse::<TemplateKind>() {
        let template = Template { kind, name: String::new(), ..template };
        if let Some((id, _)) = templates::of_kind(conn, kind)? {
            templates::update(conn, &id, &template, &act.actor, act.now)?;
        } else {
            let id: String = act.id();
            templates::insert(conn, &id, &template, &act.actor, act.now)?;
        }
    } else {
        templates::find(conn, word)?.ok_or(Refusal::Missing("template"))?;
        if template.name.is_empty() {
            return Err(Invalid::new("name", "is empty; say what to call it").into());
        }
        templates::update(conn, word, &template, &act.actor, act.now).map_err(taken)?;
    }
    Ok(act.audit(conn, "template.change", word, &template.name)?)
}

/// Removes a template of staff; a built-in one is again as it came.
pub(crate) fn remove(conn: &mut Conn, act: &mut Act, word: &str) -> Result<(), Refusal> {
    let id = match word.parse::<TemplateKind>() {
        Ok(kind) => templates::of_kind(conn, kind)?.map(|(id, _)| id),
        Err(_) => Some(word.to_owned()),
    };
    let removed = id.map(|id| templates::remove(conn, &id)).transpose()?.unwrap_or_default();
    if !removed {
        return Err(Refusal::Missing("template of staff"));
    }
    Ok(act.audit(conn, "template.remove", word, "")?)
}

fn taken(error: StoreError) -> Refusal {
    match error {
        StoreError::Taken(_) => Invalid::new("name", "is taken by another template of this kind; choose another").into(),
        other => other.into(),
    }
}
