//! One control of a form with its label, hint and what is wrong with it.

use super::icon;
use crate::{Tone, render::escaped};
use leptos::prelude::*;

/// What sort of control.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    #[default]
    Text,
    /// A mail address.
    Email,
    /// An address on the web, which may be a secret.
    Url,
    /// A telephone number.
    Telephone,
    /// A password, with what a password manager should do: `current-password` or `new-password`.
    Password(&'static str),
    /// A date and time in UTC.
    Moment,
    /// Many lines.
    Body,
    /// Something to look for.
    Search,
    /// A picture from the reader's machine.
    Picture,
    /// A photograph or screenshot from the reader's machine.
    Shot,
    /// A table of values from the reader's machine.
    Csv,
}

/// A control and what stands around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its name and id.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// One sentence of help, or nothing.
    pub hint: String,
    /// What sort.
    pub kind: Kind,
    /// What is in it.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it may be empty.
    pub optional: bool,
}

pub(crate) fn field(field: Field) -> impl IntoView + use<> {
    let Field { name, label, hint, kind, value, error, optional } = field;
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let described: Vec<String> =
        [(!hint.is_empty()).then(|| hint_id.clone()), error.is_some().then(|| error_id.clone())].into_iter().flatten().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = error.is_some().then_some("true");
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> });
    let error = error.map(|error| view! { <p class="error" id=error_id>{icon(Tone::Major)}" "{error}</p> });
    let required = !optional;
    let control = if kind == Kind::Body {
        // A line break directly after the tag is dropped by browsers, so one is put there to be dropped.
        view! {
            <textarea id=name name=name rows="6" required=required aria-invalid=invalid aria-describedby=described>{format!("\n{}", escaped(&value))}</textarea>
        }
        .into_any()
    } else {
        let (sort, complete) = match kind {
            Kind::Text | Kind::Body => ("text", None),
            Kind::Email => ("email", Some("email")),
            Kind::Url => ("url", Some("off")),
            Kind::Telephone => ("tel", Some("tel")),
            Kind::Password(complete) => ("password", Some(complete)),
            Kind::Moment => ("datetime-local", None),
            Kind::Search => ("search", Some("off")),
            Kind::Picture | Kind::Shot | Kind::Csv => ("file", None),
        };
        let spoken = (kind == Kind::Email).then_some("email");
        let accept = match kind {
            Kind::Picture => Some("image/png,image/jpeg,image/webp,image/svg+xml,image/x-icon"),
            Kind::Shot => Some("image/png,image/jpeg,image/webp"),
            Kind::Csv => Some(".csv,text/csv"),
            _ => None,
        };
        view! {
            <input id=name name=name type=sort value=value inputmode=spoken accept=accept autocomplete=complete required=required aria-invalid=invalid aria-describedby=described/>
        }
        .into_any()
    };
    view! { <div class="field"><label for=name>{label}</label>{hint}{error}{control}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_closes_its_field() {
        for kind in [Kind::Body, Kind::Text] {
            let value = "</textarea>\"><script>alert(1)</script>".to_owned();
            let html = crate::render::html(crate::Lang::En, || field(Field { name: "body", kind, value, ..Field::default() }));
            assert!(!html.contains("<script"), "{html}");
        }
    }
}
