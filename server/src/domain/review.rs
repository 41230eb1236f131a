//! The review of an incident (PRODUCT 3.9): its draft, its reminders, its action items.

use super::{
    invalid::{Faults, Invalid},
    template::{Field, Value, fill, promised, words_of},
    text,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A review as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewInput {
    /// The text, in Markdown.
    pub body: String,
    /// Whether it is meant for everybody; unchanged when left out.
    #[serde(default)]
    pub is_public: Option<bool>,
}

/// An action item as it was typed or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionInput {
    /// What is to be done, in one line.
    pub title: String,
    /// Who does it: a name or an address.
    pub owner: String,
    /// By which day, `2026-03-31`.
    pub due_on: String,
}

/// Longest review, in characters.
pub(crate) const BODY_LIMIT: usize = 100_000;

/// One line of the thread: when, in which phase, what was said.
pub(crate) type Line<'a> = (DateTime<Utc>, &'a str, &'a str);

/// The draft of a review by a template, with the thread as its timeline, oldest first. What only a person can say stays in
/// braces.
pub(crate) fn draft(template: &str, thread: &[Line<'_>]) -> String {
    let rows = thread.iter().map(|(at, phase, body)| {
        format!("| {} | **{phase}**: {} |\n", at.format("%Y-%m-%d %H:%M"), in_a_cell(&promised(body, "")))
    });
    let timeline = format!("| Time | What happened |\n| --- | --- |\n{}", rows.collect::<String>());
    let value = |field| if field == Field::Timeline { Value::Known(timeline.trim_end().to_owned()) } else { Value::Missing };
    fill(template, value).0
}

/// A text as one cell of a table.
fn in_a_cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// The fields of a draft that nobody has written yet.
pub(crate) fn unwritten(body: &str) -> Vec<&'static str> {
    words_of(body).filter_map(|word| word.parse::<Field>().ok()).map(Field::as_str).collect()
}

/// The first section as plain Markdown: what a mail says of the review.
pub(crate) fn summary(body: &str) -> String {
    let mut lines = body.lines().skip_while(|line| line.trim().is_empty() || line.starts_with('#'));
    let first: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with('#')).collect();
    without_pictures(first.join("\n").trim())
}

/// Markdown with the description of each picture in its place, since mails show none.
fn without_pictures(text: &str) -> String {
    let Some((before, rest)) = text.split_once("![") else { return text.to_owned() };
    match rest.split_once("](").and_then(|(alt, rest)| Some((alt, rest.split_once(')')?.1))) {
        Some((alt, after)) => format!("{before}{alt}{}", without_pictures(after)),
        None => text.to_owned(),
    }
}

/// When staff are reminded of a review next after `now`: a day and two hours before it is due, then, and each day after.
pub(crate) fn next_reminder(due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let ahead = [TimeDelta::hours(24), TimeDelta::hours(2), TimeDelta::zero()];
    if let Some(next) = ahead.into_iter().map(|ahead| due - ahead).find(|at| *at > now) {
        return next;
    }
    let days = (now - due).num_days() + 1;
    due + TimeDelta::days(days)
}

/// Checks an action item: what, who, by when.
pub(crate) fn action(input: &ActionInput) -> Result<(String, String, String), Faults> {
    let mut faults = Faults::default();
    let title = faults.take(text::line("title", &input.title, 280));
    let owner = faults.take(text::line("owner", &input.owner, 120));
    let due = input.due_on.trim().parse::<NaiveDate>();
    let due = faults.take(due.map_err(|_| Invalid::new("due_on", "is not a day; write it like 2026-03-31")));
    faults.check()?;
    let (Some(title), Some(owner), Some(due)) = (title, owner, due) else { return Err(Faults::default()) };
    Ok((title, owner, due.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        language::Language,
        template::{Template, TemplateKind},
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_thread_is_the_timeline_and_the_rest_is_to_be_written() {
        let template = Template::built_in(TemplateKind::Review);
        let thread = [
            (at("2026-03-01T09:00:00Z"), "Investigating", "Cards | fail.\n\nSorry."),
            (at("2026-03-01T10:40:00Z"), "Resolved", "Fixed {id}."),
        ];
        let draft = draft(&template.page[&Language::En], &thread);
        assert!(draft.contains("| 2026-03-01 09:00 | **Investigating**: Cards \\| fail. Sorry. |\n| 2026-03-01 10:40 |"));
        assert_eq!(unwritten(&draft), ["summary", "cause", "impact", "prevention"]);
        let written = draft.replace("{impact}", "Nobody could pay.");
        assert_eq!(unwritten(&written), ["summary", "cause", "prevention"]);
        assert_eq!(summary("## Summary\n\nOne.\nTwo.\n\n## Timeline\n\nx"), "One.\nTwo.");
        assert_eq!(summary("One ![a graph](/files/1.png), two ![b](c). ![d"), "One a graph, two b. ![d");
    }

    #[test]
    fn reminders_come_a_day_and_two_hours_before_then_daily() {
        let due = at("2026-03-03T10:40:00Z");
        let mut now = at("2026-03-01T10:40:00Z");
        let mut hours = Vec::new();
        for _ in 0..5 {
            now = next_reminder(due, now);
            hours.push((now - due).num_hours());
        }
        assert_eq!(hours, [-24, -2, 0, 24, 48]);
    }
}
