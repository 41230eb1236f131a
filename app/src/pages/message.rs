//! A page with one thing to say and perhaps one thing to do.

use super::Frame;
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Head and foot.
    pub frame: Frame,
    /// What it says first.
    pub heading: String,
    /// What it says next.
    pub text: String,
    /// What can be done.
    pub action: Action,
    /// Another way: label and address.
    pub other: Option<(String, String)>,
}

/// What can be done on a message page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    #[default]
    None,
    /// A link: label and address.
    Go(String, String),
    /// A button that posts to the page's own address.
    Post(String),
}

impl Message {
    /// A believable message.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(),
            heading: "Stop all mail?".to_owned(),
            text: "Nothing has changed yet.".to_owned(),
            action: Action::Post("Stop all mail".to_owned()),
            other: Some(("Change what I get instead".to_owned(), "/subscriptions/1".to_owned())),
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, heading, text, action, other } = self;
        frame.around(
            "page reading",
            || (),
            move || {
                let other = other.map(|(label, href)| view! { " "<a href=href>{label}</a> });
                let action = match action {
                    Action::None => view! { <p class="actions">{other}</p> }.into_any(),
                    Action::Go(label, href) => {
                        view! { <p class="actions"><a class="button" href=href>{label}</a>{other}</p> }.into_any()
                    }
                    Action::Post(label) => {
                        view! { <form class="actions" method="post"><button class="button">{label}</button>{other}</form> }
                            .into_any()
                    }
                };
                view! { <section class="message tone tone-unknown"><h1>{heading}</h1><p>{text}</p>{action}</section> }
            },
        )
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_message() {
        insta::assert_snapshot!(super::Message::sample().html());
    }
}
