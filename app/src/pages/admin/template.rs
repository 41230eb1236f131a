//! The editor of a template: texts by language, the fields there are, and how it will look.

use super::{Frame, Tabs, filling::by_return};
use crate::pieces::{Field, Options, errors, field, select};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// Where it is sent.
    pub action: String,
    /// A mark of the template that was saved last.
    pub seen: String,
    /// What it is called; none for the one that comes with the program.
    pub name: Option<Field>,
    /// What it is for; none where that is fixed.
    pub kind: Option<Options>,
    /// Each language with its fields.
    pub languages: Vec<(String, Vec<Field>)>,
    /// The fields that a text may name, each with what it says.
    pub words: Vec<(String, String)>,
    /// How it will look.
    pub previews: Vec<Preview>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// What the button says that removes it; none when there is nothing to remove.
    pub remove: Option<String>,
}

/// A text with real values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Which: `English, page`, or `Deutsch, mail, Europe/Berlin`.
    pub label: String,
    /// The language's code.
    pub lang: String,
    /// Whether it runs from right to left.
    pub rtl: bool,
    /// The text as HTML.
    pub html: String,
    /// The fields that will be asked for.
    pub missing: Vec<String>,
}

impl Template {
    /// A believable template.
    pub fn sample() -> Self {
        let text = str::to_owned;
        Self {
            frame: Frame { title: text("First alert"), section: "/admin/components", ..Frame::sample() },
            action: text("/admin/templates/alert"),
            languages: vec![(
                text("English"),
                vec![Field {
                    name: "page_en",
                    label: text("Page"),
                    kind: crate::pieces::Kind::Body,
                    value: text("We look into {scope}."),
                    ..Field::default()
                }],
            )],
            words: vec![(text("{scope}"), text("the affected components with their regions"))],
            previews: vec![Preview {
                label: text("English, page"),
                lang: text("en"),
                html: text("<p>We look into Payments in Europe.</p>"),
                missing: vec![text("{cause}")],
                ..Preview::default()
            }],
            remove: Some(text("Back to the text that came with the program")),
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let title = self.frame.title.clone();
            let languages = self.languages.into_iter().enumerate().map(|(place, (name, fields))| {
                let open = place == 0 || fields.iter().any(|one| one.error.is_some());
                let fields = fields.into_iter().map(field).collect_view();
                view! { <details class="fold" open=open><summary>{name}</summary>{fields}</details> }
            });
            let languages = languages.collect_view();
            let words =
                self.words.into_iter().map(|(word, what)| view! { <div><dt><code>{word}</code></dt><dd>{what}</dd></div> });
            let words = words.collect_view();
            let previews = previews(self.previews);
            let remove =
                self.remove.map(|label| view! { <button class="button button-quiet" name="act" value="remove">{label}</button> });
            view! {
                <h1>{title}</h1>
                {self.tabs.view()}
                <form class="form" method="post" action=self.action novalidate=true>
                    {self.frame.token()}<input type="hidden" name="seen" value=self.seen/>{by_return("preview")}{errors(&self.faults)}
                    {self.name.map(field)}{self.kind.map(select)}
                    <fieldset class="sayings"><legend>"Texts"</legend>{languages}</fieldset>
                    <details class="fold words"><summary>"Fields that a text may name"</summary><dl>{words}</dl></details>
                    <div class="actions">
                        <button class="button" name="act" value="save">"Save"</button>" "
                        <button class="button button-quiet" name="act" value="preview">"Show how it looks"</button>" "{remove}
                    </div>
                </form>
                {previews}
            }
        })
    }
}

fn previews(all: Vec<Preview>) -> impl IntoView {
    (!all.is_empty()).then(|| {
        let each = all.into_iter().map(|one| {
            let asked = (!one.missing.is_empty())
                .then(|| view! { <p class="hint">{format!("Asked for: {}", one.missing.join(", "))}</p> });
            let dir = if one.rtl { "rtl" } else { "ltr" };
            let label = one.label.clone();
            view! {
                <article class="mail" aria-label=label>
                    <header><strong>{one.label}</strong></header>
                    <div class="prose" lang=one.lang dir=dir inner_html=one.html></div>
                    {asked}
                </article>
            }
        });
        let each = each.collect_view();
        view! { <section id="previews"><h2>"How it looks"</h2><div class="mails">{each}</div></section> }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_editor() {
        insta::assert_snapshot!(super::Template::sample().html());
    }
}
