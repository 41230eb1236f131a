//! Numbers by row and column.

use leptos::prelude::*;

/// A table whose first column names its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is of.
    pub caption: String,
    /// What the rows are.
    pub corner: String,
    /// The columns.
    pub columns: Vec<String>,
    /// Each row: its name, where the name leads, and its cells; an empty cell is not known.
    pub rows: Vec<Row>,
}

/// One row: its name, where the name leads if anywhere, and its cells.
pub type Row = (String, Option<String>, Vec<String>);

impl Table {
    /// A believable table.
    pub fn sample() -> Self {
        let text = str::to_owned;
        Self {
            caption: text("Availability in percent"),
            corner: text("Region"),
            columns: vec![text("24 hours"), text("90 days")],
            rows: vec![
                (text("Europe"), None, vec![text("97.22"), text("99.93")]),
                (text("Asia"), None, vec![String::new(), text("100")]),
            ],
        }
    }
}

pub(crate) fn table(table: Table) -> impl IntoView + use<> {
    let heads = table.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let rows = table.rows.into_iter().map(|(name, href, cells)| {
        let name = match href {
            Some(href) => view! { <a href=href>{name}</a> }.into_any(),
            None => name.into_any(),
        };
        let cells = cells.into_iter().map(|cell| view! { <td>{if cell.is_empty() { "–".to_owned() } else { cell }}</td> });
        let cells = cells.collect_view();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    });
    let rows = rows.collect_view();
    let label = table.caption.clone();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table class="numbers">
                <caption>{table.caption}</caption>
                <thead><tr><th scope="col">{table.corner}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
