//! The names of things in a further language.

use super::{Frame, Tabs};
use crate::{
    Tone,
    pieces::{errors, icon},
};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Languages {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// What was just done, or nothing.
    pub done: Option<String>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// The language: its tag and name.
    pub language: (String, String),
    /// All languages: name, address, whether it is this one.
    pub others: Vec<(String, String, bool)>,
    /// What there is, by kind.
    pub sections: Vec<(String, Vec<Text>)>,
}

/// One text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The name of its field.
    pub name: String,
    /// What it reads first.
    pub first: String,
    /// What it reads in this language.
    pub value: String,
    /// What is wrong with that.
    pub error: Option<String>,
}

impl Languages {
    /// A believable form.
    pub fn sample() -> Self {
        let text = Text { name: "name.1".to_owned(), first: "Europe".to_owned(), value: "Europa".to_owned(), error: None };
        Self {
            frame: Frame { title: "Languages".to_owned(), section: "/admin/components", ..Frame::sample() },
            language: ("de".to_owned(), "Deutsch".to_owned()),
            others: vec![("Deutsch".to_owned(), "/admin/languages?language=de".to_owned(), true)],
            sections: vec![("Regions".to_owned(), vec![text])],
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, tabs, done, faults, language: (code, name), others, sections } = self;
        let around = frame.clone();
        around.around(move || {
            let done = done.map(|text| view! { <p class="notice" role="status">{text}</p> });
            let others = others.into_iter().map(|(name, href, present)| {
                view! { <li><a href=href aria-current=present.then_some("page")>{name}</a></li> }
            });
            let others = others.collect_view();
            let sections = sections.into_iter().filter(|(_, texts)| !texts.is_empty()).map(|(heading, texts)| {
                let rows = texts.into_iter().map(|text| row(text, &code)).collect_view();
                view! { <fieldset class="names"><legend>{heading}</legend>{rows}</fieldset> }
            });
            let sections = sections.collect_view();
            view! {
                <h1>"Languages"</h1>
                {tabs.view()}
                <nav class="tabs" aria-label="Languages"><ul>{others}</ul></nav>
                {done}
                <form class="form" method="post" action="/admin/languages" novalidate=true>
                    {frame.token()}
                    <input type="hidden" name="language" value=code.clone()/>
                    {errors(&faults)}
                    <p class="hint">{format!("What things are called in {name}. What is left empty keeps its first name.")}</p>
                    {sections}
                    <div class="actions"><button class="button">"Save"</button></div>
                </form>
            }
        })
    }
}

fn row(text: Text, language: &str) -> impl IntoView + use<> {
    let Text { name, first, value, error } = text;
    let error_id = format!("{name}-error");
    let described = error.is_some().then(|| error_id.clone());
    let error = error.map(|error| view! { <p class="error" id=error_id>{icon(Tone::Major)}" "{error}</p> });
    let (for_id, lang) = (name.clone(), language.to_owned());
    view! {
        <div class="field">
            <label for=for_id>{first}</label>
            {error}
            <input id=name.clone() name=name type="text" lang=lang dir="auto" value=value aria-describedby=described/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_in_german() {
        insta::assert_snapshot!(super::Languages::sample().html());
    }
}
