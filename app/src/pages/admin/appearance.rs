//! How the page looks: a form, and the page beside it as it would be.

use super::{Frame, Tabs};
use crate::pieces::{Choice, Field, boxes, errors, field};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// What was just done, or nothing.
    pub done: Option<String>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// Title and description.
    pub words: Vec<Field>,
    /// Pictures: the field, the address of the present one, and the box that takes it away.
    pub pictures: Vec<(Field, Option<String>, Choice)>,
    /// Colours.
    pub colours: Vec<Field>,
    /// Links and style.
    pub rest: Vec<Field>,
}

impl Appearance {
    /// A believable form.
    pub fn sample() -> Self {
        let logo = Field { name: "logo", label: "Logo".to_owned(), kind: crate::pieces::Kind::Picture, ..Field::default() };
        let error = Some("has a contrast of 2.0:1 on its ground; links need at least 4.5:1".to_owned());
        Self {
            frame: Frame { title: "Appearance".to_owned(), section: "/admin/components", ..Frame::sample() },
            faults: vec![("accent_light".to_owned(), "has a contrast of 2.0:1".to_owned())],
            words: vec![Field { name: "title", label: "Title".to_owned(), value: "Northwind".to_owned(), ..Field::default() }],
            pictures: vec![(logo, Some("/files/1".to_owned()), Choice::new("logo", "Take it away", false))],
            colours: vec![Field { name: "accent_light", label: "Links on light".to_owned(), error, ..Field::default() }],
            rest: vec![Field { name: "css", label: "Style".to_owned(), kind: crate::pieces::Kind::Body, ..Field::default() }],
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, tabs, done, faults, words, pictures, colours, rest } = self;
        let around = frame.clone();
        around.around(move || {
            let done = done.map(|text| view! { <p class="notice" role="status">{text}</p> });
            let words = words.into_iter().map(field).collect_view();
            let pictures = pictures.into_iter().map(|(one, present, remove)| {
                let present = present.map(|src| {
                    view! { <p class="present"><img src=src alt="The present one" height="32"/></p>{boxes("remove", vec![remove])} }
                });
                view! { <div class="picture">{field(one)}{present}</div> }
            });
            let pictures = pictures.collect_view();
            let colours = colours.into_iter().map(field).collect_view();
            let rest = rest.into_iter().map(field).collect_view();
            view! {
                <h1>"Appearance"</h1>
                {tabs.view()}
                {done}
                <div class="dressing">
                    <form class="form" method="post" action="/admin/appearance" enctype="multipart/form-data" novalidate=true data-preview="">
                        {frame.token()}
                        {errors(&faults)}
                        {words}
                        <fieldset><legend>"Pictures"</legend><p class="hint">"PNG, JPEG, WebP, SVG or ICO, at most 256 kB each."</p>{pictures}</fieldset>
                        <fieldset>
                            <legend>"Colours"</legend>
                            <p class="hint">"Written like #2f4fd0; left empty, the usual ones. Text keeps a contrast of at least 4.5:1, or it is not saved."</p>
                            <div class="fields">{colours}</div>
                        </fieldset>
                        {rest}
                        <div class="actions">
                            <button class="button">"Save"</button>" "
                            <button class="button button-quiet" formaction="/admin/appearance/preview" formtarget="preview">"Show preview"</button>
                        </div>
                    </form>
                    <section class="preview" aria-labelledby="preview-title">
                        <h2 id="preview-title">"Preview"</h2>
                        <iframe name="preview" title="The page as it would look" src="/admin/appearance/preview"></iframe>
                    </section>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn colours_that_nobody_can_read() {
        insta::assert_snapshot!(super::Appearance::sample().html());
    }
}
