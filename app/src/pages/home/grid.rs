//! Components by group, with a column for each region and ninety days under it.

use crate::{
    Tone,
    pieces::{Bars, State, bars, state},
    render::t,
};
use leptos::prelude::*;

/// A group of components.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its heading; empty for components without a group.
    pub name: String,
    /// The worst of its components, shown while it is folded.
    pub worst: Tone,
    /// Whether it starts folded.
    pub folded: bool,
    /// Its components.
    pub components: Vec<Component>,
}

/// One component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// One sentence on it, or nothing.
    pub description: String,
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
            href: "/components/payments".to_owned(),
            description: "Cards, wallets and bank transfers".to_owned(),
            states: vec![Some(State::at(Tone::Major, "Europe")), None],
            bars: Some(Bars::sample()),
        };
        Self { name: "Commerce".to_owned(), worst: Tone::Major, folded: false, components: vec![component] }
    }
}

pub(super) fn grid(columns: &[String], groups: Vec<Group>) -> impl IntoView + use<> {
    if groups.is_empty() {
        return view! { <section class="groups"><h2>{t("components")}</h2><p class="muted">{t("no-components")}</p></section> }
            .into_any();
    }
    // Past four, columns would leave no room for words: chips then, as on a phone.
    let class = if columns.len() > 4 { "groups many" } else { "groups" };
    let columns = columns.to_vec();
    let groups = groups.into_iter().enumerate().map(|(place, group)| one(place, &columns, group)).collect_view();
    let legend = [Tone::Operational, Tone::Degraded, Tone::Partial, Tone::Major, Tone::Maintenance, Tone::Unknown];
    let legend = legend.into_iter().map(|tone| view! { <li>{state(State::of(tone))}</li> }).collect_view();
    view! {
        <section class=class aria-labelledby="components">
            <h2 id="components">{t("components")}</h2>
            {groups}
            <ul class="legend" aria-label=t("legend")>{legend}</ul>
        </section>
    }
    .into_any()
}

fn one(place: usize, columns: &[String], group: Group) -> impl IntoView + use<> {
    let id = format!("group-{place}");
    let heads = columns.iter().cloned().map(|name| view! { <span>{name}</span> }).collect_view();
    let has_bars = group.components.iter().any(|component| component.bars.is_some());
    let scale = has_bars.then(|| view! { <p class="scale"><span>{t("ninety-days-ago")}</span>" "<span>{t("today")}</span></p> });
    let rows = group.components.into_iter().map(component).collect_view();
    let name = if group.name.is_empty() { t("other") } else { group.name };
    view! {
        <details class="group" id=id open=!group.folded>
            <summary class="group-head">
                <h3>{name}</h3>
                <span class="worst">{state(State::of(group.worst))}</span>
                <span class="states" aria-hidden="true">{heads}</span>
            </summary>
            <ul class="components">{rows}</ul>
            {scale}
        </details>
    }
}

fn component(component: Component) -> impl IntoView {
    let states = component.states.into_iter().map(|one| match one {
        Some(one) => view! { <li>{state(one)}</li> }.into_any(),
        None => view! { <li class="absent"></li> }.into_any(),
    });
    let states = states.collect_view();
    let bars = component.bars.map(bars);
    let description = (!component.description.is_empty())
        .then(|| view! { " "<span class="component-description">{component.description}</span> });
    view! {
        <li class="component">
            <p class="component-name"><a href=component.href>{component.name}</a>{description}</p>
            <ul class="states">{states}</ul>
            {bars}
        </li>
    }
}
