//! How well incidents are handled, in charts with a table beside each.

use super::{Frame, Tabs};
use crate::pieces::{Chart, Field, Table, chart, field, table};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// From which month to which.
    pub range: Vec<Field>,
    /// Mean times and shares: what it is, and its value in words.
    pub means: Vec<(&'static str, String)>,
    /// What was counted, each by month.
    pub months: Vec<(&'static str, Chart, Table)>,
    /// What was counted by component and region.
    pub lists: Vec<Table>,
    /// Where the same is as a file.
    pub file: String,
}

impl Reports {
    /// A believable report.
    pub fn sample() -> Self {
        Self {
            frame: Frame { title: "Reports".to_owned(), section: "/admin/reports", ..Frame::sample() },
            tabs: Tabs::default(),
            range: vec![Field { name: "from", label: "From".to_owned(), value: "2026-01".to_owned(), ..Field::default() }],
            means: vec![("Mean time to resolve", "1 h 12 min".to_owned())],
            months: vec![("Incidents", Chart::sample(), Table::sample())],
            lists: vec![Table::sample()],
            file: "/admin/reports.csv".to_owned(),
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, tabs, range, means, months, lists, file } = self;
        frame.around(move || {
            let range = range.into_iter().map(field).collect_view();
            let means = means.into_iter().map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }).collect_view();
            let months = months.into_iter().map(|(heading, drawn, numbers)| {
                view! { <section><h2>{heading}</h2>{chart(drawn)}{table(numbers)}</section> }
            });
            let months = months.collect_view();
            let lists = lists.into_iter().map(table).collect_view();
            view! {
                <div class="title"><h1>"Reports"</h1>" "<a class="button button-quiet" href=file>"As CSV"</a></div>
                {tabs.view()}
                <form class="fields" method="get" aria-label="Months">{range}<button class="button button-quiet">"Show"</button></form>
                <dl class="counts means">{means}</dl>
                {months}
                <section class="lists"><h2>"Where"</h2>{lists}</section>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_report() {
        insta::assert_snapshot!(super::Reports::sample().html());
    }
}
