//! The mail about an incident.

use super::frame::frame;
use crate::{Lang, Tone, say};
use leptos::prelude::*;
use std::fmt::Write;

/// What the mail says.
#[derive(Clone, Debug)]
pub struct News {
    /// The language it is in.
    pub lang: Lang,
    /// The title of the page.
    pub brand: String,
    /// The look of the state.
    pub tone: Tone,
    /// The state in words, `Investigating`.
    pub state: String,
    /// The incident's title.
    pub title: String,
    /// Label and value of each fact, in order.
    pub facts: Vec<(String, String)>,
    /// The update as safe HTML.
    pub body_html: String,
    /// The update as it was typed.
    pub body_text: String,
    /// The page of the incident.
    pub link: String,
    /// What was said before, newest first.
    pub earlier: Vec<Earlier>,
    /// Why the reader gets this.
    pub reason: String,
    /// What a subscriber can do about it.
    pub links: Option<Links>,
}

/// Where a subscriber changes what they get, and where they stop it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// Changes what they get.
    pub manage: String,
    /// Stops what is told of this incident; none where there is nothing more to tell.
    pub mute: Option<String>,
    /// Stops everything.
    pub unsubscribe: String,
}

impl Links {
    /// Each with its name, in order.
    fn named(self, lang: Lang) -> Vec<(String, String)> {
        let mute = self.mute.map(|href| (lang.say("mute"), href));
        let manage = (lang.say("change-what-you-get"), self.manage);
        std::iter::once(manage).chain(mute).chain([(lang.say("unsubscribe"), self.unsubscribe)]).collect()
    }
}

/// An update that came before.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The state in words.
    pub state: String,
    /// When it was said, on the reader's clock.
    pub time: String,
    /// What was said, as plain text.
    pub text: String,
}

impl News {
    /// A believable mail, for tests and previews.
    pub fn sample() -> Self {
        Self {
            lang: Lang::En,
            brand: "Northwind".to_owned(),
            tone: Tone::Major,
            state: "Investigating".to_owned(),
            title: "Payments are failing in Europe".to_owned(),
            facts: vec![
                ("Severity".to_owned(), "P1 critical".to_owned()),
                ("Affected".to_owned(), "Payments in Europe: Major outage".to_owned()),
                ("Started".to_owned(), "Sun 1 Mar 2026, 10:00 CET (09:00 UTC)".to_owned()),
                ("Next update by".to_owned(), "Sun 1 Mar 2026, 10:30 CET (09:30 UTC)".to_owned()),
            ],
            body_html: "<p>Card payments fail. We are looking for the cause.</p>".to_owned(),
            body_text: "Card payments fail. We are looking for the cause.".to_owned(),
            link: "https://status.northwind.example/incidents/1".to_owned(),
            earlier: vec![Earlier {
                state: "Suspected".to_owned(),
                time: "Sun 1 Mar 2026, 09:58 CET (08:58 UTC)".to_owned(),
                text: "We look into failing card payments.".to_owned(),
            }],
            reason: "You get this because you subscribed to Northwind at status.northwind.example.".to_owned(),
            links: Some(Links {
                manage: "https://status.northwind.example/subscriptions/s1".to_owned(),
                mute: Some("https://status.northwind.example/mute/i1.s1".to_owned()),
                unsubscribe: "https://status.northwind.example/unsubscribe/s1".to_owned(),
            }),
        }
    }

    /// The text part.
    pub fn text(&self) -> String {
        let mut text = format!("{}: {}\n{}\n\n", self.state, self.title, self.brand);
        for (label, value) in &self.facts {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{label}: {value}");
        }
        let _ = write!(text, "\n{}\n\n{}: {}\n\n", self.body_text, self.lang.say("all-updates"), self.link);
        if !self.earlier.is_empty() {
            let _ = writeln!(text, "{}\n", count(self.lang, &self.earlier));
        }
        for Earlier { state, time, text: said } in &self.earlier {
            let _ = writeln!(text, "{state}, {time}\n{said}\n");
        }
        let _ = writeln!(text, "-- \n{}", self.reason);
        for (name, href) in self.links.clone().map(|links| links.named(self.lang)).unwrap_or_default() {
            let _ = writeln!(text, "{name}: {href}");
        }
        text
    }

    /// The HTML part.
    pub fn html(&self) -> String {
        let (news, lang) = (self.clone(), self.lang);
        let shape = shape(self.tone);
        let colour = self.tone.name();
        let facts = news.facts.into_iter().map(|(label, value)| view! { <tr><th scope="row">{label}</th><td>{value}</td></tr> });
        let facts = facts.collect_view();
        let preheader = format!("{}: {}", self.state, self.body_text.chars().take(120).collect::<String>());
        let earlier = (!news.earlier.is_empty()).then(|| earlier(lang, news.earlier));
        let links = news.links.map(|links| {
            let links = links.named(lang).into_iter().enumerate();
            let links = links.map(|(place, (name, href))| view! { {(place > 0).then_some(" · ")}<a href=href>{name}</a> });
            view! { <p>{links.collect_view()}</p> }
        });
        frame(self.lang, &self.title, &preheader, move || {
            view! {
                <p class=format!("state {colour}")>{format!("{shape} {}", news.state)}</p>
                <h1>{news.title}</h1>
                <table><tbody>{facts}</tbody></table>
                <div dir="auto" inner_html=news.body_html></div>
                <p><a class="go" href=news.link>{lang.say("all-updates")}</a></p>
                {earlier}
                <div class="foot">
                    <p>{news.reason}</p>
                    {links}
                </div>
            }
        })
    }
}

fn count(lang: Lang, earlier: &[Earlier]) -> String {
    say!(lang, "earlier-updates", count = earlier.len())
}

fn earlier(lang: Lang, earlier: Vec<Earlier>) -> impl IntoView {
    let heading = count(lang, &earlier);
    let one =
        |one: Earlier| view! { <p class="then"><b>{one.state}</b>", "{one.time}</p><p class="said" dir="auto">{one.text}</p> };
    view! { <h2>{heading}</h2>{earlier.into_iter().map(one).collect_view()} }
}

/// The state as a character that every mail client can show, beside its word.
fn shape(tone: Tone) -> &'static str {
    match tone {
        Tone::Unknown => "◌",
        Tone::Operational => "✓",
        Tone::Maintenance => "◇",
        Tone::Degraded => "∼",
        Tone::Partial => "◐",
        Tone::Major => "✕",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_says_it_all() {
        insta::assert_snapshot!(News::sample().text());
    }

    #[test]
    fn the_html_says_the_same() {
        insta::assert_snapshot!(News::sample().html());
    }

    #[test]
    fn a_title_with_markup_stays_text() {
        let news = News { title: "<script>alert(1)</script>".to_owned(), ..News::sample() };
        assert!(!news.html().contains("<script>"));
    }
}
