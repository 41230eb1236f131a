//! A moment: readable without script in UTC, turned into the reader's zone by script.

use crate::render::t;
use leptos::prelude::*;

/// How much of a moment is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// The day.
    Date,
    /// The hour and minute.
    Time,
    /// Day, hour and minute.
    #[default]
    DateTime,
    /// How long until then, or since.
    Countdown,
}

/// A moment with its text in UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// RFC 3339 in UTC, or the bare day.
    pub iso: String,
    /// What is read without script.
    pub text: String,
    /// What script makes of it.
    pub style: Style,
}

impl At {
    /// A believable moment.
    pub fn sample() -> Self {
        Self { iso: "2026-03-01T09:00:00Z".to_owned(), text: "1 Mar 2026, 09:00 UTC".to_owned(), style: Style::DateTime }
    }

    /// The same moment as a countdown.
    #[must_use]
    pub fn counting(self) -> Self {
        Self { style: Style::Countdown, ..self }
    }
}

pub(crate) fn at(at: At) -> impl IntoView + use<> {
    let local = match at.style {
        Style::Date | Style::Countdown => None,
        Style::Time => Some("time"),
        Style::DateTime => Some("datetime"),
    };
    let counts = at.style == Style::Countdown;
    let (ahead, late) = if counts { (Some(t("countdown-in")), Some(t("countdown-late"))) } else { (None, None) };
    view! {
        <time datetime=at.iso data-local=local data-countdown=counts.then_some("") data-in=ahead data-late=late>{at.text}</time>
    }
}
