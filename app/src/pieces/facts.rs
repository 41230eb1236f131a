//! Facts in a column: a word, and what it is.

use super::{At, State, at, state};
use leptos::prelude::*;

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Words.
    Text(String, String),
    /// A moment.
    Moment(String, At),
    /// States at places.
    States(String, Vec<State>),
    /// A link.
    Link(String, String, String),
}

pub(crate) fn facts(facts: Vec<Fact>) -> impl IntoView + use<> {
    let rows = facts.into_iter().map(|fact| {
        let (label, value) = match fact {
            Fact::Text(label, text) => (label, text.into_any()),
            Fact::Moment(label, moment) => (label, at(moment).into_any()),
            Fact::States(label, states) => {
                let states = states.into_iter().map(|one| view! { <li>{state(one)}</li> }).collect_view();
                (label, view! { <ul>{states}</ul> }.into_any())
            }
            Fact::Link(label, text, href) => (label, view! { <a href=href>{text}</a> }.into_any()),
        };
        view! { <div><dt>{label}</dt><dd>{value}</dd></div> }
    });
    let rows = rows.collect_view();
    view! { <dl class="facts">{rows}</dl> }
}
