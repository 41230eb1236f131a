//! The page of one component: how it is in each region, how it was, and what happened to it.

use super::Frame;
use crate::{
    pieces::{At, Bars, Entry, State, Table, at, bars, entry, state, table},
    render::t,
};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Component {
    /// Head and foot.
    pub frame: Frame,
    /// Its name.
    pub name: String,
    /// One sentence on it, or nothing.
    pub description: String,
    /// Each region: its name, the state there, and ninety days.
    pub regions: Vec<(String, State, Option<Bars>)>,
    /// Availability by region and length of time.
    pub windows: Option<Table>,
    /// Availability by region and month.
    pub months: Option<Table>,
    /// What happened to it, newest first, by day.
    pub days: Vec<(At, Vec<Entry>)>,
    /// All that happened to it.
    pub history: String,
    /// Its days in a calendar.
    pub calendar: String,
}

impl Component {
    /// A believable component.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(),
            name: "Payments".to_owned(),
            description: "Cards, wallets and bank transfers".to_owned(),
            regions: vec![("Europe".to_owned(), State::of(crate::Tone::Major), Some(Bars::sample()))],
            windows: Some(Table::sample()),
            months: Some(Table::sample()),
            days: vec![(At::sample(), vec![Entry::sample()])],
            history: "/history?component=payments".to_owned(),
            calendar: "/uptime?component=payments".to_owned(),
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, name, description, regions, windows, months, days, history, calendar } = self;
        frame.around("page reading", || (), move || {
            let lede = (!description.is_empty()).then(|| view! { <p class="lede">{description}</p> });
            let regions = regions.into_iter().map(|(name, now, past)| {
                let past = past.map(bars);
                view! { <li class="component"><p class="component-name"><strong>{name}</strong></p><p class="states">{state(now)}</p>{past}</li> }
            });
            let regions = regions.collect_view();
            let has_numbers = windows.is_some() || months.is_some();
            let numbers = has_numbers.then(|| {
                view! {
                    <section aria-labelledby="availability">
                        <h2 id="availability">{t("availability")}</h2>
                        {windows.map(table)}
                        {months.map(table)}
                        <p class="onward"><a href=calendar>{t("calendar-of-days")}</a></p>
                    </section>
                }
            });
            let empty = days.is_empty().then(|| view! { <p class="muted">{t("no-incidents")}</p> });
            let days = days.into_iter().map(|(day, entries)| {
                let entries = entries.into_iter().map(|one| entry(one, true)).collect_view();
                view! { <li class="day"><h3>{at(day)}</h3><div>{entries}</div></li> }
            });
            let days = days.collect_view();
            view! {
                <h1>{name}</h1>
                {lede}
                <section class="groups" aria-label=t("regions")><ul class="components">{regions}</ul></section>
                {numbers}
                <section aria-labelledby="past">
                    <h2 id="past">{t("past-incidents")}</h2>
                    {empty}
                    <ol class="days">{days}</ol>
                    <p class="onward"><a href=history>{t("whole-history")}</a></p>
                </section>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_of_a_component() {
        insta::assert_snapshot!(super::Component::sample().html());
    }
}
