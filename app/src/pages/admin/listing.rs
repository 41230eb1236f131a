//! A list of things as a table, with numbers above and a form below where there are any.

use super::{Frame, Tabs, form::Form, now::numbers};
use crate::pieces::{At, Fact, Field, Options, State, at, facts, field, select, severity, state};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// A button beside the heading: label and address.
    pub button: Option<(String, String)>,
    /// What is known, above the table.
    pub facts: Vec<Fact>,
    /// Numbers above the table.
    pub counts: Vec<(&'static str, i64, bool)>,
    /// What to look for: choices and a field, sent by GET.
    pub search: Option<(Vec<Options>, Field)>,
    /// The heads of the columns.
    pub heads: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is said when there are none.
    pub empty: &'static str,
    /// The page of older rows.
    pub older: Option<String>,
    /// Words that would be public: what they are, their language, and they themselves as safe HTML.
    pub words: Vec<(String, String, String)>,
    /// Forms below.
    pub forms: Vec<Form>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Whether it is the heading of the rows below it.
    pub is_group: bool,
    /// Its cells; the first is its name.
    pub cells: Vec<Item>,
    /// Where its place in the order is changed, and what it is called.
    pub order: Option<(String, String)>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Words.
    Text(String),
    /// Words that lead somewhere.
    Link(String, String),
    /// What somebody else's program said.
    Code(String),
    /// A state.
    State(State),
    /// A severity.
    Severity(String),
    /// A moment.
    Moment(Option<At>),
}

impl Listing {
    /// A believable list.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(),
            heads: vec!["Name", "State", "Order"],
            rows: vec![
                Row {
                    is_group: true,
                    cells: vec![Item::Text("Commerce".to_owned())],
                    order: Some(("/admin/groups/1/move".to_owned(), "Commerce".to_owned())),
                },
                Row {
                    is_group: false,
                    cells: vec![
                        Item::Link("Payments".to_owned(), "/admin/components/1".to_owned()),
                        Item::State(State::of(crate::Tone::Major)),
                    ],
                    order: Some(("/admin/components/1/move".to_owned(), "Payments".to_owned())),
                },
            ],
            empty: "Nothing yet.",
            older: Some("?before=1".to_owned()),
            forms: vec![Form::sample()],
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        self.followed_by(|| ())
    }

    /// The document with something more below.
    pub(super) fn followed_by<V: IntoView>(self, more: impl FnOnce() -> V) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let frame = self.frame.clone();
            let title = frame.title.clone();
            let button = self.button.map(|(label, href)| view! { " "<a class="button" href=href>{label}</a> });
            let known = (!self.facts.is_empty()).then(|| facts(self.facts));
            let counts = (!self.counts.is_empty()).then(|| numbers(self.counts));
            let search = self.search.map(|(choices, find)| {
                let choices = choices.into_iter().map(select).collect_view();
                view! {
                    <form class="fields" method="get" role="search" aria-label="Search">
                        {choices}{field(find)}<button class="button button-quiet">"Show"</button>
                    </form>
                }
            });
            let older =
                self.older.map(|href| view! { <nav class="pager" aria-label="Pages"><a href=href rel="next">"Older"</a></nav> });
            let forms = self.forms.into_iter().map(|form| {
                let heading = form.heading.clone();
                view! { <section><h2>{heading}</h2>{form.view(&frame)}</section> }
            });
            let forms = forms.collect_view();
            let table = if self.rows.is_empty() {
                view! { <p class="empty">{self.empty}</p> }.into_any()
            } else {
                table(&title, self.heads, self.rows, &frame).into_any()
            };
            let words = self.words.into_iter().map(|(label, language, html)| {
                view! { <section><h2>{label}</h2><div class="prose" dir="auto" lang=language inner_html=html></div></section> }
            });
            let words = words.collect_view();
            view! { <div class="title"><h1>{title}</h1>{button}</div>{self.tabs.view()}{known}{counts}{search}{words}{table}{older}{forms}{more()} }
        })
    }
}

fn table(label: &str, heads: Vec<&'static str>, rows: Vec<Row>, frame: &Frame) -> impl IntoView + use<> {
    let width = heads.len().saturating_sub(1).to_string();
    let heads = heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let rows = rows.into_iter().map(|row| {
        let token = frame.token();
        let order = row.order.map(|(action, name)| {
            view! {
                <td>
                    <form class="actions" method="post" action=action>
                        {token}
                        <button class="button button-quiet button-small" name="step" value="up" aria-label=format!("Move {name} up")>"Up"</button>" "
                        <button class="button button-quiet button-small" name="step" value="down" aria-label=format!("Move {name} down")>"Down"</button>
                    </form>
                </td>
            }
        });
        let mut cells = row.cells.into_iter();
        let first = cells.next().map(item);
        if row.is_group {
            return view! { <tr class="group-row"><th scope="rowgroup" colspan=width.clone()>{first}</th>{order}</tr> }.into_any();
        }
        let cells = cells.map(|cell| view! { <td>{item(cell)}</td> }).collect_view();
        view! { <tr><th scope="row" class="part">{first}</th>{cells}{order}</tr> }.into_any()
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-box" role="region" aria-label=label.to_owned() tabindex="0">
            <table class="table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
}

fn item(item: Item) -> AnyView {
    match item {
        Item::Text(text) => view! { <bdi>{text}</bdi> }.into_any(),
        Item::Link(text, href) => view! { <a href=href>{text}</a> }.into_any(),
        Item::Code(text) => view! { <code>{text}</code> }.into_any(),
        Item::State(one) => state(one).into_any(),
        Item::Severity(label) => severity(&label).into_any(),
        Item::Moment(moment) => moment.map(at).into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::Listing;

    #[test]
    fn a_list() {
        insta::assert_snapshot!(Listing::sample().html());
    }

    #[test]
    fn an_empty_list_says_what_would_fill_it() {
        assert!(Listing { rows: Vec::new(), ..Listing::sample() }.html().contains("Nothing yet."));
    }
}
