//! What is suspected, and a form to report more.

use super::{Grid, listing::Listing};
use crate::pieces::{Field, errors, field};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is known.
    pub list: Listing,
    /// What seems to be wrong.
    pub title: Field,
    /// Where.
    pub grid: Grid,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// Whether the reader may report.
    pub may_report: bool,
}

impl Report {
    /// A believable page.
    pub fn sample() -> Self {
        Self {
            list: Listing { forms: Vec::new(), older: None, ..Listing::sample() },
            title: Field { name: "title", label: "What seems to be wrong".to_owned(), ..Field::default() },
            grid: Grid::sample(),
            faults: Vec::new(),
            may_report: true,
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let frame = self.list.frame.clone();
        let token = frame.clone();
        self.list.followed_by(move || {
            self.may_report.then(|| {
                view! {
                    <section aria-labelledby="report">
                        <h2 id="report">"Report something"</h2>
                        <form class="steps" method="post" action="/admin/suspicions" novalidate=true>
                            {token.token()}{errors(&self.faults)}{field(self.title)}{self.grid.view()}
                            <div class="actions"><button class="button">"Report it to staff"</button></div>
                        </form>
                    </section>
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn something_is_suspected() {
        insta::assert_snapshot!(super::Report::sample().html());
    }
}
