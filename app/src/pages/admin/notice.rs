//! How far the telling of one thing has got, and staff's hand on it.

use super::{Frame, Tabs, audience, now::numbers};
use crate::pieces::{Fact, Table, facts, table};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// What is told.
    pub title: String,
    /// When it was written, how fast it goes, when it will be done.
    pub facts: Vec<Fact>,
    /// How many deliveries stand where: a word, how many, whether that is trouble.
    pub counts: Vec<(&'static str, i64, bool)>,
    /// Percent of them that wait no more.
    pub percent: i64,
    /// The same by channel.
    pub channels: Table,
    /// Why something was not sent: where it stands, the other side's words, how many.
    pub reasons: Vec<(String, String, i64)>,
    /// Who hears nothing of it and why: how many, the reason.
    pub left_out: Vec<(i64, String)>,
    /// The text of its mail; none where each reader gets another.
    pub said: Option<String>,
    /// Where it is sent.
    pub action: String,
    /// What staff may do: the word, and what the button says.
    pub deeds: Vec<(&'static str, String)>,
    /// The proof as a file, and the ledger.
    pub links: Vec<(String, String)>,
    /// The same page without fetching itself anew; nothing when it stays.
    pub still: Option<String>,
}

impl Notice {
    /// A believable notice that is being sent.
    pub fn sample() -> Self {
        let text = str::to_owned;
        Self {
            frame: Frame { title: text("Service alert"), section: "/admin/subscribers", refresh: Some(3), ..Frame::sample() },
            title: text("Service alert: Payments are failing"),
            facts: vec![Fact::Text(text("Speed"), text("1,200 a minute"))],
            counts: vec![("Queued", 40, false), ("Sent", 372, false), ("Failed", 2, true)],
            percent: 90,
            channels: Table::sample(),
            reasons: vec![(text("Failed"), text("550 5.1.1 no such mailbox"), 2)],
            left_out: vec![(188, text("other regions or components only"))],
            said: Some(text("Payments are failing\n\nWe are looking into it.")),
            action: text("/admin/notices/n1"),
            deeds: vec![("hold", text("Hold it")), ("cancel", text("Call off the 40 that wait"))],
            links: vec![(text("Proof as CSV"), text("/admin/notices/n1/proof.csv"))],
            still: Some(text("?still")),
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let links = self.links.into_iter().map(|(label, href)| view! { " "<a class="button button-quiet" href=href>{label}</a> });
            let links = links.collect_view();
            let deeds = self.deeds.into_iter().map(|(word, label)| {
                let class = if word == "cancel" { "button button-danger" } else { "button button-quiet" };
                view! { <button class=class name="deed" value=word>{label}</button>" " }
            });
            let deeds: Vec<_> = deeds.collect();
            let token = self.frame.token();
            let deeds = (!deeds.is_empty()).then(|| {
                view! { <form class="actions" method="post" action=self.action>{token}{deeds.collect_view()}</form> }
            });
            let bar = view! { <progress max="100" value=self.percent.to_string() aria-label="Waits no more">{format!("{} %", self.percent)}</progress> };
            let still = self.still.map(|href| {
                view! { <p class="hint">"This page is fetched anew every few seconds. "<a href=href>"Stop that"</a></p> }
            });
            let left_out = audience::left_out(self.left_out).map(|table| {
                view! { <section><h2>"Left out"</h2><p class="hint">"Readers by mail, counted while it was told."</p>{table}</section> }
            });
            let said = self.said.map(|text| {
                view! { <section><h2>"What it says"</h2><article class="mail"><pre class="letter">{text}</pre></article></section> }
            });
            view! {
                <div class="title"><h1>{self.title}</h1><div>{links}</div></div>
                {self.tabs.view()}
                <section class="progress" aria-label="Progress">{bar}{numbers(self.counts)}{still}</section>
                {facts(self.facts)}{deeds}
                <section class="lists"><h2>"By channel"</h2>{table(self.channels)}</section>
                {listed("Why not", self.reasons)}
                {left_out}
                {said}
            }
        })
    }
}

fn listed(heading: &'static str, reasons: Vec<(String, String, i64)>) -> Option<impl IntoView> {
    let rows: Vec<_> = reasons
        .into_iter()
        .map(|(state, words, count)| {
            view! { <tr><th scope="row" class="end">{count.to_string()}</th><td>{state}</td><td><code>{words}</code></td></tr> }
        })
        .collect();
    let rows = (!rows.is_empty()).then(|| rows.collect_view())?;
    Some(view! {
        <section><h2>{heading}</h2>
            <div class="table-box" role="region" aria-label=heading tabindex="0"><table class="table"><tbody>{rows}</tbody></table></div>
        </section>
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_send_that_goes_on() {
        insta::assert_snapshot!(super::Notice::sample().html());
    }
}
