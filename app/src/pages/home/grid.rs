//! Components by group, with a column for each region and ninety days under it.

use super::{Bars, State, state};
use crate::{Tone, pieces::bars};
use leptos::prelude::*;

/// A group of components.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its heading; empty for components without a group.
    pub name: String,
    /// Its components.
    pub components: Vec<Component>,
}

/// One component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// One sentence on it, or nothing.
    pub description: String,
    /// Its percentage over ninety days, when shown and known.
    pub availability: Option<String>,
    /// Its state in each column; none where it does not run.
    pub states: Vec<Option<State>>,
    /// Its bars, when shown.
    pub bars: Option<Bars>,
}

impl Group {
    /// A believable group.
    pub fn sample() -> Self {
        let component = Component {
            name: "Payments".to_owned(),
            description: "Cards, wallets and bank transfers".to_owned(),
            availability: Some("99.93".to_owned()),
            states: vec![Some(State::at(Tone::Major, "Europe")), None],
            bars: Some(Bars::sample()),
        };
        Self { name: "Commerce".to_owned(), components: vec![component] }
    }
}

pub(super) fn grid(columns: &[String], groups: Vec<Group>) -> impl IntoView + use<> {
    if groups.is_empty() {
        let text = "No components yet. Staff add them under Settings in the admin area.";
        return view! { <section class="groups"><h2>"Components"</h2><p class="muted">{text}</p></section> }.into_any();
    }
    let columns = columns.to_vec();
    let groups = groups.into_iter().enumerate().map(|(place, group)| one(place, &columns, group)).collect_view();
    let legend = [Tone::Operational, Tone::Degraded, Tone::Partial, Tone::Major, Tone::Maintenance, Tone::Unknown];
    let legend = legend.into_iter().map(|tone| view! { <li>{state(State::of(tone))}</li> }).collect_view();
    view! {
        <section class="groups" aria-labelledby="components">
            <h2 id="components">"Components"</h2>
            {groups}
            <ul class="legend" aria-label="What the shapes mean">{legend}</ul>
        </section>
    }
    .into_any()
}

fn one(place: usize, columns: &[String], group: Group) -> impl IntoView + use<> {
    let id = format!("group-{place}");
    let named_by = id.clone();
    let heads = columns.iter().cloned().map(|name| view! { <li>{name}</li> }).collect_view();
    let has_bars = group.components.iter().any(|component| component.bars.is_some());
    let scale = has_bars.then(|| view! { <p class="scale"><span>"90 days ago"</span>" "<span>"Today"</span></p> });
    let rows = group.components.into_iter().map(component).collect_view();
    let name = if group.name.is_empty() { "Other".to_owned() } else { group.name };
    view! {
        <section class="group" aria-labelledby=named_by>
            <div class="group-head"><h3 id=id>{name}</h3><ul class="states" aria-hidden="true">{heads}</ul></div>
            <ul class="components">{rows}</ul>
            {scale}
        </section>
    }
}

fn component(component: Component) -> impl IntoView {
    let availability = component.availability.map(|percent| {
        view! { " "<data value=percent.clone()>{format!("{percent} % over 90 days")}</data> }
    });
    let states = component.states.into_iter().map(|one| match one {
        Some(one) => view! { <li>{state(one)}</li> }.into_any(),
        None => view! { <li class="absent"></li> }.into_any(),
    });
    let states = states.collect_view();
    let bars = component.bars.map(|one| view! { <div class="uptime">{bars(&one)}</div> });
    let title = (!component.description.is_empty()).then_some(component.description);
    view! {
        <li class="component">
            <p class="component-name"><span title=title>{component.name}</span>{availability}</p>
            <ul class="states">{states}</ul>
            {bars}
        </li>
    }
}
