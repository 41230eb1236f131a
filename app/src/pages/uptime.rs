//! Uptime in numbers: every component by length of time, and the days of a year as a calendar.

use super::{Frame, switch};
use crate::{
    Tone,
    pieces::{State, Table, state, table},
    render::t,
};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uptime {
    /// Head and foot.
    pub frame: Frame,
    /// The region switch.
    pub regions: Vec<(String, String, bool)>,
    /// How the numbers come about.
    pub note: String,
    /// Availability by group of components.
    pub tables: Vec<Table>,
    /// Whose days the calendar shows.
    pub whose: String,
    /// Everything instead of one component; none when it is shown.
    pub all: Option<String>,
    /// The names of the days of the week, Monday first: short and whole.
    pub weekdays: Vec<(String, String)>,
    /// The months, newest first.
    pub months: Vec<Month>,
}

/// A month of the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// `March 2026`.
    pub name: String,
    /// Its availability in words, or nothing.
    pub availability: String,
    /// Days of the week before the first, 0 to 6.
    pub indent: usize,
    /// Each day: the worst on it, its number, and the day in words.
    pub days: Vec<(Tone, u32, String)>,
}

impl Uptime {
    /// A believable page.
    pub fn sample() -> Self {
        let look = |day| if day == 10 { Tone::Partial } else { Tone::Operational };
        let days = (1..=31).map(|day| (look(day), day, format!("{day} March"))).collect();
        Self {
            frame: Frame::sample(),
            regions: vec![("All regions".to_owned(), "/uptime".to_owned(), true)],
            note: "A partial outage counts for 30 %.".to_owned(),
            tables: vec![Table::sample()],
            whose: "All components".to_owned(),
            all: None,
            weekdays: vec![("M".to_owned(), "Monday".to_owned())],
            months: vec![Month { name: "March 2026".to_owned(), availability: "99.9 %".to_owned(), indent: 6, days }],
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, regions, note, tables, whose, all, weekdays, months } = self;
        frame.around(
            "page reading",
            || switch(regions),
            move || {
                let tables = tables.into_iter().map(table).collect_view();
                let all = all.map(|href| view! { <p class="onward"><a href=href>{t("calendar-of-all")}</a></p> });
                let months = months.into_iter().map(|one| month(one, &weekdays)).collect_view();
                let legend = Tone::ALL.into_iter().rev().map(|tone| view! { <li>{state(State::of(tone))}</li> }).collect_view();
                view! {
                    <h1>{t("uptime")}</h1>
                    <p class="lede">{note}</p>
                    {tables}
                    <section class="calendar" aria-labelledby="calendar">
                        <h2 id="calendar">{whose}</h2>
                        {all}
                        <ul class="legend" aria-label=t("legend")>{legend}</ul>
                        <ol class="months">{months}</ol>
                    </section>
                }
            },
        )
    }
}

fn month(month: Month, weekdays: &[(String, String)]) -> impl IntoView + use<> {
    let heads = weekdays.iter().cloned().map(|(short, whole)| view! { <th scope="col" abbr=whole>{short}</th> }).collect_view();
    let empty = std::iter::repeat_n(None, month.indent);
    let mut cells: Vec<Option<(Tone, u32, String)>> = empty.chain(month.days.into_iter().map(Some)).collect();
    cells.resize(cells.len().div_ceil(7) * 7, None);
    let weeks = cells.chunks(7).map(|week| {
        let days = week.iter().cloned().map(|day| match day {
            None => view! { <td></td> }.into_any(),
            Some((tone, number, text)) => {
                let trouble = tone > Tone::Operational;
                // Days without trouble say nothing more than their number.
                let words = trouble.then(|| view! { <span class="visually-hidden">{text.clone()}</span> });
                view! { <td class=tone.class() title=text.clone()><span aria-hidden=trouble.then_some("true")>{number}</span>{words}</td> }.into_any()
            }
        });
        let days = days.collect_view();
        view! { <tr>{days}</tr> }
    });
    let weeks = weeks.collect_view();
    view! {
        <li>
            <table class="month-of-days">
                <caption>{month.name}" "<span>{month.availability}</span></caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{weeks}</tbody>
            </table>
        </li>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_of_numbers() {
        insta::assert_snapshot!(super::Uptime::sample().html());
    }
}
