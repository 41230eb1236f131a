//! What was promised for a month and what was kept, and what customers get back.

use super::{Frame, Tabs};
use crate::pieces::{Field, Table, field, table};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sla {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// Which month.
    pub month: Field,
    /// Availability by component and region.
    pub kept: Table,
    /// What customers get back.
    pub credits: Vec<Credit>,
    /// The sums by state and currency: what, and how much.
    pub sums: Vec<(String, String)>,
    /// The page behind this one.
    pub more: Option<String>,
    /// Where the credits are as a file.
    pub file: String,
    /// Whether the reader may decide.
    pub may_decide: bool,
}

/// What one customer gets back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// Its id.
    pub id: String,
    /// The customer.
    pub customer: String,
    /// What was worst, and where: `Payments in Europe`.
    pub scope: String,
    /// How much of the month it was available there.
    pub availability: String,
    /// The share of the fee.
    pub share: String,
    /// The amount.
    pub amount: String,
    /// Where it stands.
    pub state: String,
    /// What it is for, and where that is.
    pub cause: (String, String),
    /// Whether somebody must decide.
    pub is_open: bool,
}

impl Sla {
    /// A believable month.
    pub fn sample() -> Self {
        let text = str::to_owned;
        let credit = Credit {
            id: text("c1"),
            customer: text("Contoso"),
            scope: text("Payments in Europe"),
            availability: text("99.769 %"),
            share: text("10 %"),
            amount: text("500.00 EUR"),
            state: text("Proposed"),
            cause: (text("Payments are failing"), text("/admin/incidents/i1")),
            is_open: true,
        };
        let decided =
            Credit { id: text("c2"), customer: text("Fabrikam"), state: text("Approved"), is_open: false, ..credit.clone() };
        Self {
            frame: Frame { title: text("Promises and credits"), section: "/admin/reports", ..Frame::sample() },
            month: Field { name: "month", label: text("Month"), value: text("2026-03"), ..Field::default() },
            kept: Table::sample(),
            credits: vec![credit, decided],
            sums: vec![(text("Proposed"), text("500.00 EUR"))],
            more: Some(text("?month=2026-03&after=x")),
            file: text("/admin/sla.csv?month=2026-03"),
            may_decide: true,
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let sums = self.sums.into_iter().map(|(label, sum)| view! { <div><dt>{label}</dt><dd>{sum}</dd></div> }).collect_view();
            let has_open = self.may_decide && self.credits.iter().any(|one| one.is_open);
            let decide = has_open.then(|| {
                view! {
                    <div class="actions">
                        <button class="button" name="deed" value="approved">"Approve the ticked"</button>" "
                        <button class="button button-quiet" name="deed" value="declined">"Decline the ticked"</button>
                    </div>
                }
            });
            let credits = if self.credits.is_empty() {
                view! { <p class="empty">"Nobody gets anything back for this month."</p> }.into_any()
            } else {
                view! {
                    <form method="post" action="/admin/sla">
                        {self.frame.token()}<input type="hidden" name="month" value=self.month.value.clone()/>
                        {list(self.credits, has_open)}{decide}
                    </form>
                }
                .into_any()
            };
            let more = self.more.map(|href| view! { <nav class="pager" aria-label="Pages"><a href=href rel="next">"More"</a></nav> });
            view! {
                <div class="title"><h1>"Promises and credits"</h1>" "<a class="button button-quiet" href=self.file>"Credits as CSV"</a></div>
                {self.tabs.view()}
                <form class="fields" method="get" aria-label="Month">{field(self.month)}<button class="button button-quiet">"Show"</button></form>
                <section class="lists"><h2>"What was kept"</h2>{table(self.kept)}</section>
                <section><h2>"Credits"</h2><dl class="counts means">{sums}</dl>{credits}{more}</section>
            }
        })
    }
}

fn list(credits: Vec<Credit>, has_open: bool) -> impl IntoView {
    let pick = has_open.then(|| view! { <th scope="col">"Pick"</th> });
    let rows = credits.into_iter().map(|one| {
        let pick = has_open.then(|| {
            let tick = one.is_open.then(|| {
                let label = format!("Pick {}", one.customer);
                view! { <input type="checkbox" name="credit" value=one.id aria-label=label/> }
            });
            view! { <td>{tick}</td> }
        });
        let (what, href) = one.cause;
        view! {
            <tr>
                {pick}<th scope="row"><bdi>{one.customer}</bdi></th><td>{one.amount}</td><td>{one.share}</td><td>{one.scope}</td>
                <td>{one.availability}</td><td><a href=href>{what}</a></td><td>{one.state}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-box" role="region" aria-label="Credits" tabindex="0">
            <table class="table">
                <thead><tr>
                    {pick}<th scope="col">"Customer"</th><th scope="col">"Amount"</th><th scope="col">"Of the fee"</th>
                    <th scope="col">"Worst"</th><th scope="col">"Available"</th><th scope="col">"For"</th><th scope="col">"State"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_month_that_was_not_kept() {
        insta::assert_snapshot!(super::Sla::sample().html());
    }
}
