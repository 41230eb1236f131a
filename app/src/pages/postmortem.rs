//! The review of an incident.

use super::Frame;
use crate::{
    pieces::{At, Fact, facts},
    render::t,
};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postmortem {
    /// Head and foot.
    pub frame: Frame,
    /// The title of the incident.
    pub title: String,
    /// The page of the incident.
    pub incident: String,
    /// Facts beside the text.
    pub facts: Vec<Fact>,
    /// The text as safe HTML.
    pub body_html: String,
}

impl Postmortem {
    /// A believable review.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(),
            title: "Payments were failing in Europe".to_owned(),
            incident: "/incidents/1".to_owned(),
            facts: vec![Fact::Moment("Published".to_owned(), At::sample())],
            body_html: "<h3>What happened</h3><p>A certificate expired.</p>".to_owned(),
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let Self { frame, title, incident, facts: known, body_html } = self;
        frame.around(
            "page reading",
            || (),
            move || {
                view! {
                    <p class="kicker">{t("postmortem")}</p>
                    <h1><bdi>{title}</bdi></h1>
                    <p class="onward"><a href=incident>{t("to-incident")}</a></p>
                    <div class="report">
                        <div class="known">{facts(known)}</div>
                        <section aria-labelledby="review">
                        <h2 id="review" class="visually-hidden">{t("postmortem")}</h2>
                        <div class="prose long" dir="auto" inner_html=body_html></div>
                    </section>
                    </div>
                }
            },
        )
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_review() {
        insta::assert_snapshot!(super::Postmortem::sample().html());
    }
}
