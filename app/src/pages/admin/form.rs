//! A form of staff, by itself or under a list.

use super::{Frame, Tabs};
use crate::pieces::{Field, Options, checks, errors, field, select};
use leptos::prelude::*;

/// One part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A control.
    Field(Field),
    /// Boxes to tick.
    Checks(Options),
    /// One of a list.
    Select(Options),
}

/// A form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// What it does, as a heading.
    pub heading: String,
    /// Where it is sent.
    pub action: String,
    /// What goes along unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// What its button says.
    pub button: String,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// Whether files come with it.
    pub files: bool,
}

/// A page with one form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// The form.
    pub form: Form,
}

impl Form {
    /// A believable form.
    pub fn sample() -> Self {
        Self {
            heading: "Add a region".to_owned(),
            action: "/admin/regions".to_owned(),
            hidden: vec![("seen", "7".to_owned())],
            parts: vec![Part::Field(Field {
                name: "name",
                label: "Name".to_owned(),
                error: Some("is empty".to_owned()),
                ..Field::default()
            })],
            button: "Add region".to_owned(),
            faults: vec![("name".to_owned(), "is empty".to_owned())],
            files: false,
        }
    }

    pub(crate) fn view(self, frame: &Frame) -> impl IntoView + use<> {
        let token = frame.token();
        let kind = self.files.then_some("multipart/form-data");
        let hidden = self.hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
        let hidden = hidden.collect_view();
        let parts = self.parts.into_iter().map(|part| match part {
            Part::Field(one) => field(one).into_any(),
            Part::Checks(options) => checks(options, "checks").into_any(),
            Part::Select(options) => select(options).into_any(),
        });
        let parts = parts.collect_view();
        view! {
            <form class="form" method="post" action=self.action enctype=kind novalidate=true>
                {token}{hidden}{errors(&self.faults)}{parts}
                <div class="actions"><button class="button">{self.button}</button></div>
            </form>
        }
    }
}

impl Edit {
    /// The document.
    pub fn html(self) -> String {
        let Self { frame, tabs, form } = self;
        let around = frame.clone();
        around.around(move || {
            let heading = form.heading.clone();
            view! { <h1>{heading}</h1>{tabs.view()}{form.view(&frame)} }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Form, Frame, Tabs};

    #[test]
    fn a_form_that_came_back() {
        insta::assert_snapshot!(Edit { frame: Frame::sample(), tabs: Tabs::default(), form: Form::sample() }.html());
    }
}
