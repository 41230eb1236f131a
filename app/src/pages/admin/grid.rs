//! The grid of components and regions with a health to choose in each cell.

use crate::pieces::Choice;
use leptos::prelude::*;

/// Components by regions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Names of the regions.
    pub columns: Vec<String>,
    /// Groups by name, each with its components.
    pub groups: Vec<(String, Vec<GridRow>)>,
}

/// A component by name, with a cell for each region; none where it does not run.
pub type GridRow = (String, Vec<Option<Cell>>);

/// One component in one region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The name of the field.
    pub name: String,
    /// Component and region in words.
    pub label: String,
    /// The healths to choose from.
    pub choices: Vec<Choice>,
}

impl Grid {
    /// A believable grid.
    pub fn sample() -> Self {
        let cell = Cell {
            name: "health.c1.r1".to_owned(),
            label: "Payments, Europe".to_owned(),
            choices: vec![Choice::new("operational", "Operational", false), Choice::new("major_outage", "Major outage", true)],
        };
        Self {
            columns: vec!["Europe".to_owned(), "America".to_owned()],
            groups: vec![("Commerce".to_owned(), vec![("Payments".to_owned(), vec![Some(cell), None])])],
        }
    }

    pub(crate) fn view(self) -> impl IntoView {
        if self.groups.is_empty() {
            let text = "There are no components yet; add them under Settings. An incident without any concerns everybody.";
            return view! { <p class="empty">{text}</p> }.into_any();
        }
        let width = (self.columns.len() + 1).to_string();
        let heads = self.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
        let groups = self.groups.into_iter().map(|(name, rows)| {
            let head = (!name.is_empty()).then(|| {
                view! { <tr class="group-row"><th scope="rowgroup" colspan=width.clone()>{name}</th></tr> }
            });
            let rows = rows.into_iter().map(|(name, cells)| {
                let cells = cells.into_iter().map(|one| view! { <td>{one.map(cell)}</td> }).collect_view();
                view! { <tr><th scope="row" class="part">{name}</th>{cells}</tr> }
            });
            let rows = rows.collect_view();
            view! { <tbody>{head}{rows}</tbody> }
        });
        let groups = groups.collect_view();
        view! {
            <div class="table-box" role="region" aria-label="Health by component and region" tabindex="0" id="affected">
                <table class="table health-grid">
                    <thead><tr><th scope="col">"Component"</th>{heads}</tr></thead>
                    {groups}
                </table>
            </div>
        }
        .into_any()
    }
}

fn cell(cell: Cell) -> impl IntoView {
    let rows = cell
        .choices
        .into_iter()
        .map(|choice| view! { <option value=choice.value selected=choice.chosen>{choice.label}</option> });
    let rows = rows.collect_view();
    view! { <select class="health" name=cell.name aria-label=cell.label>{rows}</select> }
}
