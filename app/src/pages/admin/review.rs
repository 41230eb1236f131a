//! Writing the review of an incident: its text, how it will look, what is to be done.

use super::{Frame, filling::by_return, form::Form};
use crate::pieces::{Fact, Field, Options, errors, facts, field, select};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Head and navigation.
    pub frame: Frame,
    /// The title of the incident.
    pub title: String,
    /// Where it is sent.
    pub action: String,
    /// When it is due, what it is of.
    pub facts: Vec<Fact>,
    /// For whom it is.
    pub audience: Options,
    /// The text.
    pub body: Field,
    /// A mark of the text that was saved last.
    pub seen: String,
    /// A picture to add: the file, and what it shows.
    pub picture: Vec<Field>,
    /// The pictures that it has: address, what each shows, the Markdown that shows it.
    pub pictures: Vec<(String, String, String)>,
    /// How it will look, as safe HTML; nothing before anybody asked.
    pub preview_html: String,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// What the last button says; none when it is finished.
    pub finish: Option<String>,
    /// What is to be done.
    pub actions: Vec<Todo>,
    /// The form for something more to do.
    pub add: Form,
    /// Whether the reader may write.
    pub may_write: bool,
}

/// Something to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Todo {
    /// Its id.
    pub id: String,
    /// What.
    pub title: String,
    /// Who.
    pub owner: String,
    /// By when.
    pub due: String,
    /// Whether it is done.
    pub done: bool,
    /// Whether it should have been by now.
    pub late: bool,
}

impl Review {
    /// A believable review.
    pub fn sample() -> Self {
        Self {
            frame: Frame { title: "Post-mortem".to_owned(), section: "/admin/postmortems", ..Frame::sample() },
            title: "Payments are failing".to_owned(),
            action: "/admin/postmortems/1".to_owned(),
            facts: vec![Fact::Text("For".to_owned(), "Everybody".to_owned())],
            audience: Options { name: "audience", legend: "For".to_owned(), ..Options::default() },
            body: Field { name: "body", label: "Text".to_owned(), kind: crate::pieces::Kind::Body, ..Field::default() },
            picture: vec![Field {
                name: "picture",
                label: "Picture".to_owned(),
                kind: crate::pieces::Kind::Shot,
                optional: true,
                ..Field::default()
            }],
            pictures: vec![(
                "/files/1.png".to_owned(),
                "Errors by minute".to_owned(),
                "![Errors by minute](/files/1.png)".to_owned(),
            )],
            preview_html: "<h3>Summary</h3><p>Cards failed.</p>".to_owned(),
            finish: Some("Publish it and tell".to_owned()),
            actions: vec![Todo {
                id: "a1".to_owned(),
                title: "Add a second processor".to_owned(),
                owner: "ada".to_owned(),
                due: "2026-03-31".to_owned(),
                done: false,
                late: true,
            }],
            add: Form { heading: "Something more".to_owned(), button: "Add".to_owned(), ..Form::default() },
            may_write: true,
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let Self { frame, title, action, facts: known, actions, add, may_write, preview_html, .. } = self;
            let preview = (!preview_html.is_empty()).then(|| {
                view! { <section aria-labelledby="preview"><h2 id="preview">"How it looks"</h2><div class="prose" inner_html=preview_html></div></section> }
            });
            let finish = self.finish.map(|label| view! { " "<button class="button" name="act" value="finish">{label}</button> });
            let to_preview = format!("{action}#preview");
            let editor = may_write.then(|| {
                view! {
                    <form class="steps" method="post" action=action.clone() enctype="multipart/form-data" novalidate=true>
                        {frame.token()}<input type="hidden" name="seen" value=self.seen/>{by_return("save")}{errors(&self.faults)}{select(self.audience)}<div class="long">{field(self.body)}</div>
                        {pictures(self.pictures, self.picture)}
                        <div class="actions">
                            <button class="button button-quiet" name="act" value="preview" formaction=to_preview>"Preview"</button>" "
                            <button class="button button-quiet" name="act" value="save">"Save"</button>{finish}
                        </div>
                    </form>
                }
            });
            let todo = todos(actions, &action, &frame, may_write);
            let add = may_write.then(|| {
                let heading = add.heading.clone();
                view! { <section><h3>{heading}</h3>{add.view(&frame)}</section> }
            });
            view! {
                <h1>{format!("Post-mortem: {title}")}</h1>
                {facts(known)}{editor}{preview}
                <section aria-labelledby="todo"><h2 id="todo">"What is to be done"</h2>{todo}{add}</section>
            }
        })
    }
}

/// The pictures that the review has, each with the Markdown that shows it, and one to add.
fn pictures(known: Vec<(String, String, String)>, add: Vec<Field>) -> impl IntoView {
    let open = add.iter().any(|field| field.error.is_some());
    let count = known.len();
    let rows = known.into_iter().map(|(src, alt, markdown)| {
        view! { <li><img src=src alt=alt loading="lazy"/><code>{markdown}</code></li> }
    });
    let rows = rows.collect_view();
    let list = (count > 0).then(|| view! { <ul class="pictures">{rows}</ul> });
    let add = add.into_iter().map(field).collect_view();
    let label = if count > 0 { format!("Pictures ({count})") } else { "Pictures".to_owned() };
    view! {
        <details class="more" id="pictures" open=open>
            <summary>{label}</summary>
            {list}
            <div class="fields">{add}</div>
            <button class="button button-quiet" name="act" value="picture">"Add it to the text"</button>
        </details>
    }
}

fn todos(actions: Vec<Todo>, action: &str, frame: &Frame, may_write: bool) -> AnyView {
    if actions.is_empty() {
        return view! { <p class="empty">"Nothing yet. What prevents it from happening again stands here."</p> }.into_any();
    }
    let rows = actions.into_iter().map(|one| {
        let (word, value) = if one.done { ("Done", "no") } else { ("To do", "yes") };
        let button = may_write.then(|| {
            let label = if one.done { "Not done" } else { "Done" };
            view! {
                <form method="post" action=format!("{action}/actions")>
                    {frame.token()}
                    <input type="hidden" name="action" value=one.id.clone()/>
                    <button class="button button-quiet button-small" name="done" value=value aria-label=format!("{label}: {}", one.title)>{label}</button>
                </form>
            }
        });
        let late = (one.late && !one.done).then_some("late");
        view! {
            <tr><th scope="row" class="part">{one.title}</th><td><bdi>{one.owner}</bdi></td><td class=late>{one.due}</td><td>{word}</td><td>{button}</td></tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-box" role="region" aria-label="Items by day" tabindex="0">
            <table class="table">
                <thead><tr><th scope="col">"What"</th><th scope="col">"Who"</th><th scope="col">"By"</th><th scope="col">"Stands"</th><td></td></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_review_that_is_being_written() {
        insta::assert_snapshot!(super::Review::sample().html());
    }
}
