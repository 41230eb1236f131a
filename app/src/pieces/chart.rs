//! Numbers by month as columns; the table beside it says the same in words.

use leptos::prelude::*;

/// Columns of stacked parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// What it shows, in one sentence.
    pub label: String,
    /// What the parts are, from the bottom: a class and a word.
    pub parts: Vec<(&'static str, String)>,
    /// Each column: its name, and how much of each part.
    pub columns: Vec<(String, Vec<u64>)>,
}

const WIDTH: u64 = 720;
const HEIGHT: u64 = 160;
/// Space for the names below and the largest number above.
const FOOT: u64 = 22;
const HEAD: u64 = 16;

impl Chart {
    /// A believable chart.
    pub fn sample() -> Self {
        Self {
            label: "Incidents by month and severity".to_owned(),
            parts: vec![("p1", "P1".to_owned()), ("p2", "P2".to_owned())],
            columns: vec![("2026-02".to_owned(), vec![1, 3]), ("2026-03".to_owned(), vec![0, 2])],
        }
    }
}

pub(crate) fn chart(chart: Chart) -> Option<impl IntoView> {
    let most = chart.columns.iter().map(|(_, parts)| parts.iter().sum::<u64>()).max().filter(|most| *most > 0)?;
    let count = u64::try_from(chart.columns.len()).ok()?.max(1);
    let (step, room) = (WIDTH / count, HEIGHT - FOOT - HEAD);
    let legend =
        chart.parts.iter().map(|(class, word)| view! { <li><span class=format!("swatch {class}")></span>{word.clone()}</li> });
    let legend = legend.collect_view();
    let classes: Vec<_> = chart.parts.iter().map(|(class, _)| *class).collect();
    let columns = chart.columns.into_iter().zip(0..).map(|((name, parts), place): ((String, Vec<u64>), u64)| {
        let (left, sum) = (place * step, parts.iter().sum::<u64>());
        let mut below = 0;
        let blocks = parts.into_iter().zip(&classes).filter(|(value, _)| *value > 0).map(|(value, class)| {
            let height = (value * room / most).max(1);
            below += height;
            let top = HEIGHT - FOOT - below;
            view! { <rect class=*class x=left + step / 6 y=top width=step * 2 / 3 height=height></rect> }
        });
        let blocks = blocks.collect_view();
        let middle = left + step / 2;
        let number = (sum > 0).then(|| view! { <text x=middle y=HEIGHT - FOOT - below - 4>{sum.to_string()}</text> });
        view! { {blocks}{number}<text x=middle y=HEIGHT - 6>{name}</text> }
    });
    let columns = columns.collect_view();
    Some(view! {
        <figure class="chart" tabindex="0">
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=chart.label>{columns}</svg>
            <ul class="legend" aria-hidden="true">{legend}</ul>
        </figure>
    })
}
