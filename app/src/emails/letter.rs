//! A mail to one person with one thing to do.

use super::frame::frame;
use crate::Lang;
use leptos::prelude::*;

/// What the mail says.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The language it is in.
    pub lang: Lang,
    /// What it is about.
    pub heading: String,
    /// The sentences, in order.
    pub sentences: Vec<String>,
    /// The label of the one link.
    pub action: String,
    /// Where it leads.
    pub link: String,
    /// Why the reader gets this, and what to do when they did not ask for it.
    pub reason: String,
}

impl Letter {
    /// A believable letter.
    pub fn sample() -> Self {
        Self {
            lang: Lang::En,
            heading: "Confirm your subscription".to_owned(),
            sentences: vec!["Somebody, probably you, asked to be told of trouble at Northwind by mail.".to_owned()],
            action: "Confirm".to_owned(),
            link: "https://status.northwind.example/confirm/s1".to_owned(),
            reason: "If it was not you, ignore this mail: nothing more will come.".to_owned(),
        }
    }

    /// The text part.
    pub fn text(&self) -> String {
        format!("{}\n\n{}\n\n{}: {}\n\n-- \n{}\n", self.heading, self.sentences.join("\n"), self.action, self.link, self.reason)
    }

    /// The HTML part.
    pub fn html(&self) -> String {
        let letter = self.clone();
        // Its first words are what a list of mails should show; and hidden ones are held against a mail that nobody subscribed to.
        frame(self.lang, &self.heading, "", move || {
            let sentences = letter.sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view();
            view! {
                <h1>{letter.heading}</h1>
                {sentences}
                <p><a class="go" href=letter.link>{letter.action}</a></p>
                <p class="foot">{letter.reason}</p>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_say_the_same() {
        insta::assert_snapshot!(format!("{}\n=====\n{}", Letter::sample().text(), Letter::sample().html()));
    }
}
