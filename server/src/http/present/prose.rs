//! What staff wrote, with its moments in the reader's language: in UTC, and marked so that a script puts them on the
//! reader's clock.

use super::moment;
use crate::{
    domain::{
        moment::{mark, spell},
        template::promised,
    },
    markdown,
    store::incidents::Incident,
};
use allclear_app::{Lang, say};
use chrono::{DateTime, Utc};

/// What is promised of the next update, at the moment when words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    /// It comes by then.
    By(DateTime<Utc>),
    /// It comes, but nobody said when.
    Open,
    /// Nothing: what was promised has passed, was kept, or is over.
    Past,
}

impl Promise {
    /// What an open incident promises at `now`, with its newest update.
    pub(crate) fn of(next: Option<DateTime<Utc>>, is_open: bool, now: DateTime<Utc>) -> Self {
        match next {
            _ if !is_open => Self::Past,
            None => Self::Open,
            Some(next) if next > now => Self::By(next),
            Some(_) => Self::Past,
        }
    }

    /// What an incident promises at `now`.
    pub(crate) fn of_incident(incident: &Incident, now: DateTime<Utc>) -> Self {
        Self::of(incident.next_update_at, incident.phase.is_open(), now)
    }

    /// What of it holds for the update at a place of the thread, the newest being 0: only that one may promise.
    pub(crate) fn at(self, place: usize) -> Self {
        if place == 0 { self } else { Self::Past }
    }

    /// The words with this promise in them.
    pub(crate) fn in_words(self, lang: Lang, text: &str) -> String {
        let said = match self {
            Self::By(next) => say!(lang, "fill-next", time = mark(next)),
            Self::Open => lang.say("fill-next-open"),
            Self::Past => String::new(),
        };
        promised(text, &said)
    }
}

/// An update as safe HTML.
pub(crate) fn html(lang: Lang, text: &str, promise: Promise) -> String {
    timed(lang, &markdown::to_html(&promise.in_words(lang, text)))
}

/// A review as safe HTML, with its pictures; `base` is put before their addresses.
pub(crate) fn review(lang: Lang, text: &str, base: &str) -> String {
    timed(lang, &markdown::with_pictures(&promised(text, ""), base))
}

/// The text without marks, for plain descriptions.
pub(crate) fn plain(lang: Lang, text: &str, promise: Promise) -> String {
    spell(&markdown::to_text(&promise.in_words(lang, text)), |time| moment(lang, time).text)
}

/// Nothing but text can hold a moment: in an address its blanks are written otherwise.
fn timed(lang: Lang, html: &str) -> String {
    spell(html, |time| {
        let at = moment(lang, time);
        format!("<time datetime=\"{}\" data-local=\"datetime\">{}</time>", at.iso, at.text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_in_an_update_is_one_that_a_script_can_put_on_the_readers_clock() {
        let text = "Since **{2026-03-01 09:00 UTC}** `{2026-03-01 09:05 UTC}` [x](<https://a.example/{2026-03-01 09:10 UTC}>)";
        insta::assert_snapshot!(format!("{}\n{}", html(Lang::De, text, Promise::Past), plain(Lang::De, text, Promise::Past)));
    }

    #[test]
    fn an_hour_that_has_passed_is_not_promised() {
        let at = |text: &str| text.parse().unwrap();
        let now = at("2026-03-01T09:00:00Z");
        let said =
            |next: Option<&str>, is_open| plain(Lang::En, "We look. {next_update}", Promise::of(next.map(at), is_open, now));
        assert_eq!(said(Some("2026-03-01T09:30:00Z"), true), "We look. Next update by 1 Mar 2026, 09:30 UTC.");
        assert_eq!(said(None, true), "We look. We will write again as soon as we know more.");
        assert_eq!(said(Some("2026-03-01T09:00:00Z"), true), "We look.");
        assert_eq!(said(Some("2026-03-01T09:30:00Z"), false), "We look.");
    }
}
