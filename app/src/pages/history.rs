//! A month of incidents and maintenance.

use super::Frame;
use crate::pieces::{At, Entry, at, entry};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Head and foot.
    pub frame: Frame,
    /// The month, `March 2026`.
    pub month: String,
    /// The month before: name and address.
    pub earlier: Option<(String, String)>,
    /// The month after.
    pub later: Option<(String, String)>,
    /// Days on which something began, newest first.
    pub days: Vec<(At, Vec<Entry>)>,
}

impl History {
    /// A believable month.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(),
            month: "March 2026".to_owned(),
            earlier: Some(("February".to_owned(), "/history?month=2026-02".to_owned())),
            later: None,
            days: vec![(At::sample(), vec![Entry::sample()])],
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, month, earlier, later, days } = self;
        frame.around("page reading", (), move || {
            let link = |rel: &'static str, target: Option<(String, String)>| {
                target.map(|(name, href)| view! { <li><a href=href rel=rel>{name}</a></li> })
            };
            let links = view! { {link("prev", earlier)}{link("next", later)} };
            let empty =
                days.is_empty().then(|| view! { <p class="muted">"No incidents and no maintenance began in this month."</p> });
            let days = days.into_iter().map(|(day, entries)| {
                let entries = entries.into_iter().map(entry).collect_view();
                view! { <li class="day"><h2>{at(day)}</h2><div>{entries}</div></li> }
            });
            let days = days.collect_view();
            view! {
                <nav class="month" aria-label="Months"><h1>{month}</h1><ul>{links}</ul></nav>
                {empty}
                <ol class="days">{days}</ol>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::History;

    #[test]
    fn a_month() {
        insta::assert_snapshot!(History::sample().html());
    }

    #[test]
    fn a_quiet_month_says_so() {
        assert!(History { days: Vec::new(), ..History::sample() }.html().contains("No incidents and no maintenance"));
    }
}
