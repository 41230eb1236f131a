//! Planning a maintenance: what, when, where, words, who will hear it.

use super::{
    Frame, Grid,
    audience::{Audience, counted},
    filling::{by_return, from_template},
    publish::step,
    sayings::sayings,
};
use crate::pieces::{Field, Options, checks, errors, field, select};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Head and navigation.
    pub frame: Frame,
    /// The title.
    pub title: Field,
    /// The zone in which the times are.
    pub zone: Options,
    /// Start, estimate, or end.
    pub times: Vec<Field>,
    /// Quiet windows: the start to put in, and in words.
    pub quiet: Vec<(String, String)>,
    /// Whether it ends without anybody saying so.
    pub ends_itself: Options,
    /// How often it comes, and a rule of one's own.
    pub repeat: (Options, Field),
    /// Components by regions.
    pub grid: Grid,
    /// What customers notice.
    pub effect: Options,
    /// The templates that fill in the words.
    pub template: Options,
    /// What customers should know.
    pub body: Field,
    /// The same in further languages: name and fields of each.
    pub sayings: Vec<(String, Vec<Field>)>,
    /// What customers should do, and until when they should speak up.
    pub more: Vec<Field>,
    /// The groups of subscribers that it can be told to alone; none while there are none.
    pub groups: Option<Options>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// Under which the publishing is known, so that it happens once.
    pub key: String,
    /// The window in words and who will hear it; none before it was counted.
    pub audience: Option<Audience>,
}

impl Plan {
    /// A believable form, counted.
    pub fn sample() -> Self {
        use crate::pieces::Choice;
        Self {
            frame: Frame { title: "Plan a maintenance".to_owned(), section: "/admin/maintenance", ..Frame::sample() },
            title: Field { name: "title", label: "Title".to_owned(), value: "A new database".to_owned(), ..Field::default() },
            zone: Options {
                name: "zone",
                legend: "Time zone".to_owned(),
                choices: vec![Choice::new("Europe/Berlin", "Europe/Berlin", true)],
                ..Options::default()
            },
            quiet: vec![("2026-03-22T04:00".to_owned(), "Sun 22 Mar, 04:00 CET, 1 % of the usual traffic".to_owned())],
            times: vec![Field { name: "starts_at", label: "Begins".to_owned(), ..Field::default() }],
            repeat: (
                Options { name: "repeat", legend: "It comes".to_owned(), ..Options::default() },
                Field { name: "rule", label: "Or by a rule".to_owned(), optional: true, ..Field::default() },
            ),
            ends_itself: Options { name: "ends_itself", legend: "The end".to_owned(), ..Options::default() },
            grid: Grid::sample(),
            effect: Options { name: "effect", legend: "What customers notice".to_owned(), ..Options::default() },
            body: Field { name: "body", label: "Text".to_owned(), kind: crate::pieces::Kind::Body, ..Field::default() },
            more: vec![Field {
                name: "advice",
                label: "What customers should do".to_owned(),
                optional: true,
                ..Field::default()
            }],
            key: "k".to_owned(),
            audience: Some(Audience {
                mark: "m".to_owned(),
                by_mail: 12,
                regions: vec![("Europe".to_owned(), 12)],
                notes: vec!["From 01:00 to 02:00 UTC, buffer included.".to_owned()],
                ..Audience::default()
            }),
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let times = self.times.into_iter().map(field).collect_view();
            let more = self.more.into_iter().map(field).collect_view();
            let quiet = quiet(self.quiet);
            let when = view! { {select(self.zone)}<div class="fields">{times}</div>{quiet}{checks(self.ends_itself, "checks")}<div class="fields">{select(self.repeat.0)}{field(self.repeat.1)}</div> };
            let words = view! { <div>{from_template(self.template, "/admin/maintenance/new#words".to_owned())}{field(self.body)}{sayings(self.sayings)}{select(self.effect)}{more}</div> };
            view! {
                <h1>"Plan a maintenance"</h1>
                <form class="steps" method="post" action="/admin/maintenance/new" novalidate=true>
                    {self.frame.token()}
                    <input type="hidden" name="key" value=self.key/>
                    {by_return("preview")}{errors(&self.faults)}
                    {step("what", "What", field(self.title))}
                    {step("when", "When", when)}
                    {step("where", "Where", self.grid.view())}
                    {step("words", "Words", words)}
                    {step("who", "Who will hear it", hearing(self.audience, self.groups))}
                </form>
            }
        })
    }
}

/// The quietest hours, each a button that puts it in.
fn quiet(windows: Vec<(String, String)>) -> impl IntoView {
    (!windows.is_empty()).then(|| {
        let buttons = windows.into_iter().map(|(start, words)| {
            view! {
                <li>
                    <button class="button button-quiet button-small" name="quiet" value=start formaction="/admin/maintenance/new#when">{words}</button>
                </li>
            }
        });
        let buttons = buttons.collect_view();
        view! {
            <div class="quiet">
                <p class="hint">"Quietest in the next two weeks, for the work and its buffer:"</p>
                <ul>{buttons}</ul>
            </div>
        }
    })
}

fn hearing(audience: Option<Audience>, groups: Option<Options>) -> impl IntoView {
    let groups = groups.map(|groups| checks(groups, "checks"));
    let Some(audience) = audience else {
        return view! {
            {groups}
            <p class="hint">"Nothing is sent before you have seen who will hear it."</p>
            <div class="actions"><button class="button" name="act" value="preview">"Show who will hear it"</button></div>
        }
        .into_any();
    };
    let button = format!("Publish to page and send to {}", audience.people());
    let mark = audience.mark.clone();
    view! {
        {groups}
        {counted(audience)}
        <input type="hidden" name="mark" value=mark/>
        <div class="actions">
            <button class="button" name="act" value="publish">{button}</button>" "
            <button class="button button-quiet" name="act" value="preview">"Count again"</button>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #[test]
    fn ready_to_publish() {
        insta::assert_snapshot!(super::Plan::sample().html());
    }
}
