//! Opening an incident: what, how bad, where, words, who will hear it.

use super::{
    Frame, Grid,
    audience::{Audience, counted},
    filling::{by_return, from_template},
    sayings::sayings,
};
use crate::pieces::{Field, Options, checks, choices, errors, field};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publish {
    /// Head and navigation.
    pub frame: Frame,
    /// The title.
    pub title: Field,
    /// The questions that propose a severity.
    pub questions: Vec<Options>,
    /// The severities.
    pub severity: Options,
    /// Why another than the proposed one.
    pub reason: Field,
    /// Percent of customers hit, and since when.
    pub extent: Vec<Field>,
    /// Components by regions.
    pub grid: Grid,
    /// The phases.
    pub phase: Options,
    /// The templates that fill in the words.
    pub template: Options,
    /// The first update.
    pub body: Field,
    /// The same in further languages: name and fields of each.
    pub sayings: Vec<(String, Vec<Field>)>,
    /// When the next one comes.
    pub next: Field,
    /// What is rarely known at the beginning.
    pub more: Vec<Field>,
    /// Whether it is an exercise.
    pub drill: Options,
    /// The groups of subscribers that it can be told to alone; none while there are none.
    pub groups: Option<Options>,
    /// The regions to tick as verified.
    pub verify: Verify,
    /// The suspicion that it confirms, or nothing.
    pub suspicion: String,
    /// What `next` was filled in with beforehand; nothing when staff typed it.
    pub prefilled: String,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// Under which the publishing is known, so that it happens once.
    pub key: String,
    /// What the audience was counted for; none before it was counted.
    pub audience: Option<Audience>,
    /// What the form says when it changed after counting.
    pub changed: bool,
}

/// What must be ticked before publishing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verify {
    /// The regions whose readers are told.
    pub regions: Options,
    /// That others than the affected ones are meant; none while that is not in question.
    pub other: Option<Options>,
}

impl Publish {
    /// A believable form, counted.
    pub fn sample() -> Self {
        use crate::pieces::Choice;
        Self {
            frame: Frame { title: "New incident".to_owned(), section: "/admin/incidents", ..Frame::sample() },
            title: Field {
                name: "title",
                label: "Title".to_owned(),
                value: "Payments are failing".to_owned(),
                ..Field::default()
            },
            questions: vec![Options {
                name: "complete_outage",
                legend: "Is the whole service out?".to_owned(),
                choices: vec![Choice::new("yes", "Yes", false), Choice::new("", "Not known", true)],
                ..Options::default()
            }],
            reason: Field {
                name: "severity_reason",
                label: "Why another severity".to_owned(),
                optional: true,
                ..Field::default()
            },
            more: vec![Field { name: "cause", label: "Cause".to_owned(), optional: true, ..Field::default() }],
            drill: Options {
                name: "drill",
                legend: "Exercise".to_owned(),
                choices: vec![Choice::new("yes", "This is a drill", false)],
                ..Options::default()
            },
            verify: Verify {
                regions: Options {
                    name: "regions",
                    legend: "I have verified the regions".to_owned(),
                    choices: vec![Choice::new("eu", "Europe", false)],
                    ..Options::default()
                },
                other: None,
            },
            severity: Options {
                name: "severity",
                legend: "Severity".to_owned(),
                choices: vec![crate::pieces::Choice::new("p1", "P1 critical", true)],
                ..Options::default()
            },
            phase: Options {
                name: "phase",
                legend: "Phase".to_owned(),
                choices: vec![crate::pieces::Choice::new("investigating", "Investigating", true)],
                ..Options::default()
            },
            grid: Grid::sample(),
            body: Field { name: "body", label: "First update".to_owned(), kind: crate::pieces::Kind::Body, ..Field::default() },
            next: Field {
                name: "next_update_at",
                label: "Next update by".to_owned(),
                kind: crate::pieces::Kind::Moment,
                optional: true,
                ..Field::default()
            },
            key: "k".to_owned(),
            audience: Some(Audience {
                mark: "m".to_owned(),
                by_mail: 412,
                severity: "P1 critical".to_owned(),
                notes: vec!["The answers propose P1: more than 25 % of the customers are hit.".to_owned()],
                by_sms: Some(1),
                regions: vec![("Europe".to_owned(), 412)],
                sample: vec!["ada@customers.example".to_owned()],
                left_out: vec![(188, "other regions or components only".to_owned())],
                mails: vec![(
                    "Europe/Berlin".to_owned(),
                    "[Service Alert] Payments are failing".to_owned(),
                    "Started: …".to_owned(),
                )],
            }),
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let Self { frame, prefilled, faults, key, suspicion, audience, changed, groups, verify, .. } = self;
            let bad = bad(self.questions, self.extent, self.severity, self.reason);
            let words = words(self.phase, self.template, self.body, self.sayings, self.next, self.more, self.drill);
            view! {
                <h1>"New incident"</h1>
                <form class="steps" method="post" action="/admin/incidents/new" novalidate=true>
                    {frame.token()}
                    <input type="hidden" name="key" value=key/>
                    <input type="hidden" name="prefilled" value=prefilled/>
                    <input type="hidden" name="suspicion" value=suspicion/>
                    {by_return("preview")}{errors(&faults)}
                    {step("what", "What", field(self.title))}
                    {step("bad", "How bad", bad)}
                    {step("where", "Where", self.grid.view())}
                    {step("words", "Words", words)}
                    {step("who", "Who will hear it", hearing(audience, groups, verify, changed))}
                </form>
            }
        })
    }
}

pub(super) fn step(id: &'static str, heading: &'static str, inner: impl IntoView) -> impl IntoView {
    view! { <section class="step" aria-labelledby=id><h2 id=id>{heading}</h2>{inner}</section> }
}

fn bad(questions: Vec<Options>, extent: Vec<Field>, severity: Options, reason: Field) -> impl IntoView {
    let questions = questions.into_iter().map(|one| choices(one, "choices short question")).collect_view();
    let extent = extent.into_iter().map(field).collect_view();
    view! { <div class="questions">{questions}</div><div class="fields">{extent}</div>{choices(severity, "choices narrow")}{field(reason)} }
}

fn words(
    phase: Options,
    template: Options,
    body: Field,
    said: Vec<(String, Vec<Field>)>,
    next: Field,
    more: Vec<Field>,
    drill: Options,
) -> impl IntoView {
    let more = more.into_iter().map(field).collect_view();
    view! {
        <div>
            {choices(phase, "choices short")}{from_template(template, "/admin/incidents/new#words".to_owned())}{field(body)}{sayings(said)}{field(next)}
            <details class="more"><summary>"Expected end, what customers can do, cause, drill"</summary>{more}{checks(drill, "checks")}</details>
        </div>
    }
}

fn hearing(audience: Option<Audience>, groups: Option<Options>, verify: Verify, changed: bool) -> impl IntoView {
    let changed = changed.then(|| {
        view! { <p class="error" role="alert">"You changed severity, places or groups after counting. This is who would hear it now; press the button again to publish."</p> }
    });
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
    let other = verify.other.map(|other| checks(other, "checks"));
    view! {
        {changed}
        {groups}
        {counted(audience)}
        <input type="hidden" name="mark" value=mark/>
        {checks(verify.regions, "checks")}{other}
        <div class="actions">
            <button class="button" name="act" value="publish">{button}</button>" "
            <button class="button button-quiet" name="act" value="preview">"Count again"</button>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Publish;

    #[test]
    fn ready_to_publish() {
        insta::assert_snapshot!(Publish::sample().html());
    }

    #[test]
    fn nothing_can_be_published_uncounted() {
        let page = Publish { audience: None, ..Publish::sample() }.html();
        assert!(!page.contains("value=\"publish\"") && page.contains("value=\"preview\""));
    }
}
