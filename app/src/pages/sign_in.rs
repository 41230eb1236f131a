//! Signing in, and making the first owner.

use crate::{
    Lang,
    pieces::{Field, field, icon},
    render::html,
};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignIn {
    /// The title of the page.
    pub brand: String,
    /// The style sheet.
    pub style: String,
    /// The icon.
    pub icon: String,
    /// The heading.
    pub heading: &'static str,
    /// What the button says.
    pub button: &'static str,
    /// The fields.
    pub fields: Vec<Field>,
    /// What is wrong with all of it.
    pub error: Option<String>,
    /// The token against forged forms.
    pub token: String,
    /// What the reader should know first, or nothing.
    pub note: Option<String>,
    /// Where it is sent; nowhere else than here when empty.
    pub action: String,
    /// What was typed before and goes along unseen: names and values.
    pub kept: Vec<(String, String)>,
}

impl SignIn {
    /// A believable form.
    pub fn sample() -> Self {
        Self {
            brand: "Northwind".to_owned(),
            style: "/assets/admin.css".to_owned(),
            icon: "/assets/favicon.svg".to_owned(),
            heading: "Sign in",
            button: "Sign in",
            fields: vec![Field { name: "email", label: "Email address".to_owned(), ..Field::default() }],
            error: Some("This address and password do not belong together.".to_owned()),
            token: "t".to_owned(),
            note: Some("Your session has ended. What you typed is kept.".to_owned()),
            action: "/admin/sign-in".to_owned(),
            kept: vec![("kept.body".to_owned(), "Cards\nfail.".to_owned())],
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let inner = html(Lang::En, move || {
            let error = self.error.map(|error| {
                view! { <p class="error" id="sign-in-error" role="alert">{icon(crate::Tone::Major)}" "{error}</p> }
            });
            let fields = self.fields.into_iter().map(field).collect_view();
            let note = self.note.map(|note| view! { <p class="notice" role="status">{note}</p> });
            let action = (!self.action.is_empty()).then_some(self.action);
            // A hidden input keeps its line breaks in all browsers.
            let kept = self.kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
            let kept = kept.collect_view();
            view! {
                <html lang="en" dir="ltr">
                    <head>
                        <meta charset="utf-8"/>
                        <meta name="viewport" content="width=device-width, initial-scale=1"/>
                        <meta name="robots" content="noindex"/>
                        <title>{format!("{} - {}", self.heading, self.brand)}</title>
                        <link rel="icon" href=self.icon/>
                        <link rel="stylesheet" href=self.style/>
                    </head>
                    <body class="door">
                        <main id="main">
                            <p class="brand">{self.brand}</p>
                            <h1>{self.heading}</h1>
                            {note}
                            <form class="form" method="post" action=action>
                                <input type="hidden" name="token" value=self.token/>
                                {kept}{error}{fields}
                                <button class="button">{self.button}</button>
                            </form>
                        </main>
                    </body>
                </html>
            }
        });
        format!("<!DOCTYPE html>{inner}")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn signing_in() {
        insta::assert_snapshot!(super::SignIn::sample().html());
    }
}
